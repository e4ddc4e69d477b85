import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import commands
import newsdesk
import pytest

from dazor import __version__, analyse
from dazor.config import Config, load
from dazor.search import Query, command
from dazor.search.snippet import LONGEST, snippet
from store.database import opened
from store.errors import DazorError, UsageError

VILNIUS = ZoneInfo("Europe/Vilnius")


@pytest.fixture
def config(tmp_path):
    return newsdesk.make_config(tmp_path)


@pytest.fixture
def border(db, config, now):
    """A document whose newest version no longer speaks of a border."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_text(db, "baravik", "a", "Мост. Граница\x1b[2J закрыта.", now, title="У границы")
    newsdesk.add_text(db, "baravik", "a", "Погода.", now + timedelta(hours=1), title="Погода")
    analyse.run(db, config, now)


def printed(db, query, *only, zone=None):
    warned = []
    lines = list(command.printed(db, Query(tree=command.tree(query, only)), 20, zone, warn=warned.append))
    return lines, warned


def test_hit_as_json_has_the_promised_shape(db, border):
    [line], _ = printed(db, "граница")
    hit = json.loads(line)

    expected = {
        "document": 1,
        "version": 1,
        "earlier_version": True,
        "source": "baravik",
        "title": "У границы",
    }
    assert expected == {key: hit[key] for key in expected}
    assert ([[6, 13]], [[2, 9]]) == (hit["spans"], hit["title_spans"])
    more = {"url", "published_at", "seen_at", "spans", "title_spans", "snippet"}
    assert set(hit) == set(expected) | more


def test_hit_for_a_person_is_harmless_and_marked(db, border):
    [text], _ = printed(db, "граница", zone=VILNIUS)

    assert "\x1b" not in text
    assert "Baravik News: У *границы*" in text
    assert "*Граница*" in text
    assert "(version 1, changed since)" in text


def test_nothing_found_is_said(db, border):
    assert ([], ["Nothing found."]) == printed(db, "дуб")


def test_texts_that_wait_for_the_index_are_said(db, border, now):
    newsdesk.add_text(db, "baravik", "b", "Дуб.", now)

    with pytest.raises(DazorError, match="1 text waits for the index"):
        printed(db, "дуб")


def test_a_mistake_is_wrong_usage_with_a_caret(db):
    with pytest.raises(UsageError, match=r"line 1, column 4: .*\n +дуб\) вяз\n +\^"):
        command.tree("дуб) вяз")


def test_only_some_sources(db, border):
    assert 1 == len(printed(db, "граница OR мост", "baravik")[0])
    assert 0 == len(printed(db, "граница OR мост", "vestka")[0])


@pytest.mark.parametrize("source", ["baravick", "\udc80", "' OR 1"])
def test_an_unknown_source_is_wrong_usage(db, border, source):
    with pytest.raises(UsageError, match="there is no such source"):
        command.check_sources(db, (source,))


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("Дуб  и\nвяз.", [(0, 3), (7, 10)], "*Дуб* и *вяз*."),
        ("слово " * 50 + "дуб" + " слово" * 50, [(300, 303)], None),
        ("д" * 1000, [(500, 600)], None),
        ("", [], ""),
    ],
)
def test_snippet_shows_the_first_mark(text, spans, expected):
    found = snippet(text, spans, ("*", "*"))

    assert expected is None or expected == found
    assert len(found) <= LONGEST + 8
    assert found.count("*") == 2 * len(spans)


def test_commands_search_and_reindex(tmp_path, now):
    """As people start them."""
    desk = tmp_path / "config.toml"
    desk.write_text("", encoding="utf-8")
    settings: Config = load(desk)
    with opened(settings.store.path, version=__version__, now=now) as db:
        newsdesk.add_source(db, "baravik", "Baravik News")
        newsdesk.add_text(db, "baravik", "a", "Граница закрыта.", now, published_at=now)

    early = commands.dazor(desk, "search", "границы", "--jsonl")
    reindexed = commands.dazor(desk, "rules", "reindex", now=now)
    found = commands.dazor(
        desk, "search", "границы", "--since", f"{now:%Y-%m-%d}", "--until", f"{now:%Y-%m-%d}"
    )
    wrong = commands.dazor(desk, "search", "(границы")

    assert [1, 0, 0, 2] == [one.returncode for one in (early, reindexed, found, wrong)], early.stderr
    assert "waits for the index" in early.stderr
    assert "*Граница* закрыта." in found.stdout
    assert "column 1" in wrong.stderr
