from dataclasses import replace
from datetime import date, timedelta

import newsdesk
import pytest

from store import ledger, matches
from store.ledger import Fate


@pytest.fixture
def config(tmp_path):
    return newsdesk.make_config(tmp_path)


@pytest.fixture
def desk(db, now):
    newsdesk.add_source(db, "baravik", "Baravik News")
    with db.transaction():
        return ledger.welcome(db, ledger.DESK, now)


def save(db, before, now, last_match=0):
    with db.transaction():
        return ledger.save(
            db,
            before,
            at=now,
            day=date(2024, 5, 30),
            last_match=last_match,
            last_version=0,
            counts={},
            text="t",
            html="h",
            markdown="m",
        )


def test_a_new_subscriber_starts_at_the_newest_match_and_text(db, desk, config, now):
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)
    newsdesk.match(db, config, now)

    with db.transaction():
        late = ledger.welcome(db, "late", now)

    assert (0, 0) == (desk.cursor, desk.last_version)
    assert (1, 1) == (late.cursor, late.last_version)


def test_welcoming_twice_changes_nothing(db, desk, now):
    with db.transaction():
        assert desk == ledger.welcome(db, ledger.DESK, now + timedelta(days=1))


def test_an_unknown_subscriber_is_none(db):
    assert ledger.find(db, "nobody") is None


def test_a_digest_moves_the_cursor(db, desk, now):
    assert 1 == save(db, desk, now, last_match=5)

    assert 5 == ledger.find(db, ledger.DESK).cursor
    assert date(2024, 5, 30) == ledger.last_day(db, ledger.DESK)


def test_a_digest_made_meanwhile_by_another_process_is_not_made_again(db, desk, now):
    save(db, desk, now, last_match=5)

    assert save(db, replace(desk), now, last_match=5) is None
    assert 1 == db.value("SELECT count(*) FROM digest")


def test_a_match_has_one_fate(db, desk, config, now):
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)
    newsdesk.match(db, config, now)
    number = save(db, desk, now, last_match=1)
    twice = [Fate(match=1, fate="delivered"), Fate(match=1, fate="muted")]

    with pytest.raises(Exception, match="UNIQUE"), db.transaction():
        ledger.settle(db, number, twice, [])
    assert {} == newsdesk.fates(db)


def test_old_matches_are_archived_with_their_origin(db, desk, config, now):
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now, is_backfill=True)
    newsdesk.match(db, config, now)
    number = save(db, desk, now, last_match=matches.newest(db))

    with db.transaction():
        ledger.settle(db, number, [], [])

    assert [{"fate": "archived", "why": "backfill"}] == db.rows("SELECT fate, why FROM ledger")


def test_files_are_written_once(db, desk, now):
    number = save(db, desk, now)

    assert ["t"] == [digest.text for digest in ledger.unwritten(db, ledger.DESK)]
    with db.transaction():
        ledger.written(db, number, now)
    assert [] == ledger.unwritten(db, ledger.DESK)
