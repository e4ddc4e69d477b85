from datetime import date

import pytest

from store import recurring, sources

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture(autouse=True)
def source(db):
    with db.transaction():
        facts = {"name": "Вестка", "kind": "site", "zone": "Europe/Minsk", "languages": ("ru",)}
        sources.save(db, id="vestka", **facts, usual_per_day=None, is_on=True)


def test_articles_are_counted_by_line_over_days(db):
    with db.transaction():
        recurring.add(db, "vestka", MONDAY, "text", ["", "а", "б"])
        recurring.add(db, "vestka", TUESDAY, "text", ["", "а"])

    found = recurring.counts(db, "vestka", since=MONDAY, before=date(2026, 3, 4))

    assert {"text": {"": 2, "а": 2, "б": 1}, "title": {}} == found


def test_days_outside_are_not_asked_and_can_be_forgotten(db):
    with db.transaction():
        recurring.add(db, "vestka", MONDAY, "title", ["", "а"])
        recurring.add(db, "vestka", TUESDAY, "title", ["", "а"])
        recurring.forget(db, TUESDAY)

    assert {} == recurring.counts(db, "vestka", since=MONDAY, before=TUESDAY)["title"]
    assert 1 == recurring.counts(db, "vestka", since=MONDAY, before=date(2026, 3, 4))["title"]["а"]
