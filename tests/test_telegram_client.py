"""What a server sees of the client: who it says it is, and that it wants nothing it did not ask for."""

import pytest
import rehearsal

from dazor import __version__
from telegram import account, client, sessions


@pytest.fixture
def rig(telegram_server):
    return telegram_server({"channels": [{"id": 1001, "username": "prudok_tv", "joined": True}]})


@pytest.fixture
def config(rig, tmp_path):
    config = rehearsal.settings(rig, tmp_path)
    rehearsal.log_in(config)
    return config


def test_it_says_who_it_is(db, config, rig):
    async def nothing(calls):
        return None

    rehearsal.speak(db, config, nothing)

    said = rig("stats")["clients"][-1]
    assert ("Dazor", "Linux", __version__, 12345) == (
        said["device_model"],
        said["system_version"],
        said["app_version"],
        said["api_id"],
    )


def test_nothing_is_pushed_to_it(db, config, rig):
    async def listen(calls):
        return rig("post", channel="prudok_tv", message={"text": "новое"})

    assert 0 == rehearsal.speak(db, config, listen)["pushed"]


def test_it_never_waits_on_its_own(config):
    who = account.of(config, "desk")

    assert 0 == client.build(who, sessions.kept(who)).flood_sleep_threshold


def test_names_and_numbers_of_people_are_not_kept(db, config):
    async def nothing(calls):
        return calls.client.session.save_entities

    assert not rehearsal.speak(db, config, nothing)
