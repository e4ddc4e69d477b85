from dataclasses import replace
from datetime import timedelta

import pytest
import shelf

from store import documents, posts
from store.types import Media, Post

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def source(db):
    shelf.add_source(db)


@pytest.fixture
def post(now):
    return Post(channel="prudok_tv", post_id=17, published_at=now, views=120, reactions=(("👍", 3),))


def save(db, post, at, via="preview"):
    arrival = shelf.arrival(post.text, at, kind="post", key=str(post.post_id))
    document = documents.save(db, arrival).id
    with db.transaction():
        posts.save(db, document, post, at=at, via=via)
    return document


def stored(db, *columns):
    return tuple(db.row(f"SELECT {', '.join(columns)} FROM post").values())


def test_post_keeps_what_a_document_has_not(db, post, now):
    media = (Media(type="video", duration_s=12),)
    save(
        db,
        replace(
            post,
            forwarded_from="zavod",
            forwarded_post_id=5,
            reply_to=16,
            author="Я. Лес",
            media=media,
            links=("https://prudok.example/1",),
        ),
        now,
    )

    found = stored(
        db, "channel", "post_id", "forwarded_from", "forwarded_post_id", "reply_to", "author", "via"
    )
    assert ("prudok_tv", 17, "zavod", 5, 16, "Я. Лес", "preview") == found
    assert '["https://prudok.example/1"]' == stored(db, "links")[0]
    assert '"duration_s": 12' in stored(db, "media")[0]


def test_what_a_look_does_not_show_is_not_forgotten(db, post, now):
    """An account tells the time of an edit; the preview only that there was one."""
    save(db, replace(post, is_edited=True, edited_at=now, html="<b>Утро</b>"), now, via="account")
    save(db, replace(post, is_edited=False), now + HOUR)

    assert (1, "2024-05-30T05:30:00.000+00:00", "<b>Утро</b>") == stored(db, "is_edited", "edited_at", "html")
    assert ("2024-05-30T06:30:00.000+00:00", "preview") == stored(db, "last_seen_at", "via")


def test_counters_are_a_row_where_one_moved(db, post, now):
    for hours, views in enumerate([120, 120, 300, 300, 120]):
        save(db, replace(post, views=views), now + hours * HOUR)

    assert [120, 300, 120] == [row["views"] for row in db.rows("SELECT views FROM counter ORDER BY at")]


@pytest.mark.parametrize("moved", [{"forwards": 2}, {"reactions": (("👍", 4),)}, {"views": None}])
def test_every_counter_counts(db, post, now, moved):
    save(db, post, now)
    save(db, replace(post, **moved), now + HOUR)

    assert 2 == db.value("SELECT count(*) FROM counter")


def test_counters_of_one_moment_are_one_row(db, post, now):
    save(db, post, now)
    save(db, replace(post, views=121), now)

    assert [121] == [row["views"] for row in db.rows("SELECT views FROM counter")]


@pytest.mark.parametrize(
    ("low", "high", "shown", "expected"),
    [
        (12, 12, (12,), []),
        (10, 13, (10, 11, 12, 13), []),
        (10, 13, (10, 12, 13), [11]),
        (10, 13, (), [10, 11, 12, 13]),
        (11, 12, (11, 12), []),  # 10 and 13 lie outside of what this look shows
        (9, 14, (9, 10, 11, 13, 14), [12]),
    ],
)
def test_post_is_missing_in_a_stretch_that_leaves_it_out(db, post, now, low, high, shown, expected):
    for number in (10, 11, 12, 13):
        save(db, replace(post, post_id=number), now)

    assert expected == [absent.post_id for absent in posts.missing(db, "prudok", low, high, shown)]
    assert [] == posts.missing(db, "zavod", low, high, shown)


def test_part_of_an_album_leads_to_the_album(db, post, now):
    save(db, replace(post, post_id=10, album_ids=(10, 11, 12)), now)
    save(db, replace(post, post_id=13), now)

    assert [None, 10, 10, None] == [posts.album_with(db, "prudok", number) for number in (10, 11, 12, 13)]
