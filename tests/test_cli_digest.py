"""`dazor digest` as people start it."""

import json
from datetime import UTC, datetime, timedelta

import commands
import newsdesk
import pytest

from dazor import __version__
from store import deliveries, ledger
from store.database import opened

NOW = datetime(2024, 5, 30, 2, 0, tzinfo=UTC)  # 05:00 in Vilnius: before its time
CONFIG = '[store]\npath = "data/news.db"\n[[subscriber]]\nid = "reader"\nto = "file"\nrules = ["border"]\n'


@pytest.fixture
def config(tmp_path):
    """A desk with a reader, a matched text of each of two rules, and a digest of yesterday."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, "utf-8")
    (tmp_path / "data").mkdir()
    made = newsdesk.make_config(tmp_path, subscribers=({"id": "reader", "to": "file", "rules": ("border",)},))
    with opened(tmp_path / "data" / "news.db", version=__version__, now=NOW) as db:
        newsdesk.add_source(db, "baravik", "Baravik News")
        newsdesk.make_digest(db, made, NOW - timedelta(hours=20))
        newsdesk.add_text(db, "baravik", "a", "Граница закрыта.", NOW)
        newsdesk.add_text(db, "baravik", "b", "Санкции.", NOW)
        newsdesk.match(db, made, NOW)
    return path


def state(config):
    with opened(config.parent / "data" / "news.db", version=__version__, now=NOW) as db:
        return [ledger.find(db, one).cursor for one in ("desk", "reader")], len(deliveries.waiting(db))


def test_what_would_go_is_shown_and_moves_nothing(config):
    before = state(config)
    found = commands.dazor(config, "digest", "--subscriber", "reader", "--format", "json", now=NOW)

    shown = json.loads(found.stdout)
    assert ("reader", ["border"]) == (
        shown["subscriber"],
        [item["rule"] for section in shown["sections"] for item in section["items"]],
    )
    assert ([0, 0], before) == (before[0], state(config))


def test_one_is_sent_before_its_time(config):
    found = commands.dazor(config, "digest", "--subscriber", "reader", "--send", now=NOW)

    assert 0 == found.returncode, found.stderr
    assert [0, 2] == state(config)[0]


def test_an_unknown_subscriber_is_named(config):
    found = commands.dazor(config, "digest", "--subscriber", "redaer", now=NOW)

    assert (2, "redaer: no such subscriber. There are: desk, reader.\n") == (found.returncode, found.stderr)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('rules = ["bordr"]', 'there is no rule "bordr". Did you mean "border"?'),
        ('rules = ["weather"]', 'there is no rule "weather". There are: border, drills, sanctions.'),
        ('sources = ["belta-r"]', 'there is no source "belta-r". Did you mean "belta-ru"?'),
    ],
)
def test_a_rule_or_source_that_does_not_exist_stops_with_what_to_write(config, line, says):
    config.write_text(CONFIG.replace('rules = ["border"]', line), "utf-8")
    found = commands.dazor(config, "digest", now=NOW)

    assert 2 == found.returncode
    assert says in found.stderr


def test_a_file_of_rules_with_a_mistake_accuses_no_subscriber(config):
    """The rule it names may be the one that is mistyped."""
    (config.parent / "rules.toml").write_text('[[rule]]\nid = "border\nquery = "граница"\n', "utf-8")

    assert 0 == commands.dazor(config, "digest", now=NOW).returncode
