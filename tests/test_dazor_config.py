"""Settings: what a file may say, and how its mistakes are named."""

from datetime import time
from ipaddress import ip_network
from pathlib import Path

import pytest

from dazor import config
from dazor.config import words
from store.errors import UsageError


def load(folder: Path, text: str) -> config.Config:
    (folder / "config.toml").write_text(text, "utf-8")
    return config.load(folder / "config.toml")


def refusal(folder: Path, text: str) -> list[str]:
    """The lines that name what is wrong, without the folder."""
    with pytest.raises(UsageError) as caught:
        load(folder, text)
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def test_empty_file_means_the_defaults(tmp_path):
    loaded = load(tmp_path, "")

    assert "Europe/Vilnius" == loaded.desk.zone
    assert time(7, 30) == loaded.digest.send_at
    assert ["military", "political", "rights", "propaganda"] == [section.id for section in loaded.sections]


def test_relative_paths_start_from_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path.parent)

    loaded = load(tmp_path, '[store]\npath = "own/news.db"')

    assert tmp_path / "own" / "news.db" == loaded.store.path
    assert tmp_path / "own" == loaded.data_folder
    assert tmp_path / "sources" == loaded.catalogue.folder
    assert tmp_path / "rules.toml" == loaded.rules_file


def test_absolute_path_stays(tmp_path):
    assert Path("/elsewhere/news.db") == load(tmp_path, '[store]\npath = "/elsewhere/news.db"').store.path


def test_sections_replace_those_of_the_review(tmp_path):
    loaded = load(tmp_path, '[[section]]\nid = "courts"\nheading = "COURTS"')

    assert ["courts"] == [section.id for section in loaded.sections]


def test_private_addresses_are_ranges(tmp_path):
    loaded = load(tmp_path, '[crawl]\nallow_private = ["127.0.0.0/8"]')

    assert (ip_network("127.0.0.0/8"),) == loaded.crawl.allow_private


@pytest.mark.parametrize("written", ["desk@outlet.example", "mailto:desk@outlet.example"])
def test_contact_by_mail_is_an_address(tmp_path, written):
    assert "mailto:desk@outlet.example" == load(tmp_path, f'[crawl]\ncontact = "{written}"').crawl.contact


def test_contact_may_be_a_page(tmp_path):
    loaded = load(tmp_path, '[crawl]\ncontact = "https://outlet.example/bot"')

    assert "https://outlet.example/bot" == loaded.crawl.contact


def test_time_may_be_written_as_toml_writes_it(tmp_path):
    assert time(8, 5) == load(tmp_path, "[digest]\nsend_at = 08:05:00").digest.send_at


def test_byte_order_mark_of_an_editor_is_ignored(tmp_path):
    assert "Europe/Minsk" == load(tmp_path, '\ufeff[desk]\nzone = "Europe/Minsk"').desk.zone


def test_preview_address_has_no_last_slash(tmp_path):
    loaded = load(tmp_path, '[telegram.web]\nbase_url = "http://127.0.0.1:8100/"')

    assert "http://127.0.0.1:8100" == loaded.telegram.web.base_url


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[digest]\nsend_at = "7.30"', '[digest] send_at = "7.30": not a time of day. Write it as "07:30".'),
        (
            '[digest]\nsend_at = "25:00"',
            '[digest] send_at = "25:00": not a time of day. Write it as "07:30".',
        ),
        ("[digest]\nfirst_days = 2.5", "[digest] first_days = 2.5: not a whole number. Write it as 2."),
        ("[digest]\nfirst_days = -1", "[digest] first_days = -1: has to be 0 or more. Write it as 2."),
        (
            '[desk]\nzone = "Europe/Vilnus"',
            '[desk] zone = "Europe/Vilnus": not a time zone. Did you mean "Europe/Vilnius"?',
        ),
        ('[desk]\nzon = "x"', '[desk] unknown key "zon". Did you mean "zone"?'),
        ('[desk]\nqqq = "x"', '[desk] unknown key "qqq". Known here: zone.'),
        ("[dsk]", 'unknown section "dsk". Did you mean "desk"?'),
        ("[store]\npath = 3", '[store] path = 3: not a path. Write it as "data/news.db".'),
        ('[crawl]\ndelay_s = "1"', '[crawl] delay_s = "1": not a number. Write it as 1.5.'),
        ("[crawl]\ntimeout_s = true", "[crawl] timeout_s = true: not a number. Write it as 30."),
        (
            '[crawl]\nallow_private = ["127.0.0.0/8", "300.0.0.0/8"]',
            '[crawl] allow_private, item 2 = "300.0.0.0/8": not a range of addresses. '
            'Write it as "127.0.0.0/8".',
        ),
        (
            '[crawl]\ncontact = "me"',
            '[crawl] contact = "me": neither a mail address nor an https address. '
            'Write it as "mailto:operator@example.org".',
        ),
        ('[catalogue]\nonly = "a"', '[catalogue] only = "a": not a list. Write it as ["belta-ru", "pul_1"].'),
        (
            '[telegram.web]\nbase_url = "t.me"',
            '[telegram.web] base_url = "t.me": not an address that begins with http:// or https://. '
            'Write it as "https://t.me".',
        ),
        (
            '[[section]]\nid = "a"',
            '[[section]] 1 heading is missing. Write heading = "MILITARY DEVELOPMENTS".',
        ),
        (
            '[[section]]\nid = "A b"\nheading = "A"',
            '[[section]] 1 id = "A b": not a short name of small Latin letters, digits, - and _. '
            'Write it as "military".',
        ),
        (
            '[telegram.web]\nbase_url = "http://[::1"',
            '[telegram.web] base_url = "http://[::1": not an address that begins with http:// or https://. '
            'Write it as "https://t.me".',
        ),
        ("section = []", "section: one section is needed at least: [[section]] with id and heading."),
        ('[section]\nid = "a"', "[section]: the brackets are not right. Write [[section]]."),
        ('[[desk]]\nzone = "UTC"', "[[desk]]: the brackets are not right. Write [desk]."),
        ("digest = 3", "digest = 3: a table is expected there, with a line for each key."),
    ],
)
def test_mistake_says_place_value_and_remedy(tmp_path, text, said):
    assert [f"config.toml: {said}"] == refusal(tmp_path, text)


