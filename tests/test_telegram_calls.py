"""Calls to an unmodified Telethon on a server of our own: pace, waits, budgets, broken lines."""

from datetime import timedelta

import pytest
import rehearsal
from telethon.tl.functions.contacts import ResolveUsernameRequest
from telethon.tl.functions.messages import GetHistoryRequest
from telethon.tl.functions.users import GetUsersRequest
from telethon.tl.types import InputPeerChannel, InputUserSelf

from store import floods
from telegram import calls as calls_module
from telegram import states
from telegram.calls import RESOLVE, method_of

HISTORY = "messages.getHistory"
WORLD = {"channels": [{"id": 1001, "username": "prudok_tv", "access_hash": 77, "generate": {"count": 30}}]}


@pytest.fixture
def rig(telegram_server):
    return telegram_server(WORLD)


@pytest.fixture
def config(rig, tmp_path):
    """An account that is logged in at the server."""
    config = rehearsal.settings(rig, tmp_path)
    rehearsal.log_in(config)
    return config


def history(calls, access_hash=77):
    peer = InputPeerChannel(1001, access_hash)
    return calls.ask(GetHistoryRequest(peer, 0, None, 0, 100, 0, 0, 0))


async def ids(calls):
    return [message.id for message in (await history(calls)).messages]


def test_answer_comes(db, config, rig):
    assert rig.ids("prudok_tv")[::-1] == rehearsal.speak(db, config, ids)


def test_method_is_named_as_telegram_does():
    assert "users.getUsers" == method_of(GetUsersRequest([InputUserSelf()]))


def test_short_wait_is_slept_through_and_nothing_is_called_inside_it(db, config, rig):
    rig("fault", rule={"method": HISTORY, "nth": 1, "seconds": 2})

    assert 30 == len(rehearsal.speak(db, config, ids))
    assert (0, 2) == (rig("stats")["violations"], rig.calls(HISTORY))


def test_long_wait_defers_and_says_until_when(db, config, rig):
    rig("fault", rule={"method": HISTORY, "nth": 1, "seconds": 11520})

    with pytest.raises(states.Deferred, match=r"desk has to wait 3 h 1[23] min before it may call messages"):
        rehearsal.speak(db, config, ids)


def test_long_wait_outlives_the_process(db, config, rig):
    """A later run does not even try, for any channel."""
    with db.transaction():
        floods.note(db, "desk", HISTORY, until=rehearsal.NOW + timedelta(hours=1), now=rehearsal.NOW)

    with pytest.raises(states.Deferred):
        rehearsal.speak(db, config, ids)
    assert 0 == rig.calls(HISTORY)


def test_wait_at_the_connection_is_written_down(db, config, rig):
    rig("fault", rule={"method": "users.getUsers", "nth": 1, "seconds": 600})

    with pytest.raises(states.Deferred, match=r"users\.getUsers"):
        rehearsal.speak(db, config, ids)
    with pytest.raises(states.Deferred):
        rehearsal.speak(db, config, ids)
    assert (0, 0) == (rig("stats")["violations"], rig.calls(HISTORY))


def test_names_have_a_budget_that_outlives_the_process(db, rig, config, tmp_path):
    config = rehearsal.settings(rig, tmp_path, names_per_day=1)

    def resolve(calls):
        return calls.ask(ResolveUsernameRequest("prudok_tv"))

    assert 1001 == rehearsal.speak(db, config, resolve).chats[0].id
    with pytest.raises(states.Deferred, match=RESOLVE):
        rehearsal.speak(db, config, resolve)
    assert 1 == rig.calls(RESOLVE)


@pytest.mark.parametrize("fault", ["drop", "drop_after", "garbage", "salt"])
def test_broken_line_is_mended(db, config, rig, fault):
    rig("fault", rule={"method": HISTORY, "nth": 1, "action": fault})

    assert 30 == len(rehearsal.speak(db, config, ids))


def test_silence_ends_by_our_own_time_limit(db, rig, config, tmp_path):
    config = rehearsal.settings(rig, tmp_path, timeout_s=0.5)
    rig("fault", rule={"method": HISTORY, "nth": 1, "action": "silence"})

    assert 30 == len(rehearsal.speak(db, config, ids))


def test_silence_that_lasts_is_said(db, rig, config, tmp_path):
    config = rehearsal.settings(rig, tmp_path, timeout_s=0.3)
    rig("fault", rule={"method": HISTORY, "action": "silence"})

    with pytest.raises(states.Unreachable, match=r"account desk: no answer came to messages\.getHistory"):
        rehearsal.speak(db, config, ids)


def test_server_that_is_down_is_said(db, config, rig):
    rig.stop()

    with pytest.raises(states.Unreachable, match="look at the network"):
        rehearsal.speak(db, config, ids)


def test_passing_trouble_of_the_server_is_asked_again(db, config, rig):
    rig(
        "fault",
        rule={"method": HISTORY, "nth": 1, "action": "error", "code": 500, "message": "RPC_CALL_FAIL"},
    )

    assert 30 == len(rehearsal.speak(db, config, ids))


def test_calls_keep_their_distance(db, rig, config, tmp_path):
    """The second and third call wait; the answer does not."""
    config = rehearsal.settings(rig, tmp_path, delay_s=0.3)

    async def three(calls):
        began = calls.clock()
        for _ in range(3):
            await history(calls)
        return (calls.clock() - began).total_seconds()

    assert 0.6 <= rehearsal.speak(db, config, three) < 2


def test_names_are_looked_up_slowly(db, rig, config, tmp_path):
    """Ten times the usual pause follows each."""
    config = rehearsal.settings(rig, tmp_path, delay_s=0.05)

    async def two(calls):
        began = calls.clock()
        for _ in range(2):
            await calls.ask(ResolveUsernameRequest("prudok_tv"))
        return (calls.clock() - began).total_seconds()

    assert rehearsal.speak(db, config, two) >= 0.5


def test_waits_that_never_end_are_left_for_a_while(db, rig, config, monkeypatch):
    """Telegram says "one second" again and again."""
    monkeypatch.setattr(calls_module, "MOST_WAITS", 2)
    rig("fault", rule={"method": HISTORY, "seconds": 1})

    with pytest.raises(states.Deferred, match="has to wait 15 min"):
        rehearsal.speak(db, config, ids)
    assert (2, 0) == (rig.calls(HISTORY), rig("stats")["violations"])
