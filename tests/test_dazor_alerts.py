from datetime import timedelta

import newsdesk
import pytest

from dazor import alerts
from store import matches, revisions


@pytest.fixture
def config(tmp_path):
    return newsdesk.make_config(tmp_path)


@pytest.fixture(autouse=True)
def source(db):
    newsdesk.add_source(db, "baravik", "Baravik News")


def add(db, key, now, text="Санкции.", **more):
    return newsdesk.add_text(db, "baravik", key, text, now, **more)


def write_rules(config, text):
    config.rules_file.write_text(text, encoding="utf-8")


def rule(name, query, **settings):
    lines = [f"{key} = {value}" for key, value in settings.items()]
    return "\n".join(["[[rule]]", f'id = "{name}"', f"query = '''{query}'''", *lines, ""])


def origins(db):
    return [
        (row["rule"], row["version"], row["origin"]) for row in db.rows("SELECT * FROM match ORDER BY id")
    ]


def test_texts_that_came_before_the_first_run_are_live(db, config, now):
    """The first pass of a new installation collects first and matches then."""
    add(db, "a", now)

    counts = newsdesk.match(db, config, now)

    assert [("sanctions", 1, "live")] == origins(db)
    assert (1, 1) == (counts.done, counts.new)


def test_words_and_places_are_kept(db, config, now):
    add(db, "a", now, "Новые санкции ЕС.", title="Санкции")

    newsdesk.match(db, config, now)

    [match] = matches.news(db, 0, 1)
    assert (((6, 13),), ((0, 7),)) == (match.spans, match.title_spans)
    assert ("Санкции", "санкции") == match.words


def test_a_rule_may_ask_for_the_rubric_of_the_source(db, config, now):
    write_rules(config, rule("roads", "rubric:дорога AND мост"))
    add(db, "a", now, "Открыт мост.", rubric="Дороги; Новости")
    add(db, "b", now, "Мосты и дороги.", rubric="Новости")

    newsdesk.match(db, config, now)

    assert [("roads", 1, "live")] == origins(db)


def test_each_text_is_matched_once(db, config, now):
    add(db, "a", now)
    newsdesk.match(db, config, now)

    again = newsdesk.match(db, config, now)

    assert (0, 0) == (again.done, again.new)
    assert 1 == len(origins(db))


def test_old_texts_edits_and_new_texts_have_their_origin(db, config, now):
    newsdesk.match(db, config, now)
    add(db, "a", now, is_backfill=True)
    add(db, "b", now)
    add(db, "b", now, "Санкции отменили.")

    newsdesk.match(db, config, now)

    assert ["backfill", "live", "edit"] == [origin for _, _, origin in origins(db)]


def test_a_new_rule_runs_over_stored_texts_newest_first(db, config, now):
    for key in "abc":
        add(db, key, now, "Граница закрыта.")
    write_rules(config, rule("other", "погода"))
    newsdesk.match(db, config, now)
    write_rules(config, rule("other", "погода") + rule("border", "граница"))
    add(db, "d", now, "Граница открыта.")

    newsdesk.match(db, config, now)

    expected = [("border", 4, "live"), ("border", 3, "rerun"), ("border", 2, "rerun"), ("border", 1, "rerun")]
    assert expected == origins(db)


def test_a_changed_query_adds_to_what_it_had_matched(db, config, now):
    write_rules(config, rule("border", "граница"))
    add(db, "a", now, "Граница закрыта.")
    add(db, "b", now, "Мяжа закрыта.")
    newsdesk.match(db, config, now)
    write_rules(config, rule("border", "граница OR мяжа"))

    newsdesk.match(db, config, now)

    assert [("border", 1, "live"), ("border", 2, "rerun")] == origins(db)


def test_a_text_that_came_with_the_changed_rule_is_news(db, config, now):
    write_rules(config, rule("border", "граница"))
    newsdesk.match(db, config, now)
    add(db, "a", now, "Мяжа закрыта.")
    write_rules(config, rule("border", "мяжа"))

    newsdesk.match(db, config, now)

    assert [("border", 1, "live")] == origins(db)


