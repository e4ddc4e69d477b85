"""The commands about Telegram accounts as people give them, and that no secret shows anywhere on the way."""

import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import commands
import pytest
import rehearsal

PHONE, CODE, PASSWORD = "+375290000001", "48151", "second step 7"
WORLD = {
    "auth": {"mode": "login", "phone": PHONE, "code": CODE, "password": PASSWORD},
    "channels": [
        {"id": 1001, "username": "prudok_tv", "title": "Прудок ТВ", "generate": {"count": 40}},
        {"id": 1002, "username": "zapruda", "title": "Запруда", "preview": False, "generate": {"count": 3}},
    ],
}
SOURCE = """
id = "{id}"
name = "{name}"
kind = "channel"
channel = "{name}"
languages = ["ru"]
zone = "Europe/Minsk"

[[entry]]
kind = "preview"
"""


@pytest.fixture
def rig(telegram_server):
    return telegram_server(WORLD)


@pytest.fixture
def config(rig, tmp_path, monkeypatch):
    """An installation with an account that has not logged in, and two channels."""
    for name, value in rehearsal.VARIABLES.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "sources").mkdir()
    for name in ("prudok_tv", "zapruda"):
        text = SOURCE.format(id=name.replace("_", "-"), name=name)
        (tmp_path / "sources" / f"{name.replace('_', '-')}.toml").write_text(text, "utf-8")
    path = tmp_path / "config.toml"
    path.write_text(
        '[telegram]\naccounts = ["desk"]\ndelay_s = 0\ntimeout_s = 5\n\n[crawl]\ndelay_s = 0\n'
        'allow_private = ["127.0.0.0/8"]\n\n[catalogue]\nonly = ["prudok-tv", "zapruda"]\n\n' + rig.settings,
        "utf-8",
    )
    return path


def log_in(config, answers=(PHONE, CODE, PASSWORD)):
    """The command, answered over a pipe."""
    return subprocess.run(
        commands.command(config, "telegram", "login"),
        input="".join(f"{answer}\n" for answer in answers),
        check=False,
        capture_output=True,
        text=True,
        cwd=commands.REPOSITORY,
        timeout=60,
        start_new_session=True,  # without a terminal the password comes over the pipe too
    )


def left_behind(config):
    return [path.name for path in (config.parent / "data" / "telegram").glob("*session*")]


def test_from_login_to_posts_no_secret_shows(config, rig):
    """Number, code, password, api_hash and key: in no output, no log, no database, no other file."""
    ran = [
        log_in(config),
        commands.dazor(config, "telegram", "status"),
        commands.dazor(config, "telegram", "check"),
        commands.dazor(config, "collect", "telegram"),
        commands.dazor(config, "doctor", "--json"),
    ]
    said = "".join(one.stdout + one.stderr for one in ran)

    assert [0, 0, 0, 0] == [one.returncode for one in ran[:4]], said
    assert "prudok-tv: @prudok_tv is the channel 1001 «Прудок ТВ»: confirmed" in said
    assert 43 == posts(config)
    files = [path for path in config.parent.rglob("*") if path.is_file() and path.suffix != ".session"]
    kept = b"".join(path.read_bytes() for path in files) + said.encode()
    assert [] == [secret for secret in secrets_of(config) if secret in kept]


def secrets_of(config):
    """Everything that must not show, in the forms it has."""
    session = config.parent / "data" / "telegram" / "desk.session"
    with sqlite3.connect(session) as db:
        (key,) = db.execute("SELECT auth_key FROM sessions").fetchone()
    words = (PHONE[1:], CODE, PASSWORD, rehearsal.API_HASH)
    return [key, key.hex().encode(), *(word.encode() for word in words)]


def posts(config):
    with sqlite3.connect(config.parent / "data" / "news.db") as db:
        return db.execute("SELECT count(*) FROM document").fetchone()[0]


def test_no_secret_stands_in_the_process_list(config, rig):
    log_in(config)
    rig("fault", rule={"method": "users.getUsers", "action": "delay", "seconds": 2})
    before = rig.calls("users.getUsers")
    with commands.start(config, "telegram", "status") as child:
        wait_until(lambda: rig.calls("users.getUsers") > before)
        words = Path(f"/proc/{child.pid}/cmdline").read_bytes()

    assert b"telegram" in words
    assert [] == [secret for secret in secrets_of(config) if secret in words]


def wait_until(true):
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def test_password_that_is_wrong_is_a_sentence(config):
    ran = log_in(config, (PHONE, CODE, "a", "b", "c"))

    assert (1, []) == (ran.returncode, left_behind(config))
    assert "desk is not logged in: 3 wrong passwords of the second step. Nothing was kept." in ran.stderr


def test_input_that_ends_is_a_sentence(config):
    ran = log_in(config, (PHONE,))

    assert (1, []) == (ran.returncode, left_behind(config))
    assert ran.stderr.endswith("telegram: stopped. The account is not logged in; nothing was kept.\n")


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("answers", ["", f"{PHONE}\n"])
def test_interrupted_login_leaves_nothing_behind(config, rig, name, answers):
    with subprocess.Popen(
        commands.command(config, "telegram", "login"),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=commands.REPOSITORY,
        start_new_session=True,
    ) as child:
        child.stdin.write(answers)
        child.stdin.flush()
        wait_until(lambda: rig.calls("auth.sendCode" if answers else "help.getConfig"))
        time.sleep(0.3)  # until it asks
        os.kill(child.pid, name)
        said = child.stderr.read()

    assert (1, []) == (child.returncode, left_behind(config))
    assert said.endswith("telegram: stopped. The account is not logged in; nothing was kept.\n")


def test_check_says_which_channels_have_a_preview(config):
    log_in(config)
    ran = commands.dazor(config, "telegram", "check")

    assert "prudok-tv: has a preview" in ran.stdout
    assert "zapruda: no preview (" in ran.stdout


def test_account_in_use_is_busy(config, rig):
    log_in(config)
    rig("fault", rule={"method": "users.getUsers", "action": "delay", "seconds": 3})
    before = rig.calls("users.getUsers")
    with commands.start(config, "telegram", "status"):
        wait_until(lambda: rig.calls("users.getUsers") > before)
        ran = commands.dazor(config, "telegram", "logout")

    assert (75, ["desk.session"]) == (ran.returncode, left_behind(config))
    assert "account desk is in use by another process" in ran.stderr


def test_without_an_account_the_commands_say_so(config):
    config.write_text(config.read_text("utf-8").replace('accounts = ["desk"]', "accounts = []"), "utf-8")

    for command in ("login", "logout", "status", "check"):
        ran = commands.dazor(config, "telegram", command)
        assert (2, 1) == (ran.returncode, len(ran.stderr.splitlines()))
        assert "accounts is empty: channels are read from their previews" in ran.stderr


def test_secret_in_the_settings_is_refused_and_not_repeated(config):
    text = config.read_text("utf-8").replace("[telegram]\n", '[telegram]\nphone = "+375290000001"\n', 1)
    config.write_text(text, "utf-8")
    ran = commands.dazor(config, "telegram", "status")

    assert 2 == ran.returncode
    assert "[telegram] phone: a secret must not be written here" in ran.stderr
    assert PHONE not in ran.stderr


def test_account_is_one_that_is_configured(config):
    ran = commands.dazor(config, "telegram", "status", "--account", "spare")

    assert 2 == ran.returncode
    assert "there is no account 'spare' in [telegram] accounts. There are: desk." in ran.stderr
