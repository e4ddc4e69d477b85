"""Finding and confirming the channels of the catalogue on a server of our own."""

from datetime import timedelta

import pytest
import rehearsal

from dazor.catalogue import Source
from store import channels, runs
from store.times import Clock
from telegram import check

RESOLVE = "contacts.resolveUsername"
WORLD = {
    "channels": [
        {"id": 1001, "username": "prudok_tv", "title": "Прудок ТВ"},
        {"id": 1002, "username": "zapruda", "title": "Запруда"},
        {"id": 1003, "username": "prudok_chat", "title": "Чат", "megagroup": True},
    ],
    "users": [{"id": 501, "username": "some_person"}, {"id": 502, "username": "some_bot", "bot": True}],
}


@pytest.fixture
def rig(telegram_server):
    return telegram_server(WORLD)


@pytest.fixture
def config(rig, tmp_path):
    config = rehearsal.settings(rig, tmp_path)
    rehearsal.log_in(config)
    return config


@pytest.fixture
def look(db, config):
    """`look("prudok_tv", …)`: what a check says of channels whose sources are named like them."""

    def checked(*names, days=0, with_config=config, **options):
        wanted = [source(name) for name in names]
        clock = Clock(rehearsal.NOW + timedelta(days=days))
        return check.check(db, with_config, wanted, clock, **options)

    return checked


def source(name):
    return Source.model_validate(
        {
            "id": name.replace("_", "-"),
            "name": name,
            "kind": "channel",
            "channel": name,
            "languages": ("ru",),
            "zone": "Europe/Minsk",
        }
    )


def kinds(report):
    return sorted(what for what, _place in report.troubles)


def test_channel_is_found_and_confirmed(db, look):
    report = look("prudok_tv")

    channel = channels.of_source(db, "prudok-tv")
    assert ["prudok-tv: @prudok_tv is the channel 1001 «Прудок ТВ»: confirmed"] == report.lines
    assert (1001, "Прудок ТВ", "desk", True) == (channel.id, channel.title, channel.account, channel.is_read)
    assert channels.access_hash(db, "desk", 1001) is not None


def test_no_name_is_looked_up_twice(look, rig):
    look("prudok_tv", "zapruda", "nobody_here")
    report = look("prudok_tv", "zapruda", "nobody_here")

    assert (3, ["telegram_no_channel"]) == (rig.calls(RESOLVE), kinds(report))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("prudok_chat", "@prudok_chat is a group, where everybody writes, and no channel."),
        ("some_person", "@some_person is a person and no channel. Nothing of it was kept."),
        ("some_bot", "@some_bot is a bot and no channel."),
        ("nobody_here", "@nobody_here is nobody: no channel has this name."),
    ],
)
def test_what_is_no_channel_is_said_and_the_rest_goes_on(db, look, name, sentence):
    report = look(name, "zapruda")

    assert sentence in report.lines[0]
    assert channels.of_source(db, "zapruda").is_read
    assert None is channels.of_source(db, name.replace("_", "-"))


def test_name_that_led_nowhere_is_asked_again_when_a_person_wants_it(db, look, rig):
    look("new_channel")
    rig("channel", channel="zapruda", changes={"username": "new_channel"})
    look("new_channel", again=frozenset({"new-channel"}))

    assert channels.of_source(db, "new-channel").is_read


def test_names_of_a_day_are_counted_and_the_rest_waits(db, rig, config, look, tmp_path):
    few = rehearsal.settings(rig, tmp_path, names_per_day=1)

    first = look("prudok_tv", "zapruda", with_config=few)
    second = look("prudok_tv", "zapruda", with_config=few, days=1)
    assert "1 channels are left" in first.lines[-1]
    assert ({}, {}) == (first.troubles, second.troubles)
    assert channels.of_source(db, "zapruda").is_read


def test_renamed_channel_is_told_by_its_number(db, look, rig):
    look("prudok_tv")
    rig("channel", channel="prudok_tv", changes={"username": "prudok_new", "title": "Новый Прудок"})
    report = look("prudok_tv", days=1)

    assert ["telegram_renamed"] == kinds(report)
    assert "was @prudok_tv and is @prudok_new now" in report.lines[0]
    names = [(row["username"], row["title"]) for row in channels.names(db, 1001)]
    assert [("prudok_tv", "Прудок ТВ"), ("prudok_new", "Новый Прудок")] == names


def test_another_channel_under_an_old_name_is_not_taken_for_it(db, look, rig):
    look("prudok_tv")
    rig("channel", channel="prudok_tv", changes={"username": "prudok_new"})
    rig("channel", channel="zapruda", changes={"username": "prudok_tv"})
    look("prudok_tv", days=1)
    report = look("prudok_tv", days=2)

    assert ["telegram_taken"] == kinds(report)
    assert "@prudok_tv belongs to another channel now: 1002 «Запруда»" in report.lines[0]
    assert (1001, 2) == (channels.of_source(db, "prudok-tv").id, rig.calls(RESOLVE))


@pytest.mark.parametrize(
    ("state", "sentence"), [("private", "is private now"), ("deleted", "no such channel")]
)
def test_closed_channel_is_said_and_the_rest_goes_on(look, rig, state, sentence):
    look("prudok_tv", "zapruda")
    rig("channel", channel="prudok_tv", changes={"state": state})
    report = look("prudok_tv", "zapruda", days=1)

    assert ["telegram_channel"] == kinds(report)
    assert sentence in report.lines[0]
    assert "zapruda: @zapruda is the channel 1002 «Запруда»" == report.lines[1]


def test_close_copy_is_a_trouble_until_it_is_gone(db, look, rig):
    rig("channel", channel="zapruda", changes={"username": "prudok_tv_", "title": "Прудок TB"})
    report = look("prudok_tv", "prudok_tv_")

    assert ["telegram_copy"] == kinds(report)
    assert ["telegram_copy"] == [row["what"] for row in runs.open_troubles(db)]


def test_channels_are_spread_and_stay_with_their_account(db, rig, tmp_path):
    both = ("desk", "spare")
    config = rehearsal.settings(rig, tmp_path, accounts=both)
    for name in both:
        rehearsal.log_in(config, name)
    check.check(db, config, [source("prudok_tv"), source("zapruda")], Clock(rehearsal.NOW))
    rig("key_error", code=401, message="SESSION_REVOKED")
    check.check(db, config, [source("prudok_tv"), source("zapruda")], Clock(rehearsal.NOW))

    assert ["desk", "spare"] == [channels.find(db, number).account for number in (1001, 1002)]


def test_account_that_is_out_is_a_trouble(look, rig):
    rig("key_error", code=401, message="USER_DEACTIVATED_BAN")
    report = look("prudok_tv")

    assert ["telegram_account"] == kinds(report)
    assert "account desk: Telegram has banned the account" in report.lines[0]