def test_texts_that_came_while_there_were_no_rules_are_old(db, config, now):
    write_rules(config, "")
    add(db, "a", now)
    newsdesk.match(db, config, now)
    write_rules(config, rule("sanctions", "санкции"))

    newsdesk.match(db, config, now)

    assert [("sanctions", 1, "rerun")] == origins(db)


def test_a_removed_rule_matches_no_more(db, config, now):
    newsdesk.match(db, config, now)
    write_rules(config, rule("border", "граница"))
    add(db, "a", now)

    newsdesk.match(db, config, now)

    assert ["border"] == sorted(revisions.in_force(db))
    assert [] == origins(db)


def test_a_refused_rule_goes_on_in_its_last_good_text(db, config, now):
    newsdesk.match(db, config, now)
    write_rules(config, rule("sanctions", "(санкции") + rule("border", "граница"))
    add(db, "a", now)

    counts = newsdesk.match(db, config, now)

    assert [("sanctions", 1, "live")] == origins(db)
    why, remedy = counts.troubles["rule_refused", "rules.toml: sanctions"]
    assert "line 3, column" in why
    assert "dazor rules check" in remedy


def test_nothing_is_withdrawn_while_a_mistake_belongs_to_no_rule(db, config, now):
    """A rule whose id was mistyped must not be switched off for it."""
    newsdesk.match(db, config, now)
    write_rules(config, '[[rule]]\nid = "Санкции!"\nquery = "санкции"\n')

    counts = newsdesk.match(db, config, now)

    assert ["border", "drills", "sanctions", "weather"] == sorted(revisions.in_force(db))
    assert counts.failed


@pytest.mark.parametrize("text", ["[[rule", "\x00", "rule = 5", "[[rule]]\nid = "])
def test_a_file_that_cannot_be_understood_switches_nothing_off(db, config, now, text):
    newsdesk.match(db, config, now)
    write_rules(config, text)
    add(db, "a", now)

    counts = newsdesk.match(db, config, now)

    assert [("sanctions", 1, "live")] == origins(db)
    assert {"rule_refused"} == {what for what, _ in counts.troubles}


def test_a_missing_file_is_a_trouble_and_the_rules_go_on(db, config, now):
    newsdesk.match(db, config, now)
    config.rules_file.unlink()
    add(db, "a", now)

    counts = newsdesk.match(db, config, now)

    assert [("sanctions", 1, "live")] == origins(db)
    assert [("rules_unreadable", "rules.toml")] == list(counts.troubles)


def test_a_rule_in_force_that_is_no_longer_understood_is_a_trouble(db, config, now):
    newsdesk.match(db, config, now)
    config.rules_file.unlink()
    with db.transaction():
        db.write("UPDATE rule_revision SET query = '((' WHERE rule = 'sanctions'")
    add(db, "a", now, "Санкции на границе.")

    counts = newsdesk.match(db, config, now)

    assert [("border", 1, "live")] == origins(db)
    assert ("rule_refused", "rules.toml: sanctions") in counts.troubles


def test_every_text_of_the_file_is_kept(db, config, now):
    for text in (newsdesk.RULES, newsdesk.RULES, rule("border", "граница")):
        write_rules(config, text)
        newsdesk.match(db, config, now)

    kept = [
        row["text"] for row in db.rows("SELECT text FROM setting_load WHERE file = 'rules.toml' ORDER BY id")
    ]
    assert [newsdesk.RULES, rule("border", "граница")] == kept


def test_another_weight_is_a_revision_that_matches_nothing_again(db, config, now):
    write_rules(config, rule("sanctions", "санкции"))
    add(db, "a", now)
    newsdesk.match(db, config, now)
    write_rules(config, rule("sanctions", "санкции", weight=7))

    newsdesk.match(db, config, now)

    assert 7.0 == db.value("SELECT settings ->> 'weight' FROM rule_revision WHERE until IS NULL")
    assert 1 == len(origins(db))


