"""Subscribers in config.toml, and how their mistakes are named."""

from datetime import time

import pytest
import test_dazor_config

from dazor.config import clocks, contradictions

MAIL = '[mail]\nhost = "mail.example.org"\nfrom = "digest@example.org"\n'
READER = '[[subscriber]]\nid = "reader"\nto = "reader@example.org"\n'


def load(tmp_path, lines):
    return test_dazor_config.load(tmp_path, MAIL + lines)


def refusal(tmp_path, lines):
    return test_dazor_config.refusal(tmp_path, MAIL + lines)


def refused(tmp_path, lines, reader=READER):
    return [line.removeprefix("config.toml: ") for line in refusal(tmp_path, reader + lines)]


def test_a_subscriber_has_defaults(tmp_path):
    [one] = load(tmp_path, READER).subscribers

    assert ("mail", "daily", None, None, True) == (
        one.channel,
        one.kind,
        one.send_at,
        one.zone,
        one.send_empty,
    )
    assert ("plain", "full") == (one.links, one.content)


@pytest.mark.parametrize(
    ("to", "channel"),
    [
        ("mailto:reader@example.org", "mail"),
        ("o'neil+news@пример.бел", "mail"),
        ("file", "file"),
        ("atom", "atom"),
        ("json://127.0.0.1:8080/here", "apprise"),
    ],
)
def test_a_recipient_says_how_it_goes_there(tmp_path, to, channel):
    [one] = load(tmp_path, f'[[subscriber]]\nid = "a"\nto = "{to}"').subscribers

    assert channel == one.channel


@pytest.mark.parametrize(
    "to",
    [
        "reader",
        "reader@",
        "@example.org",
        "reader@example",
        "a b@example.org",
        "a@example.org, b@example.org",
        "Reader <reader@example.org>",
        "reader@example..org",
        ".reader@example.org",
        "reader@-example.org",
        "reader@example.org\\nBcc: other@example.org",
        f"{'a' * 250}@example.org",
        "",
    ],
)
def test_an_address_that_is_none_is_refused(tmp_path, to):
    [line] = refused(tmp_path, "", f'[[subscriber]]\nid = "reader"\nto = "{to}"\n')

    assert line.startswith("[[subscriber]] 1 to = ")
    assert 'not a mail address. Write it as "reader@example.org"; or "file", or "atom".' in line


def test_a_key_is_not_written_into_the_settings(tmp_path):
    [line] = refused(tmp_path, "", '[[subscriber]]\nid = "chat"\nto = "tgram://123:abc/456"\n')

    assert "abc" not in line
    assert 'to_file = "chat.secret"' in line


def test_a_file_with_an_address_is_for_its_owner_alone(tmp_path):
    chat = '[[subscriber]]\nid = "chat"\nto_file = "chat.secret"\n'
    [missing] = refused(tmp_path, "", chat)
    (tmp_path / "chat.secret").write_text("tgram://123:abc/456")
    (tmp_path / "chat.secret").chmod(0o644)
    [open_to_all] = refused(tmp_path, "", chat)
    (tmp_path / "chat.secret").chmod(0o600)

    assert "cannot be read" in missing
    assert "others can read it. Give: chmod 600" in open_to_all
    assert "apprise" == load(tmp_path, chat).subscribers[0].channel


def test_nowhere_to_send_is_refused(tmp_path):
    [line] = refused(tmp_path, "", '[[subscriber]]\nid = "reader"\n')

    assert line == '[[subscriber]] 1 to: one of to and to_file is needed. Write to = "reader@example.org".'


def test_a_zone_that_does_not_exist_is_refused(tmp_path):
    [line] = refused(tmp_path, 'zone = "Europe/Minks"')

    assert line == ('[[subscriber]] 1 zone = "Europe/Minks": not a time zone. Did you mean "Europe/Minsk"?')


