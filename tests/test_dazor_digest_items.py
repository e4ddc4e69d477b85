from dataclasses import replace
from datetime import timedelta

import newsdesk
import pytest

from dazor.digest.items import _words, is_late
from dazor.digest.plan import Entry
from store import posts, texts
from store.types import Media, Post

HOUR = timedelta(hours=1)


@pytest.fixture
def three_days_old(db, now):
    """Published three days before it was seen, at a source that is watched for two hours."""
    newsdesk.add_source(db, "baravik", "Baravik News", watched_since=now - 2 * HOUR)
    newsdesk.add_text(db, "baravik", "a", "Текст.", now, published_at=now - 72 * HOUR)
    return texts.find(db, [1])[1]


@pytest.mark.parametrize(("named_before", "expected"), [(2 * HOUR, False), (HOUR / 2, True)])
def test_text_is_late_if_the_first_look_did_not_name_it(three_days_old, now, named_before, expected):
    assert expected == is_late(replace(three_days_old, found_at=now - named_before))


def test_text_without_an_address_of_its_own_is_late_for_a_watched_source_only(three_days_old, now):
    """Older pages of a channel are read one after another, in later runs too."""
    assert not is_late(three_days_old)
    assert is_late(replace(three_days_old, watched_since=now - 50 * HOUR))


@pytest.mark.parametrize(
    ("media", "expected"),
    [((Media(type="video", duration_s=134),), "video 2:14, no text"), ((), "(no text)")],
)
def test_post_without_words_says_what_hangs_on_it(db, now, media, expected):
    newsdesk.add_source(db, "prudok", "Prudok", kind="channel")
    document = newsdesk.add_post(db, "prudok", 7, "", now)
    with db.transaction():
        post = Post(channel="prudok", post_id=7, published_at=now, media=media)
        posts.save(db, document, post, at=now, via="preview")

    (text,) = texts.find(db, [1]).values()
    heading, _, _ = _words(Entry(text=text, matches=(), rules=(), copies=()), None)

    assert expected == "".join(run.text for run in heading)