def test_a_run_that_is_stopped_goes_on_after_its_last_batch(db, config, now, monkeypatch):
    monkeypatch.setattr(alerts, "BATCH", 2)
    for key in "abcde":
        add(db, key, now)
    stop_at_version(monkeypatch, 4)

    with pytest.raises(KeyboardInterrupt):
        newsdesk.match(db, config, now)
    assert [1, 2] == [version for _, version, _ in origins(db)]

    monkeypatch.undo()
    newsdesk.match(db, config, now)
    assert [1, 2, 3, 4, 5] == [version for _, version, _ in origins(db)]


def test_a_rerun_that_is_stopped_goes_on_below_its_last_batch(db, config, now, monkeypatch):
    write_rules(config, "")
    for key in "abcde":
        add(db, key, now)
    newsdesk.match(db, config, now)
    write_rules(config, rule("sanctions", "санкции"))
    monkeypatch.setattr(alerts, "BATCH", 2)
    stop_at_version(monkeypatch, 2)

    with pytest.raises(KeyboardInterrupt):
        newsdesk.match(db, config, now)
    monkeypatch.undo()
    write_rules(config, rule("sanctions", "санкции") + rule("new", "санкции"))
    newsdesk.match(db, config, now)

    assert [5, 4, 3, 2, 1] == [version for rule, version, _ in origins(db) if rule == "sanctions"]
    assert [5, 4, 3, 2, 1] == [version for rule, version, _ in origins(db) if rule == "new"]


def test_a_rerun_leaves_the_rest_to_the_next_run(db, config, now, monkeypatch):
    monkeypatch.setattr(alerts, "BATCH", 2)
    monkeypatch.setattr(alerts, "RERUN_AT_MOST", 2)
    write_rules(config, "")
    for key in "abcde":
        add(db, key, now)
    newsdesk.match(db, config, now)
    write_rules(config, rule("sanctions", "санкции"))

    found = [newsdesk.match(db, config, now).new for _ in range(4)]

    assert [2, 2, 1, 0] == found


def test_match_numbers_grow_in_the_order_of_their_finding(db, config, now):
    for hour in range(3):
        add(db, f"a{hour}", now + timedelta(hours=hour))
        newsdesk.match(db, config, now + timedelta(hours=hour))

    rows = db.rows("SELECT id, matched_at FROM match ORDER BY id")
    assert sorted(row["matched_at"] for row in rows) == [row["matched_at"] for row in rows]


def stop_at_version(monkeypatch, version):
    """Ctrl-C when the match of this version is being saved."""
    save = matches.save

    def interrupted(db, **match):
        if match["version"] == version:
            raise KeyboardInterrupt
        return save(db, **match)

    monkeypatch.setattr(matches, "save", interrupted)


@pytest.fixture
def tries(monkeypatch):
    """The rules whose examples were tried."""
    tried = []
    monkeypatch.setattr("dazor.rules.examples.matches", lambda tree: tried.append(tree) or (lambda _: True))
    return tried


def test_examples_are_tried_again_only_if_the_file_has_changed(db, config, now, tries):
    """A run of every quarter of an hour does not read hundreds of examples."""
    counts = []
    for text in (rule("oak", "дуб"), rule("oak", "дуб"), rule("oak", "дуба"), rule("oak", "дуба")):
        write_rules(config, text)
        newsdesk.match(db, config, now)
        counts.append(len(tries))

    assert [1, 1, 2, 2] == counts


def test_examples_are_tried_again_if_an_analyser_has_changed(db, config, now, tries, monkeypatch):
    newsdesk.match(db, config, now)
    monkeypatch.setattr("dazor.text.lemmas.VERSION", "another", raising=False)
    seen = len(tries)
    newsdesk.match(db, config, now)

    assert 2 * seen == len(tries)


def test_a_failing_example_is_told_by_every_run(db, config, now):
    write_rules(config, rule("oak", "дуб", match='["клён"]'))

    told = [("rule_refused", "rules.toml: oak") in newsdesk.match(db, config, now).troubles for _ in range(3)]

    assert [True] * 3 == told
