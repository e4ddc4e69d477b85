"""Accounts and the names they have looked up, as the store keeps them."""

from datetime import timedelta

from store import accounts, times
from store.accounts import Asked


def test_state_keeps_its_beginning_until_another_comes(db, now):
    later = now + timedelta(hours=1)
    with db.transaction():
        accounts.note(db, "desk", "ok", now)
        accounts.note(db, "desk", "ok", later)

    [row] = accounts.known(db)
    assert (times.text(now), times.text(later)) == (row["since"], row["seen_at"])
    with db.transaction():
        accounts.note(db, "desk", "banned", later, why="…", remedy="…")
    assert times.text(later) == accounts.known(db)[0]["since"]


def test_account_that_was_never_used_has_no_state(db):
    assert None is accounts.state(db, "desk")


def test_name_is_remembered_whatever_its_letters(db, now):
    asked = Asked(at=now, found="channel", channel=1001, title="Prudok")
    with db.transaction():
        accounts.keep_asked(db, "desk", "Prudok_TV", asked)

    assert asked == accounts.asked(db, "desk", "prudok_tv")
    assert None is accounts.asked(db, "spare", "prudok_tv")
