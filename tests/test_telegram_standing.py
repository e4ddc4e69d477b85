"""How an account is: each state one sentence and a row, and a wait is no reason to log in again."""

import re
from datetime import timedelta

import pytest
import rehearsal

from store import accounts
from store.times import Clock
from telegram import account, standing, states

LATER = rehearsal.NOW + timedelta(hours=1)


@pytest.fixture
def rig(telegram_server):
    return telegram_server({})


@pytest.fixture
def config(rig, tmp_path):
    config = rehearsal.settings(rig, tmp_path)
    rehearsal.log_in(config)
    return config


@pytest.fixture
def status(db, config):
    return lambda at=rehearsal.NOW: standing.status(db, account.of(config, "desk"), Clock(at))


def test_account_that_is_well_says_who_it_is_and_no_number(db, status):
    found = status()

    assert (True, "desk: logged in as Desk (777001)") == (found.is_well, found.line)
    assert ("ok", {}) == (accounts.state(db, "desk"), standing.troubles(db, ["desk"]))


@pytest.mark.parametrize(
    ("code", "word", "state", "sentence"),
    [
        (401, "SESSION_REVOKED", "logged_out", "logged out: its session was ended.*telegram login"),
        (401, "AUTH_KEY_UNREGISTERED", "logged_out", "logged out.*telegram login --account desk"),
        (401, "SESSION_EXPIRED", "logged_out", "logged out"),
        (406, "AUTH_KEY_DUPLICATED", "duplicated", "two machines used it at once.*one machine only"),
        (401, "USER_DEACTIVATED_BAN", "banned", "Telegram has banned.*recover@telegram.org"),
        (401, "USER_DEACTIVATED", "deleted", "the account has been deleted"),
    ],
)
def test_each_end_of_an_account_is_a_sentence_and_a_row(db, rig, status, code, word, state, sentence):
    rig("key_error", code=code, message=word)
    found = status()

    assert not found.is_well
    assert [(state, word in found.line)] == [(row["state"], True) for row in accounts.known(db)]
    [(why, remedy)] = standing.troubles(db, ["desk"]).values()
    assert re.search(sentence, f"{why} {remedy}")


def test_forgotten_key_is_logged_out(db, rig, status):
    """Transport error -404: no call reaches the server any more."""
    rig("forget_keys")

    assert (False, "logged_out") == (status().is_well, accounts.state(db, "desk"))


@pytest.mark.parametrize("method", ["updates.getState", "users.getUsers"])
def test_wait_is_not_logged_out(db, rig, status, method):
    """Telethon says False to "is authorised?" on any error."""
    rig("fault", rule={"method": method, "seconds": 300})
    found = status()

    assert found.is_well
    assert f"has to wait 5 min before it may call {method}" in found.line
    assert None is accounts.state(db, "desk")


@pytest.mark.parametrize(("code", "word"), [(400, "SOMETHING_NEW"), (403, "CHAT_FORBIDDEN"), (500, "OOPS")])
def test_other_errors_are_not_logged_out(db, rig, status, code, word):
    rig("fault", rule={"method": "users.getUsers", "action": "error", "code": code, "message": word})

    with pytest.raises((states.Refused, states.Unreachable), match=f"{word}|no connection to Telegram"):
        status()
    assert None is accounts.state(db, "desk")


def test_state_that_lasts_keeps_its_beginning_and_ends_with_a_good_answer(db, rig, status):
    rig("key_error", code=401, message="SESSION_REVOKED")
    status()
    status(LATER)
    [row] = accounts.known(db)
    rig("key_error")
    status(LATER)

    assert rehearsal.NOW.isoformat(timespec="milliseconds")[:16] == row["since"][:16]
    assert "ok" == accounts.state(db, "desk")


def test_account_that_is_not_configured_is_no_trouble(db, rig, status):
    rig("key_error", code=401, message="SESSION_REVOKED")
    status()

    assert {} == standing.troubles(db, ["spare"])
