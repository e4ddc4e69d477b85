from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers import paging, preview, record
from store import sources
from tests.errands import CHANNEL, NOW, POSTS, answer, look, page

LONG_AGO = NOW - timedelta(days=9)


def numbered(*numbers: int, older: int | None = None, at=NOW) -> bytes:
    return page(*((number, f"Пост {number}") for number in numbers), older=older, at=at)


def older(body: bytes, floor: int, oldest_wanted=LONG_AGO) -> int | None:
    return paging.older(preview.posts(body, CHANNEL), floor, oldest_wanted)


def look_at(db, body: bytes) -> list[str]:
    """What a look at the newest page wants besides."""
    errand = look(db, POSTS)
    return [address.url for address in record.entry_answer(db, errand, answer(body, url=errand.url), NOW)]


def test_first_look_goes_back_to_the_first_days():
    assert 81 == older(numbered(81, 100, older=81), 0)
    assert older(numbered(81, 100, older=81), 0, oldest_wanted=NOW) is None


@pytest.mark.parametrize(("floor", "expected"), [(50, 81), (79, 81), (80, None), (81, None), (100, None)])
def test_later_look_goes_back_to_the_newest_post_known(floor, expected):
    """Post 80 is the last one before the page."""
    assert expected == older(numbered(81, 100, older=81), floor)


@pytest.mark.parametrize("way_back", [None, 82, 200])
def test_way_back_that_does_not_lead_back_ends(way_back):
    assert older(numbered(81, 100, older=way_back), 50) is None


def test_page_without_posts_ends_the_way():
    assert older(b'<div class="tme_no_messages_found"></div>', 50) is None


def test_older_page_says_down_to_where(db):
    look_at(db, numbered(41, 60))

    assert [f"https://t.me/s/{CHANNEL}?before=81#down-to-60"] == look_at(db, numbered(81, 100, older=81))


def test_gap_is_filled_also_when_a_run_died_in_between(db):
    """The older page waits as an address; another look at the newest page changes nothing of that."""
    look_at(db, numbered(41, 60))
    errand = look(db, POSTS)
    (waiting,) = record.entry_answer(db, errand, answer(numbered(81, 100, older=81), url=errand.url), NOW)
    look_at(db, numbered(82, 101, older=82))

    (next_page,) = record.address_answer(
        db, errand.to(waiting), answer(numbered(71, 80, older=71), url=waiting.url), NOW
    )
    assert [] == record.address_answer(
        db, errand.to(next_page), answer(numbered(58, 70, older=58), url=next_page.url), NOW
    )
    assert next_page.url.endswith("?before=71#down-to-60")


def test_since_leads_back_beyond_what_is_known(db):
    """By time, as at the first look; the page was read before, and is read again."""
    look_at(db, numbered(81, 100, older=81, at=NOW - timedelta(days=1)))
    errand = replace(look(db, POSTS), oldest_wanted_at=LONG_AGO, is_backfill=True)

    (older_page,) = record.entry_answer(db, errand, answer(numbered(81, 100, older=81), url=errand.url), NOW)

    assert f"https://t.me/s/{CHANNEL}?before=81#down-to-0" == older_page.url
    assert (LONG_AGO, True) == (older_page.back_to, errand.to(older_page).is_backfill)


def test_newest_number_counts_albums_and_notices(db):
    body = numbered(1, 2).replace(
        b"</body>", b'<div class="service_message" data-post="outlet_channel/3"></div></body>'
    )

    look_at(db, body)

    assert 3 == sources.entry(db, look(db, POSTS).entry_id).newest_post


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b'<div class="tgme_page">card</div>', "no_preview"),
        (b"<p>maintenance", "bad_entry"),
        (b"", "bad_entry"),
    ],
)
def test_page_that_is_no_preview_is_a_failure(db, body, outcome):
    assert [] == look_at(db, body)
    assert outcome == sources.entry(db, look(db, POSTS).entry_id).last_outcome


def with_photo(body: bytes, *posts: int) -> bytes:
    """The page, with a photograph on these posts."""
    for number in posts:
        mark = f'data-post="{CHANNEL}/{number}">'.encode()
        body = body.replace(mark, mark + b'<a class="tgme_widget_message_photo_wrap"></a>')
    return body


@pytest.mark.parametrize(
    ("photos", "floor", "expected"),
    [
        ((), 50, 81),
        ((82,), 50, 81),
        ((81,), 50, 82),  # it is shown again on the older page, with what may belong to it
        ((81,), 80, 82),
        ((81,), 81, None),
        ((81,), 0, 82),
    ],
)
def test_photograph_at_the_end_of_a_page_is_left_to_the_older_one(photos, floor, expected):
    """A page ends in the middle of an album."""
    body = with_photo(numbered(81, 82, 100, older=81), *photos)

    assert expected == older(body, floor)


def test_nothing_is_left_over_where_there_is_no_older_page():
    body = with_photo(numbered(81, 82), 81)

    assert () == paging.left_over(preview.posts(body, CHANNEL))