@pytest.mark.parametrize(
    ("zone", "send_at", "instead"),
    [
        ("Europe/Vilnius", "03:00", "04:00"),
        ("Europe/Vilnius", "03:59", "04:00"),
        ("Europe/Warsaw", "02:30", "03:00"),
        ("Africa/Cairo", "23:30", "01:00"),
        ("Africa/Cairo", "00:30", "01:00"),
        ("Australia/Lord_Howe", "01:45", "02:30"),
    ],
)
def test_a_time_that_a_clock_change_skips_or_repeats_is_refused(tmp_path, zone, send_at, instead):
    [line] = refused(tmp_path, f'zone = "{zone}"\nsend_at = "{send_at}"')

    assert line == (
        f'[[subscriber]] 1 send_at = "{send_at}": on days when clocks change in {zone}, that time '
        f'comes never or twice. Write "{instead}".'
    )


@pytest.mark.parametrize(
    ("zone", "send_at"),
    [("Europe/Vilnius", "02:59"), ("Europe/Vilnius", "04:00"), ("Europe/Minsk", "03:30"), ("UTC", "00:00")],
)
def test_a_time_that_comes_once_a_day_is_taken(tmp_path, zone, send_at):
    [one] = load(tmp_path, f'{READER}zone = "{zone}"\nsend_at = "{send_at}"').subscribers

    assert time.fromisoformat(send_at) == one.send_at


def test_the_time_of_the_desk_in_a_zone_of_ones_own_is_looked_at_too(tmp_path):
    [line] = refused(tmp_path, '[digest]\nsend_at = "23:30"', f'{READER}zone = "Africa/Cairo"\n')

    assert 'Write "01:00".' in line


def test_a_zone_without_summer_time_skips_nothing():
    assert () == clocks.stretches("Asia/Tashkent")


@pytest.mark.parametrize("name", ["militari", "courts"])
def test_a_section_that_does_not_exist_is_refused(tmp_path, name):
    [line] = refused(tmp_path, f'sections = ["political", "{name}"]')

    assert line.startswith(f'[[subscriber]] 1 sections: there is no section "{name}".')
    assert '"military"?' in line or "There are: " in line


def test_rules_and_sources_are_those_that_exist(tmp_path):
    config = load(tmp_path, READER + 'rules = ["sanction"]\nsources = ["belta-ru", "bleta-ru"]')

    assert [
        '[[subscriber]] 1 rules: there is no rule "sanction". Did you mean "sanctions"?',
        '[[subscriber]] 1 sources: there is no source "bleta-ru". Did you mean "belta-ru"?',
    ] == list(contradictions.unknown_names(config, ["sanctions"], ["belta-ru"]))


@pytest.mark.parametrize(
    "line",
    ['kind = "hourly"', 'send_at = "7.30"', 'quiet = "22-7"', 'quiet = "07:00-07:00"', 'links = "no"',
     'content = "half"', 'day = "Monday"', 'languages = ["Belarusian"]', "send_empty = 1"],
)  # fmt: skip
def test_bad_values_are_refused_with_what_to_write(tmp_path, line):
    [said] = refused(tmp_path, line)

    key = line.split(" ")[0]
    assert said.startswith(f"[[subscriber]] 1 {key}")
    assert "Write it as" in said or "has to be" in said


def test_two_of_one_name_and_one_named_like_the_desk_are_refused(tmp_path):
    assert ["subscriber: two subscribers have the id reader. Give each an id of its own."] == refused(
        tmp_path, READER
    )
    [line] = refused(tmp_path, "", READER.replace('id = "reader"', 'id = "desk"'))
    assert 'id = "desk": that is Dazor\'s own' in line


def test_quiet_hours_may_go_over_midnight(tmp_path):
    [night, day] = load(
        tmp_path,
        f'{READER}quiet = "22:00-07:00"\n{READER}quiet = "09:00-17:00"'.replace('"reader"', '"r"', 1),
    ).subscribers

    clocks_on_the_wall = [time(6, 59), time(7), time(12), time(21, 59), time(22)]
    assert [True, False, False, False, True] == [night.is_quiet(one) for one in clocks_on_the_wall]
    assert [False, False, True, False, False] == [day.is_quiet(one) for one in clocks_on_the_wall]
