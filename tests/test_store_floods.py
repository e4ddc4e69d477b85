"""Waits and budgets of accounts, as the store keeps them."""

from datetime import timedelta

from store import floods

HOUR = timedelta(hours=1)


def test_wait_ends_by_itself(db, now):
    with db.transaction():
        floods.note(db, "desk", "messages.getHistory", until=now + HOUR, now=now)

    assert now + HOUR == floods.until(db, "desk", "messages.getHistory", now)
    assert None is floods.until(db, "desk", "messages.getHistory", now + HOUR)


def test_wait_is_of_one_account_and_method(db, now):
    with db.transaction():
        floods.note(db, "desk", "messages.getHistory", until=now + HOUR, now=now)

    assert None is floods.until(db, "spare", "messages.getHistory", now)
    assert None is floods.until(db, "desk", "channels.getMessages", now)


def test_newer_word_of_telegram_holds(db, now):
    with db.transaction():
        floods.note(db, "desk", "messages.getHistory", until=now + HOUR, now=now)
        floods.note(db, "desk", "messages.getHistory", until=now + 2 * HOUR, now=now)

    [row] = floods.waiting(db, now)
    assert (now + 2 * HOUR).isoformat(timespec="milliseconds") == row["until"]
    assert [] == floods.waiting(db, now + 2 * HOUR)


def test_budget_is_of_a_day(db, now):
    with db.transaction():
        for _ in range(2):
            floods.spend(db, "desk", "contacts.resolveUsername", now)

    assert 2 == floods.spent(db, "desk", "contacts.resolveUsername", now)
    assert 0 == floods.spent(db, "desk", "contacts.resolveUsername", now + timedelta(days=1))
    assert 0 == floods.spent(db, "spare", "contacts.resolveUsername", now)
