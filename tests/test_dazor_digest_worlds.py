"""The ledger in random worlds: texts come, change and go, rules change, digests are made."""

import json
from datetime import timedelta

import newsdesk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dazor import digest
from store.database import open_database

DAY = timedelta(days=1)

steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "edit", "backfill", "gone", "rules", "match", "digest", "digest"]),
        st.integers(0, 5),
    ),
    max_size=25,
)
TEXTS = ["Санкции.", "Граница и санкции.", "Учения на границе.", "Тишина.", "Санкции снова.", "Мяжа."]
RULE_FILES = [
    newsdesk.RULES,
    newsdesk.RULES.replace("weather", "calm").replace("title:погода", "тишина OR снова"),
    newsdesk.RULES.replace("граница", "тишина"),
    '[[rule]]\nid = "sanctions"\nquery = "санкции OR мяжа"\n',
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_in_any_world_every_match_has_one_fate_and_the_footers_add_up(tmp_path, now, steps):
    config = newsdesk.make_config(tmp_path)
    db = open_database(":memory:")
    newsdesk.add_source(db, "baravik", "Baravik News")
    for number, (step, choice) in enumerate([*steps, ("match", 0), ("digest", 0)]):
        take(db, config, step, choice, number, now + number * DAY)

    everything = [row["id"] for row in db.rows("SELECT id FROM match ORDER BY id")]
    assert everything == list(newsdesk.fates(db))
    for row in db.rows("SELECT id, counts FROM digest"):
        counts = json.loads(row["counts"])
        kept = {
            one["fate"]: one["n"]
            for one in db.rows(
                "SELECT fate, count(*) AS n FROM ledger WHERE digest = ? GROUP BY fate", (row["id"],)
            )
        }
        named = {fate: counts[fate] for fate in ("delivered", "folded", "muted", "archived", "failed")}
        assert kept == {fate: number for fate, number in named.items() if number}
        assert counts["matched"] == sum(named.values())
    assert db.value("SELECT count(*) FROM document") == db.value(
        "SELECT sum(counts ->> 'collected') FROM digest"
    )
    db.close()


def take(db, config, step, choice, number, now):
    """One step of a random world."""
    match step:
        case "add" | "backfill":
            newsdesk.add_text(db, "baravik", f"{number}", TEXTS[choice], now, is_backfill=step == "backfill")
        case "edit":
            document = db.row("SELECT key FROM document ORDER BY id DESC")
            if document:
                newsdesk.add_text(db, "baravik", document["key"], TEXTS[choice], now)
        case "gone":
            document = db.value("SELECT max(id) FROM document")
            if document:
                newsdesk.add_deletion(db, document, now)
        case "rules":
            config.rules_file.write_text(RULE_FILES[choice % len(RULE_FILES)], encoding="utf-8")
        case "match":
            newsdesk.match(db, config, now)
        case "digest":
            digest.run(db, config, now)
