"""The line of the doctor about each Telegram account."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from dazor.health import accounts as health
from store import accounts, floods

ZONE = ZoneInfo("Europe/Vilnius")


def sentence(db, now):
    [found] = health.found(db, ["desk"], now)
    return found.sentence(ZONE)


def test_account_that_nobody_used_says_what_to_do(db, now):
    assert "not used yet: `dazor telegram login`, then `dazor telegram check`." == sentence(db, now)


def test_account_that_is_well_says_since_when_it_was_seen(db, now):
    with db.transaction():
        accounts.note(db, "desk", "ok", now)

    assert "is well, last used 2024-05-30 08:30. Channels it reads: 0." == sentence(db, now)


def test_account_that_is_out_says_why_and_what_to_do(db, now):
    with db.transaction():
        accounts.note(db, "desk", "banned", now, why="Telegram has banned it.", remedy="Use previews.")

    said = "banned since 2024-05-30 08:30: Telegram has banned it. Use previews."
    assert said == sentence(db, now + timedelta(days=1))


def test_waits_are_told_while_they_last(db, now):
    with db.transaction():
        accounts.note(db, "desk", "ok", now)
        floods.note(db, "desk", "messages.getHistory", until=now + timedelta(hours=3), now=now)

    assert sentence(db, now).endswith("messages.getHistory has to wait until 2024-05-30 11:30.")
    assert "wait" not in sentence(db, now + timedelta(hours=4))


def test_other_accounts_are_left_out(db, now):
    with db.transaction():
        accounts.note(db, "former", "ok", now)

    assert ["desk"] == [one.id for one in health.found(db, ["desk"], now)]
    assert {"account", "state", "since", "seen_at", "channels", "waits", "sentence"} == set(
        health.found(db, ["desk"], now)[0].as_json(ZONE)
    )
