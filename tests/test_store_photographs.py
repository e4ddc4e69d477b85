from datetime import timedelta

import newsdesk
import pytest

from store import photographs, posts
from store.fetches import Fetch
from store.types import Media, Post

DAY = timedelta(days=1)
BODY = b"\xff\xd8\xff\xe0 photograph"


@pytest.fixture
def settings(db, tmp_path):
    newsdesk.add_source(db, "prudok", "Prudok", kind="channel")
    return newsdesk.make_config(tmp_path)


def add(db, number, at, *media, text="На границе тихо."):
    """A post with media; articles of the desk stand for posts, so its kind is set."""
    document = newsdesk.add_post(db, "prudok", number, text, at)
    kinds = tuple(Media(type=kind) for kind in media)
    one = Post(channel="prudok", post_id=number, published_at=at, text=text, media=kinds)
    with db.transaction():
        db.write("UPDATE document SET kind = 'post' WHERE id = ?", (document,))
        posts.save(db, document, one, at=at, via="preview")


def due(db, settings, at):
    newsdesk.match(db, settings, at)
    with db.transaction():
        photographs.want(db, at)
    return photographs.due(db, at)


def told(found):
    return [(one.post_id, one.place) for one in found]


def fetched(at):
    return Fetch(kind=photographs.KIND, url="https://cdn.example/1.jpg", at=at, outcome="ok", source="prudok")


def test_photographs_of_posts_that_match_are_due_newest_first(db, settings, now):
    add(db, 1, now, "photo", "video", "photo")
    add(db, 2, now + DAY, "photo")
    add(db, 3, now + DAY, "photo", text="Погода.")
    add(db, 4, now + DAY, "video")

    assert [(2, 1), (1, 1), (1, 2)] == told(due(db, settings, now + DAY))
    assert [(2, 1), (1, 1), (1, 2)] == told(due(db, settings, now + DAY)), "each stands once"


def test_a_new_rule_does_not_reach_back_for_photographs_of_old_posts(db, settings, now):
    add(db, 1, now, "photo")

    assert [] == told(due(db, settings, now + 8 * DAY))


def test_what_was_added_to_a_post_is_due_too(db, settings, now):
    add(db, 1, now, "photo")
    due(db, settings, now)
    add(db, 1, now, "photo", "photo")

    assert [(1, 1), (1, 2)] == told(due(db, settings, now + DAY))


def test_kept_is_not_due_and_counts_for_the_budget_of_its_day(db, settings, now):
    add(db, 1, now, "photo")
    (one,) = due(db, settings, now)

    with db.transaction():
        photographs.keep(db, one, fetched(now), BODY, via="preview")

    assert [] == photographs.due(db, now + DAY)
    assert [len(BODY), 0] == [photographs.spent(db, at) for at in (now, now + DAY)]
    assert {"kept": (1, len(BODY))} == photographs.counts(db)


def test_failures_are_tried_again_later_each_time_and_given_up_in_the_end(db, settings, now):
    add(db, 1, now, "photo")
    at, waits = now, []
    while found := due(db, settings, at):
        with db.transaction():
            photographs.failed(db, found[0], "timeout", at, via="preview")
        next_at = db.value("SELECT next_at FROM photograph")
        waits.append(next_at)
        at += photographs.RETRIES[min(len(waits), len(photographs.RETRIES)) - 1]

    assert (len(photographs.RETRIES) + 1, None) == (len(waits), waits[-1])
    assert ["given_up"] == list(photographs.counts(db))


def test_what_waited_for_a_week_is_given_up(db, settings, now):
    add(db, 1, now, "photo")
    due(db, settings, now)

    assert [] == due(db, settings, now + 8 * DAY)
    assert ["given_up"] == list(photographs.counts(db))
