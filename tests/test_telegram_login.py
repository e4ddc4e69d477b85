"""Logging in at a server of our own: every way in, every way it can fail, and what is left behind."""

import stat
import threading
import time

import pytest
import rehearsal

from store import accounts
from store.errors import UsageError
from store.times import Clock
from telegram import account, login, qr, standing, states
from telegram.person import Person

PHONE = "+375290000001"
WORLD = {"auth": {"mode": "login", "phone": PHONE, "code": "12345"}, "channels": []}


@pytest.fixture
def rig(telegram_server):
    return telegram_server(WORLD)


@pytest.fixture
def config(rig, tmp_path):
    return rehearsal.settings(rig, tmp_path)


@pytest.fixture
def said():
    return []


@pytest.fixture
def enter(db, config, said):
    """`enter(code=…)`: log in and answer so; a list is answered one after the other."""

    def answers(given):
        left = list(given) if isinstance(given, list) else [given] * 9
        return lambda *_asked: left.pop(0)

    def log_in(phone=PHONE, code="12345", password="secret", by_qr=False):
        person = Person(phone=answers(phone), code=answers(code), password=answers(password), say=said.append)
        return login.login(db, account.of(config, "desk"), person, Clock(rehearsal.NOW), by_qr=by_qr)

    return log_in


def left_behind(tmp_path):
    """The files of sessions there are."""
    return [path.name for path in (tmp_path / "data" / "telegram").glob("*session*")]


def test_code_logs_in(db, config, enter):
    assert "Desk (777001)" == enter()
    assert standing.status(db, account.of(config, "desk"), Clock(rehearsal.NOW)).is_well
    assert "ok" == accounts.state(db, "desk")


def test_session_is_for_its_owner_only(enter, tmp_path):
    enter()

    path = tmp_path / "data" / "telegram" / "desk.session"
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)]
    assert [0o600, 0o700] == modes
    assert PHONE[1:].encode() not in path.read_bytes()


def test_wrong_code_may_be_corrected(enter, said):
    assert "Desk (777001)" == enter(code=["00000", "12345"])
    assert ["Telegram does not take this code."] == said


def test_three_wrong_codes_end_the_login(enter, tmp_path):
    with pytest.raises(states.NotLoggedIn, match="3 wrong codes"):
        enter(code="00000")
    assert [] == left_behind(tmp_path)


def test_password_of_the_second_step_is_asked_for(rig, enter):
    rig("auth", changes={"password": "secret"})

    assert "Desk (777001)" == enter(password=["wrong", "secret"])


def test_wrong_passwords_end_the_login(rig, enter, tmp_path):
    rig("auth", changes={"password": "secret"})

    with pytest.raises(states.NotLoggedIn, match="3 wrong passwords"):
        enter(password="wrong")
    assert [] == left_behind(tmp_path)


def test_what_is_no_number_is_said(enter, tmp_path):
    with pytest.raises(states.NotLoggedIn, match="no telephone number"):
        enter(phone="+1")
    assert [] == left_behind(tmp_path)


@pytest.mark.parametrize("method", ["auth.sendCode", "auth.signIn"])
def test_flood_during_login_is_one_sentence_and_holds_for_the_next_try(rig, enter, tmp_path, method):
    rig("fault", rule={"method": method, "seconds": 300})

    for _ in range(2):
        with pytest.raises(states.Deferred, match=f"has to wait [56] min before it may call {method}"):
            enter()
    assert (0, []) == (rig("stats")["violations"], left_behind(tmp_path))


@pytest.mark.parametrize(
    ("word", "code", "sentence"),
    [
        ("PHONE_NUMBER_BANNED", 400, "banned"),
        ("PHONE_NUMBER_UNOCCUPIED", 400, "no Telegram account has this number"),
        ("PHONE_PASSWORD_FLOOD", 406, "Try again tomorrow"),
        ("API_ID_INVALID", 400, "DAZOR_TELEGRAM_API_ID"),
        ("SOMETHING_NEW", 400, r"refused auth.sendCode \(SOMETHING_NEW\)"),
    ],
)
def test_refusals_are_sentences(rig, enter, tmp_path, word, code, sentence):
    rig("fault", rule={"method": "auth.sendCode", "action": "error", "code": code, "message": word})

    with pytest.raises(states.DazorError, match=sentence):
        enter()
    assert [] == left_behind(tmp_path)


def test_interruption_leaves_nothing_behind(rig, db, config, tmp_path):
    def interrupted(_where):
        raise KeyboardInterrupt

    person = Person(phone=lambda: PHONE, code=interrupted, password=str, say=print)
    with pytest.raises(KeyboardInterrupt):
        login.login(db, account.of(config, "desk"), person, Clock(rehearsal.NOW))
    assert [] == left_behind(tmp_path)


@pytest.mark.parametrize("password", [None, "secret"])
def test_qr_code_logs_in(rig, enter, said, password):
    rig("auth", changes={"password": password})
    taking = threading.Thread(target=take_when_shown, args=(rig, said))
    taking.start()

    assert "Desk (777001)" == enter(by_qr=True)
    taking.join()


def take_when_shown(rig, said):
    """The telephone: it takes the code once it is on the screen."""
    while len(said) < 2:
        time.sleep(0.05)
    rig("accept_qr")


def test_qr_code_is_renewed_and_nobody_may_take_it(enter, said, tmp_path, monkeypatch):
    monkeypatch.setattr(qr, "RENEWED_S", 0.05)

    with pytest.raises(states.NotLoggedIn, match="nobody took one of the codes"):
        enter(by_qr=True)
    assert (1 + qr.SHOWN, []) == (len(said), left_behind(tmp_path))


def test_qr_code_is_text():
    rows = qr.drawn(b"qr-777001").splitlines()

    assert 1 == len({len(row) for row in rows})
    assert set("".join(rows)) <= set(" █▀▄")


def test_who_is_logged_in_is_not_logged_in_again(enter):
    enter()

    with pytest.raises(UsageError, match=r"logged in already, as Desk \(777001\)"):
        enter()


def test_session_that_was_ended_elsewhere_is_replaced(rig, enter):
    enter()
    rig("key_error", code=401, message="SESSION_REVOKED")
    rig("forget_keys")

    assert "Desk (777001)" == enter()


def test_logout_ends_the_session_there_and_here(db, config, rig, enter, tmp_path):
    enter()

    assert "desk: logged out." == standing.logout(db, account.of(config, "desk"), Clock(rehearsal.NOW))
    assert (1, []) == (rig.calls("auth.logOut"), left_behind(tmp_path))


def test_logout_of_a_dead_session_removes_it(db, config, rig, enter, tmp_path):
    enter()
    rig("key_error", code=401, message="SESSION_REVOKED")

    said = standing.logout(db, account.of(config, "desk"), Clock(rehearsal.NOW))
    assert "was worth nothing already" in said
    assert [] == left_behind(tmp_path)
