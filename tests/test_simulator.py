from datetime import date, timedelta
from zoneinfo import ZoneInfo

import newsdesk
import pytest

from dazor import simulator
from dazor.rules import load, parse
from dazor.rules.rule import Rule
from dazor.simulator import Window, report
from dazor.simulator.warnings import warnings

DESK = """
[[rule]]
id = "sanctions"
query = "санкции OR санкцыі"
[[rule]]
id = "border"
query = "граница"
[[mute]]
id = "weather"
query = "погода"
"""
DAY = timedelta(days=1)


@pytest.fixture
def desk(db, tmp_path, now):
    """Thirty days of an invented source: sanctions each other day, the border on the last."""
    newsdesk.make_config(tmp_path, DESK)
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_text(db, "baravik", "early", "Вертолёт над городом.", now - 40 * DAY)
    for day in range(29, -1, -2):
        newsdesk.add_text(db, "baravik", f"s{day}", f"Под санкциями завод {day}.", now - day * DAY)
    newsdesk.add_text(db, "baravik", "b", "Санкций на границе нет, погода ясная.", now)
    newsdesk.add_text(db, "baravik", "old", "Давние санкции.", now, is_backfill=True)
    return load.from_file(tmp_path / "rules.toml", sections=None)


@pytest.fixture
def tried(db, desk, now):
    def run(*rules, days=30):
        window = Window(now=now, days=days, zone=ZoneInfo("Europe/Vilnius"))
        return simulator.run(db, rules, desk, window, parse.parse)

    return run


def query(text, rule_id="query"):
    return Rule(id=rule_id, name="The query", sections=(), query=text, tree=parse.parse(text))


def test_hits_are_counted_by_the_day_they_were_seen(tried, now):
    result = tried(query("санкции"))

    days = result.trials[0].by_day(result.window)
    assert 30 == len(days)
    assert (17, 17) == (len(result.trials[0].found), sum(days.values()))
    assert {0, 1, 2} == set(days.values())
    assert now.date() == max(day for day, hits in days.items() if hits == 2)


def test_only_the_days_that_were_asked_for_count(tried):
    assert 4 == len(tried(query("санкции"), days=5).trials[0].found)


def test_a_changed_text_counts_once(db, tried, now):
    newsdesk.add_text(db, "baravik", "b", "Санкций на границе нет уже, погода ясная.", now)

    assert 17 == len(tried(query("санкции")).trials[0].found)


def test_what_no_other_rule_finds_is_told_apart(tried, desk):
    """A query is compared with all rules of the desk, a rule with the others."""
    assert [] == tried(query("санкции")).trials[0].alone
    assert 16 == len(tried(desk.rules[0]).trials[0].alone)


def test_the_digest_grows_by_what_is_news_alone_and_not_muted(tried, desk):
    """Fifteen of the seventeen: one is backfill, one is muted."""
    assert 15 == tried(desk.rules[0]).trials[0].added


def test_terms_are_shown_with_the_forms_that_were_met(tried):
    trial = tried(query("санкции OR погода OR дуб")).trials[0]

    assert {"санкциями": 15, "санкций": 1, "санкции": 1} == dict(trial.forms["санкции"])
    assert not trial.forms["дуб"]


def test_ten_samples_are_spread_over_the_days(tried):
    found = simulator.samples(tried(query("санкции")).trials[0])

    assert 10 == len(found)
    assert found[0].text.seen_at - found[-1].text.seen_at > 20 * DAY


def test_a_rule_that_never_matched_is_warned_of(tried):
    result = tried(query("баобаб"))

    assert "never found" in warnings(result.trials[0], result)[0]


def test_a_rule_that_has_been_silent_is_told_its_last_day(tried, now):
    result = tried(query("вертолёт"))

    assert f"the last hit was on {(now - 40 * DAY).day} " in warnings(result.trials[0], result)[0]


def test_a_loud_rule_is_warned_of(tried):
    result = tried(query("завод OR погода"))

    assert "It is loud: 94% of all texts" in warnings(result.trials[0], result)[0]


def test_nothing_is_said_of_a_store_without_texts(db, now):
    window = Window(now=now, days=3, zone=ZoneInfo("Europe/Vilnius"))
    result = simulator.run(db, [query("рада")], load.Loaded(), window, parse.parse)

    assert () == warnings(result.trials[0], result)
    assert "0 texts of 0 in 3 days" in "\n".join(report.in_full(result))


def test_the_report_has_words_chart_and_samples(tried):
    said = "\n".join(report.in_full(tried(query("санкции"))))

    assert "санкции: any form of санкция (ru)" in said
    assert "санкциями 15" in said
    assert "17 texts of 17 in 30 days, 0.6 a day" in said
    assert "    Под *санкциями* завод" in said
    assert "is not kept yet" in said


def test_all_rules_are_a_table_with_the_silent_ones_below(tried, desk):
    said = list(report.in_a_table(tried(*desk.rules, query("баобаб", "baobab"))))

    assert said[2].endswith("sanctions")
    assert any(line.endswith(" border") for line in said)
    assert any(line.startswith("! Never found anything") and "baobab" in line for line in said)


def test_the_json_has_the_numbers_of_each_day(tried):
    shown = report.as_json(tried(query("санкции")))

    (rule,) = shown["rules"]
    assert (17, 30, 10) == (rule["hits"], len(rule["by_day"]), len(rule["samples"]))
    assert date.fromisoformat(rule["by_day"][0]["day"])
    assert [4, 13] == rule["samples"][-1]["spans"][0]


@pytest.mark.parametrize(
    ("numbers", "expected"), [([], ""), ([0, 0], "  "), ([1, 0, 100], "▁ █"), ([4, 8], "▄█")]
)
def test_a_chart_never_hides_a_hit(numbers, expected):
    assert expected == report.chart(numbers)
