"""The stage, over an unmodified Telethon, on a server of our own with faults."""

from datetime import timedelta

import pytest
import rehearsal
from telegram_desk import NOW, channel, ids, post, source, watch
from tgserver.rig import Rig

from crawlers.plan import plan
from dazor import catalogue
from dazor.catalogue import Catalogue
from store import accounts, channels, sources
from store.times import Clock
from store.types import Counts
from telegram import check, collect

HOUR = timedelta(hours=1)
NUMBERS = (1001, 1002, 1003)
OLD = 1009
HISTORY = "messages.getHistory"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for all of these tests: to start it takes longer than most of them."""
    posts = [post(number, at=NOW - HOUR * (150 - number)) for number in range(1, 151)]
    old = [post(number, at=NOW - timedelta(days=400 - number)) for number in range(1, 301)]
    world = {"channels": [channel(OLD, *old), *(channel(number, *posts) for number in NUMBERS)]}
    rig = Rig(world, tmp_path_factory.mktemp("server"))
    yield rig
    rig.stop()


@pytest.fixture
def rig(server):
    """The server as it was at first."""
    server("clear_faults")
    server("key_error")
    for number in NUMBERS:
        server("channel", channel=str(number), changes={"state": "ok"})
    return server


@pytest.fixture
def config(db, rig, tmp_path, monkeypatch):
    """An account that is logged in, and three channels that it has confirmed."""
    off = source(OLD).model_copy(update={"on": False})
    known = Catalogue(sources=(*(source(number) for number in NUMBERS), off))
    monkeypatch.setattr(catalogue, "load", lambda _: known)
    config = rehearsal.settings(rig, tmp_path, timeout_s=2.0)
    rehearsal.log_in(config)
    for number in NUMBERS:
        watch(db, number)
    return config


def run(db, config, at=NOW, **options) -> Counts:
    return collect.run(db, config, at, **options)


def outcomes(db):
    """How the account's way into each source is."""
    return {entry.source: entry.last_outcome for entry in sources.entries(db) if entry.kind == "account"}


def is_preview_due(db, number, at):
    (entry,) = [e for e in sources.entries(db) if e.kind == "preview" and e.source == source(number).id]
    return entry.next_look_at is None or entry.next_look_at <= at


def test_all_channels_are_read_and_a_second_run_asks_once_for_each(db, config, rig):
    counts = run(db, config)

    assert (450, {}) == (counts.new, counts.troubles)
    assert [rig.ids(f"prudok_{number}") for number in NUMBERS] == [ids(db, number) for number in NUMBERS]
    before = rig.calls(HISTORY)
    assert 0 == run(db, config, NOW + HOUR, is_due=False).new
    assert before + 3 == rig.calls(HISTORY)
    assert 0 == rig.calls("contacts.resolveUsername"), "no name is looked up"


def test_what_is_not_due_is_not_asked_for(db, config, rig):
    run(db, config)
    before = rig("stats")["calls"]

    run(db, config, NOW + timedelta(minutes=5))

    assert before == rig("stats")["calls"], "nor is the account connected"


def test_long_wait_ends_the_round_and_leaves_the_rest_to_the_previews(db, config, rig):
    rig("fault", rule={"method": HISTORY, "nth": 2, "action": "flood", "seconds": 900})

    counts = run(db, config)

    assert [("telegram_wait", "desk")] == list(counts.troubles)
    assert set(counts.troubles) == counts.passing
    assert ["deferred", "deferred", "ok"] == sorted(outcomes(db).values())
    assert [False, True, True] == sorted(is_preview_due(db, number, NOW) for number in NUMBERS)


def test_nothing_is_called_inside_a_wait_and_afterwards_it_goes_on(db, config, rig):
    before = rig.calls(HISTORY)
    rig("fault", rule={"method": HISTORY, "nth": 2, "action": "flood", "seconds": 900})
    for minutes in (0, 5, 10):
        run(db, config, NOW + timedelta(minutes=minutes), is_due=False)
    assert (before + 2, 0) == (rig.calls(HISTORY), rig("stats")["violations"])

    rig("clear_faults")
    counts = run(db, config, NOW + HOUR, is_due=False)

    assert {} == counts.troubles
    assert [list(range(1, 151))] * 3 == [ids(db, number) for number in NUMBERS]


