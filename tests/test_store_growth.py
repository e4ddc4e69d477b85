from datetime import timedelta

import pytest

from crawlers import record
from crawlers.no_answer import NotAsked
from store import documents, growth
from store import urls as addresses
from store.documents import Arrival
from store.types import Reading
from tests.errands import NOW, answer, feed, found, look


def add_text(db, number, at):
    reading = Reading(extractor="test 1", outcome="ok", title=f"{number}", text=f"Мост {number}.")
    arrival = Arrival(source="outlet", kind="article", key=f"{number}", url="u", reading=reading, seen_at=at)
    with db.transaction():
        return documents.save(db, arrival).id


@pytest.mark.parametrize(("hours", "expected"), [(11, None), (26, 2.0)])
def test_texts_a_day_are_known_after_half_a_day_and_without_the_first_pass(db, hours, expected):
    found(db)
    for number, at in enumerate((0, 1, 20, 25)):
        add_text(db, number, NOW + timedelta(hours=at))

    measured = growth.growth(db, NOW + timedelta(hours=hours))

    assert (4, expected) == (measured.texts, measured.texts_per_day)


def test_store_without_anything_does_not_grow(db):
    measured = growth.growth(db, NOW)

    assert (0, None, None) == (measured.texts, measured.texts_per_day, measured.bytes_per_day)


def test_lost_addresses_are_counted_by_their_most_frequent_reason(db):
    errand = look(db)
    new = record.entry_answer(db, errand, answer(feed(*(f"/news/{n}" for n in range(8)))), NOW)
    with db.transaction():
        addresses.leads_to(db, new[0].id, add_text(db, 1, NOW))
        reasons = ("no_text", "captcha", "captcha", *["too_many_requests"] * 3)
        for address, reason in zip(new[1:7], reasons, strict=True):
            addresses.explain(db, address.id, reason)
    record.not_asked(db, errand.to(new[7]), NotAsked("over_budget"), NOW)

    (row,) = growth.lost(db, NOW)

    assert ("outlet", "captcha", 2, 1) == (row["source"], row["reason"], row["count"], row["got"])
    assert [] == growth.lost(db, NOW + timedelta(seconds=1))