def test_digest_stays_clear_of_clock_changes(tmp_path):
    lines = refusal(tmp_path, '[digest]\nsend_at = "02:30"')

    assert ['config.toml: [digest] send_at = "02:30": on the days when clocks change,'] == [
        line.partition(" a time")[0] for line in lines
    ]


def test_two_sections_with_one_id_are_refused(tmp_path):
    section = '[[section]]\nid = "a"\nheading = "A"\n'

    assert ["config.toml: section: two sections have the id a. Give each an id of its own."] == refusal(
        tmp_path, section * 2
    )


def test_all_mistakes_come_at_once(tmp_path):
    lines = refusal(tmp_path, '[digest]\nsend_at = "x"\n[desk]\nzone = "y"\nzon = 1\n[mail]\nhost = "z"')

    assert 4 == len(lines)
    assert all(line.startswith("config.toml: ") for line in lines)


def test_line_of_broken_toml_is_named(tmp_path):
    assert ["config.toml, line 2, column 8: not TOML (Invalid value). Mend that place."] == refusal(
        tmp_path, "[desk]\nzone = \n"
    )


@pytest.mark.parametrize("body", [b"[desk]\nzone = '\xff'", b"a = " + b"[" * 10_000])
def test_file_that_is_no_text_is_a_sentence(tmp_path, body):
    (tmp_path / "config.toml").write_bytes(body)

    with pytest.raises(UsageError, match=r"config\.toml.*: not "):
        config.load(tmp_path / "config.toml")


def test_missing_file_names_init(tmp_path):
    with pytest.raises(UsageError, match=r"no such file\. `dazor init` writes one"):
        config.load(tmp_path / "config.toml")


def test_folder_in_place_of_the_file_is_a_sentence(tmp_path):
    (tmp_path / "config.toml").mkdir()

    with pytest.raises(UsageError, match="cannot be read"):
        config.load(tmp_path / "config.toml")


@pytest.mark.parametrize(
    ("text", "variable"),
    [
        ('[telegram]\napi_hash = "0f0f"', "DAZOR_TELEGRAM_API_HASH"),
        ('[mail]\npassword = "0f0f"', "DAZOR_MAIL_PASSWORD"),
    ],
)
def test_secret_is_refused_and_not_repeated(tmp_path, text, variable):
    lines = refusal(tmp_path, text)

    assert variable in lines[0]
    assert "0f0f" not in " ".join(lines)


def test_secret_in_an_address_is_refused_and_not_repeated(tmp_path):
    lines = refusal(tmp_path, '[telegram.web]\nbase_url = "https://me:0f0f@outlet.example"')

    assert 1 == len(lines)
    assert "0f0f" not in lines[0]


def test_settings_do_not_change(tmp_path):
    loaded = load(tmp_path, "")

    with pytest.raises(ValueError, match="frozen"):
        loaded.desk.zone = "UTC"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        ("Радa", '"Радa"'),
        (("a", 1), '["a", 1]'),
        ({"a": 1}, "{ a = 1 }"),
        (time(7, 5), '"07:05"'),
    ],
)
def test_values_are_shown_as_toml_writes_them(value, text):
    assert text == words.toml(value)