@pytest.mark.parametrize(
    ("state", "expected"), [("private", "private"), ("banned", "private"), ("deleted", "gone")]
)
def test_channel_that_is_closed_is_said_and_the_others_go_on(db, config, rig, state, expected):
    run(db, config)
    rig("channel", channel="prudok_1002", changes={"state": state})

    counts = run(db, config, NOW + HOUR, is_due=False)

    assert [("telegram_channel", "prudok-1002")] == list(counts.troubles)
    assert expected == channels.of_source(db, "prudok-1002").state
    assert is_preview_due(db, 1002, NOW + HOUR)
    assert ["ok", "ok", expected] == sorted(outcomes(db).values(), key="ok".__ne__)


def test_trouble_of_a_channel_lasts_until_it_is_read_again(db, config, rig):
    rig("channel", channel="prudok_1002", changes={"state": "private"})
    run(db, config)
    assert run(db, config, NOW + HOUR).troubles
    rig("channel", channel="prudok_1002", changes={"state": "ok"})

    assert {} == run(db, config, NOW + timedelta(days=2)).troubles
    assert 150 == len(ids(db, 1002))


@pytest.mark.parametrize(
    ("code", "message", "state"),
    [
        (401, "SESSION_REVOKED", "logged_out"),
        (401, "AUTH_KEY_UNREGISTERED", "logged_out"),
        (406, "AUTH_KEY_DUPLICATED", "duplicated"),
        (401, "USER_DEACTIVATED_BAN", "banned"),
    ],
)
def test_account_that_is_out_is_a_sentence_a_row_and_previews(db, config, rig, code, message, state):
    rig("key_error", code=code, message=message)

    counts = run(db, config)

    ((key, (why, remedy)),) = counts.troubles.items()
    assert ("telegram_account", "desk") == key
    assert why
    assert remedy
    assert state == accounts.state(db, "desk")
    assert {"account_out"} == set(outcomes(db).values())
    assert all(is_preview_due(db, number, NOW) for number in NUMBERS)


def test_broken_lines_silence_garbage_and_a_new_salt_lose_nothing(db, config, rig):
    for nth, action in ((1, "drop"), (2, "salt"), (3, "garbage"), (4, "drop_after"), (5, "silence")):
        rig("fault", rule={"method": HISTORY, "nth": nth, "action": action})

    counts = run(db, config)

    assert (450, {}) == (counts.new, counts.troubles)
    assert 450 == db.value("SELECT count(*) FROM version")


def test_account_without_a_login_is_said(db, config, tmp_path):
    config.data_folder.joinpath("telegram", "desk.session").unlink()

    counts = run(db, config)

    assert "has not logged in" in counts.troubles["telegram_account", "desk"][0]


def test_since_reads_further_back_as_backfill(db, config):
    watch(db, OLD)
    run(db, config, only=[f"prudok-{OLD}"])
    assert 200 == len(ids(db, OLD)), "the newest page, and the one that is too old"

    run(db, config, NOW + HOUR, only=[f"prudok-{OLD}"], is_due=False, since=NOW - timedelta(days=500))

    assert list(range(1, 301)) == ids(db, OLD)
    assert 300 == db.value("SELECT count(*) FROM document WHERE is_backfill = 1")


def test_channel_is_read_only_after_a_check_has_confirmed_it(db, config, rig):
    """Number 1009 is in the catalogue, and no account has looked for it."""
    new = source(OLD)
    before = rig.calls("contacts.resolveUsername")

    run(db, config, is_due=False, only=[new.id])
    assert ([], before) == (ids(db, OLD), rig.calls("contacts.resolveUsername"))
    check.check(db, config, [new], Clock(NOW))
    run(db, config, NOW + HOUR, is_due=False, only=[new.id])
    assert (200, before + 1) == (len(ids(db, OLD)), rig.calls("contacts.resolveUsername"))


def test_channels_that_wait_for_a_check_are_named(db, config, monkeypatch):
    known = Catalogue(sources=(source(NUMBERS[0]), source(OLD)))
    monkeypatch.setattr(catalogue, "load", lambda _: known)
    found = run(db, config)

    why, remedy = found.troubles["telegram_unconfirmed", "catalogue"]
    assert "no account reads these channels yet: prudok-1009. Their previews are read." == why
    assert "`dazor telegram check` finds and confirms them." == remedy
    assert ("telegram_unconfirmed", "catalogue") in found.passing


def test_preview_is_due_at_once_and_once_when_the_account_leaves_the_settings(db, config, rig):
    run(db, config)
    without = config.model_copy(update={"telegram": config.telegram.model_copy(update={"accounts": ()})})
    assert [] == plan(db, [source(1001)], config, NOW)

    (errand,) = plan(db, [source(1001)], without, NOW)
    with db.transaction():
        sources.looked_at(db, errand.entry_id, outcome="ok", is_good=True, at=NOW, wait=HOUR)

    assert [] == plan(db, [source(1001)], without, NOW)
