import json
from datetime import timedelta

import newsdesk
import pytest

from dazor import digest
from store import ledger, runs
from store.database import open_database

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def config(tmp_path):
    return newsdesk.make_config(tmp_path)


@pytest.fixture(autouse=True)
def sources(db, config, now):
    """Two sources, and a first quiet digest yesterday."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_source(db, "zubr", "Zubr Daily")
    newsdesk.make_digest(db, config, now - DAY)


def add(db, key, now, text="Новые санкции.", source="baravik", **facts):
    return newsdesk.add_text(db, source, key, text, now, **facts)


def shown(db, config, now):
    newsdesk.match(db, config, now)
    return digest.show(db, config, now)


def footer(rendered):
    return {part["heading"]: " ".join(part["sentences"]) for part in rendered.json["footer"]}


def files(config):
    return sorted(path.name for path in (config.data_folder / "digests" / "desk").iterdir())


def test_a_morning_becomes_a_row_fates_and_files(db, config, now):
    add(db, "a", now)

    counts = newsdesk.make_digest(db, config, now)

    assert (1, 1) == (counts.done, counts.new)
    assert {1: "delivered"} == newsdesk.fates(db)
    assert 1 == ledger.find(db, "desk").cursor
    assert ["2024-05-29.html", "2024-05-29.md", "2024-05-29.txt"] == files(config)[:3]
    text = (config.data_folder / "digests" / "desk" / "2024-05-30.txt").read_text("utf-8")
    assert db.value("SELECT text FROM digest WHERE day = '2024-05-30'") == text


def test_nothing_is_made_before_its_time_or_twice(db, config, now):
    assert 0 == newsdesk.make_digest(db, config, now.replace(hour=4, minute=29)).done
    assert 1 == newsdesk.make_digest(db, config, now).done
    assert 0 == newsdesk.make_digest(db, config, now + HOUR).done


def test_a_quiet_morning_is_said_to_be_quiet(db, config, now):
    newsdesk.make_digest(db, config, now)

    assert "A quiet morning: nothing matched." in db.value("SELECT text FROM digest WHERE day = '2024-05-30'")


def test_showing_moves_and_writes_nothing(db, config, now):
    add(db, "a", now)
    first = shown(db, config, now)
    before = list(db.conn.iterdump())

    assert first == digest.show(db, config, now)
    assert before == list(db.conn.iterdump())


def test_an_empty_store_can_be_shown(config, now):
    empty = open_database(":memory:")

    assert "nothing matched" in digest.show(empty, config, now).text


def test_what_is_shown_is_what_goes(db, config, now):
    add(db, "a", now)
    rendered = shown(db, config, now)

    newsdesk.make_digest(db, config, now)

    row = db.row("SELECT * FROM digest WHERE day = '2024-05-30'")
    assert (rendered.text, rendered.html, rendered.markdown) == (row["text"], row["html"], row["markdown"])


def test_each_form_has_its_name(db, config, now):
    rendered = shown(db, config, now)

    assert [rendered.text, rendered.html, rendered.markdown] == [
        rendered.in_format(form) for form in ("text", "html", "md")
    ]
    assert rendered.json == json.loads(rendered.in_format("json"))


def test_a_match_that_comes_while_the_digest_is_made_is_in_the_next_one(db, config, now, monkeypatch):
    add(db, "a", now)
    compose = digest.compose

    def slowly(*arguments):
        add(db, "b", now, "Другие санкции.")
        newsdesk.match(db, config, now)
        return compose(*arguments)

    monkeypatch.setattr(digest, "compose", slowly)
    newsdesk.make_digest(db, config, now)
    assert {1: "delivered"} == newsdesk.fates(db)

    monkeypatch.undo()
    newsdesk.make_digest(db, config, now + DAY)
    assert {1: "delivered", 2: "delivered"} == newsdesk.fates(db)


@pytest.mark.parametrize("step", ["save", "settle"])
def test_a_digest_that_is_stopped_leaves_nothing(db, config, now, monkeypatch, step):
    add(db, "a", now)
    newsdesk.match(db, config, now)
    before = list(db.conn.iterdump())
    real = getattr(ledger, step)

    def stopped(*arguments, **named):
        real(*arguments, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger, step, stopped)
    with pytest.raises(KeyboardInterrupt):
        digest.run(db, config, now)

    assert before == list(db.conn.iterdump())
    monkeypatch.undo()
    assert 1 == digest.run(db, config, now).new


def test_a_digest_that_another_process_made_is_not_made_again(db, config, now, monkeypatch):
    add(db, "a", now)
    newsdesk.match(db, config, now)
    compose = digest.compose

    def overtaken(*arguments):
        monkeypatch.undo()
        digest.run(db, config, now)
        return compose(*arguments)

    monkeypatch.setattr(digest, "compose", overtaken)

    assert 0 == digest.run(db, config, now).done
    assert {1: "delivered"} == newsdesk.fates(db)
    assert 2 == db.value("SELECT count(*) FROM digest")


def test_files_that_could_not_be_written_are_written_by_the_next_pass(db, config, now):
    place = config.data_folder / "digests"
    (place / "desk").rename(place / "away")
    (place / "desk").write_text("in the way")

    counts = newsdesk.make_digest(db, config, now)
    assert [("digest_unwritten", str(place / "desk"))] == list(counts.troubles)
    assert (1, 1) == (counts.done, counts.failed)

    (place / "desk").unlink()
    again = digest.run(db, config, now + HOUR)
    assert {} == again.troubles
    assert ["2024-05-30.html", "2024-05-30.md", "2024-05-30.txt"] == files(config)


def test_missed_mornings_are_made_good_in_one_digest(db, config, now):
    add(db, "a", now + DAY)
    add(db, "b", now + 2 * DAY, "Ещё санкции.")

    newsdesk.make_digest(db, config, now + 3 * DAY)

    text = db.value("SELECT text FROM digest ORDER BY id DESC")
    assert "This digest makes good 30 May, 31 May, 1 June: none was made then." in text
    assert {1: "delivered", 2: "delivered"} == newsdesk.fates(db)


def test_old_texts_are_archived_with_a_line_for_each_rule(db, config, now):
    add(db, "a", now, is_backfill=True)
    add(db, "b", now, "Старые санкции.", is_backfill=True)
    add(db, "c", now, "Граница закрыта.")
    newsdesk.match(db, config, now)
    rules = newsdesk.RULES + '[[rule]]\nid = "closed"\nname = "Closed <b>"\nquery = "закрыта"\n'
    config.rules_file.write_text(rules, encoding="utf-8")

    rendered = shown(db, config, now)

    assert [
        "Rule “Closed <b>” is new: 1 earlier text in the store, not repeated here.",
        "Rule “Sanctions”: 2 earlier texts from before the source was watched, not repeated here.",
    ] == rendered.json["archived"]
    assert "Closed &lt;b&gt;" in rendered.html


def test_mutes_hide_what_they_match_today(db, config, now):
    """A mute that came after the match counts too."""
    add(db, "a", now)
    newsdesk.match(db, config, now)
    config.rules_file.write_text(newsdesk.RULES + '[[mute]]\nid = "new"\nquery = "новые"\n', encoding="utf-8")

    newsdesk.make_digest(db, config, now)

    assert [{"fate": "muted", "why": "new"}] == db.rows("SELECT fate, why FROM ledger")
    assert "1 muted (new 1)" in db.value("SELECT text FROM digest WHERE day = '2024-05-30'")


def test_a_mute_that_is_no_longer_understood_hides_nothing(db, config, now):
    add(db, "a", now)
    newsdesk.match(db, config, now)
    with db.transaction():
        db.write("UPDATE rule_revision SET query = '((' WHERE rule = 'weather'")

    assert 1 == digest.show(db, config, now).json["counts"]["delivered"]


def test_an_edit_shows_what_the_text_said_before(db, config, now):
    add(db, "a", now - DAY, "Санкции введут завтра.", title="Заголовок")
    newsdesk.make_digest(db, config, now - DAY + HOUR)
    newsdesk.make_digest(db, config, now)
    add(db, "a", now + HOUR, "Санкции введут никогда.", title="Заголовок")

    [item] = shown(db, config, now + DAY).json["changed"]
    [change] = item["changes"]
    assert ("Санкции введут завтра.", "Санкции введут никогда.") == (
        change["before"]["text"],
        change["after"]["text"],
    )


def test_a_text_that_lost_its_words_is_said_once(db, config, now):
    add(db, "a", now)
    newsdesk.make_digest(db, config, now)
    add(db, "a", now + HOUR, "Новые договорённости.")

    [item] = shown(db, config, now + DAY).json["changed"]
    assert (True, "Новые санкции.") == (item["words_gone"], item["opening"]["text"])
    newsdesk.make_digest(db, config, now + DAY)
    assert [] == shown(db, config, now + 2 * DAY).json["changed"]


def test_a_document_of_an_earlier_digest_that_is_gone_is_said_once(db, config, now):
    document = add(db, "a", now)
    newsdesk.make_digest(db, config, now)
    newsdesk.add_deletion(db, document, now + 3 * HOUR)

    [item] = shown(db, config, now + DAY).json["gone"]
    assert ("gone since 30 May, 11:30", "санкции") == (item["gone"], marked(item["opening"]))
    newsdesk.make_digest(db, config, now + DAY)
    assert [] == shown(db, config, now + 2 * DAY).json["gone"]


def test_a_new_document_that_is_gone_already_stands_in_its_section_alone(db, config, now):
    document = add(db, "a", now - 5 * HOUR)
    newsdesk.add_deletion(db, document, now - HOUR)

    rendered = shown(db, config, now)

    assert [] == rendered.json["gone"]
    assert "gone since 07:30" == rendered.json["sections"][0]["items"][0]["gone"]
    newsdesk.make_digest(db, config, now)
    assert [] == shown(db, config, now + DAY).json["gone"]


def test_a_muted_document_is_not_missed(db, config, now):
    document = add(db, "a", now, "Санкции.", title="Погода")
    newsdesk.make_digest(db, config, now)
    newsdesk.add_deletion(db, document, now + 3 * HOUR)

    assert [] == shown(db, config, now + DAY).json["gone"]


def test_late_and_undated_and_day_dated_texts_say_so(db, config, now):
    add(db, "a", now, "Санкции раз.", published_at=now - 25 * HOUR)
    add(db, "b", now, "Санкции два.", published_at=now - 9 * HOUR, precision="day")
    add(db, "c", now, "Санкции три.", published_at=now - HOUR)

    items = shown(db, config, now).json["sections"][0]["items"]

    assert [("07:30", False), ("29 May", False), ("29 May, 07:30", True)] == [
        (item["when"], item["late"]) for item in items
    ]


def test_a_text_without_a_date_says_when_it_was_seen(db, config, now):
    add(db, "a", now)
    with db.transaction():
        db.write("UPDATE document SET published_at = NULL, published_precision = NULL")

    [item] = shown(db, config, now).json["sections"][0]["items"]
    assert ("seen 08:30", None, False) == (item["when"], item["published_at"], item["late"])


def test_a_document_without_any_text_has_a_heading_still(db, config, now):
    config.rules_file.write_text('[[rule]]\nid = "all"\nquery = "source:baravik"\n', encoding="utf-8")
    add(db, "a", now, "")

    assert "* (no text)" in shown(db, config, now).text


def test_marks_of_several_rules_are_joined(db, config, now):
    rules = newsdesk.RULES + '[[rule]]\nid = "new"\nquery = \'"новые санкции"\'\n'
    config.rules_file.write_text(rules, encoding="utf-8")
    add(db, "a", now)

    assert "* *Новые санкции*." in shown(db, config, now).text


def test_a_source_is_not_late_with_what_it_said_before_it_was_watched(db, config, now):
    newsdesk.add_source(db, "new", "New", watched_since=now)
    add(db, "a", now, source="new", published_at=now - 30 * HOUR)

    assert [False] == [item["late"] for item in shown(db, config, now).json["sections"][0]["items"]]


def test_the_footer_names_failing_sources_and_open_troubles(db, config, now):
    with db.transaction():
        db.write(
            """
            INSERT INTO entry (source, kind, url, last_outcome, failing_since)
            VALUES ('zubr', 'feed', 'https://zubr.example/feed', 'timeout', '2024-05-29T18:20:00.000+00:00')
            """
        )
    runs.note_troubles(db, "match", {("rule_refused", "rules.toml: x"): ("Line 3: no.", "Correct it.")}, now)

    said = footer(shown(db, config, now))

    assert "Zubr Daily: no answer in time (since 29 May, 21:20)." in said["Sources"]
    assert "rules.toml: x: Line 3: no. Correct it." == said["Needs a look"]


def test_the_footer_says_what_is_not_analysed_yet(db, config, now):
    add(db, "a", now)

    assert "1 text not matched." == footer(digest.show(db, config, now))["Not yet analysed"]
    assert "Nothing: everything collected was matched." == footer(shown(db, config, now))["Not yet analysed"]


def marked(line):
    [[start, end]] = line["spans"]
    return line["text"][start:end]
