"""A whole invented morning, as people see it. `make snapshots` writes the files anew."""

import json
import os
from datetime import timedelta
from pathlib import Path

import newsdesk
import pytest

from dazor import digest
from store import runs, sources

SNAPSHOTS = Path(__file__).parent / "snapshots"
HOUR = timedelta(hours=1)
DRILLS = (
    "Под Бобровкой начались учения «Бобровый щит». Учения продлятся десять дней, в них участвуют 1200 "
    "военных. Генерал Пётр Выдуманный рассказал об учениях журналистам. Он назвал учения плановыми. "
    "На границе спокойно."
)


@pytest.fixture
def morning(db, tmp_path, now):
    """Two mornings of three invented outlets; the second one has everything a digest can have."""
    config = newsdesk.make_config(tmp_path)
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_source(db, "zubr", "Zubr Daily")
    newsdesk.add_source(db, "lysa", "@lysa_hara", kind="channel")
    yesterday = now - 24 * HOUR
    factory = (
        "Санкции против завода «Криница» обсудили в среду. Директор Игорь Тестов новых санкций не боится."
    )
    newsdesk.add_text(db, "zubr", "factory", factory, yesterday - HOUR, title="Завод и санкции")
    quiet = newsdesk.add_text(
        db,
        "zubr",
        "quiet",
        "На границе тихо, сообщили в ведомстве.",
        yesterday - HOUR,
        title="Тихо на границе",
    )
    newsdesk.add_text(
        db, "baravik", "talks", "Санкции снимут к осени.", yesterday - HOUR, title="Переговоры продолжаются"
    )
    newsdesk.add_text(db, "baravik", "old", "Давние санкции.", yesterday - HOUR, is_backfill=True)
    newsdesk.make_digest(db, config, yesterday)

    newsdesk.add_text(
        db, "baravik", "drills", DRILLS, now - 3 * HOUR, title="Начались учения", published_at=now - 30 * HOUR
    )
    newsdesk.add_text(db, "zubr", "drills", DRILLS, now - 2 * HOUR, title="Начались учения")
    newsdesk.add_text(db, "zubr", "rain", "На границе дождь.", now - 2 * HOUR, title="Погода на завтра")
    newsdesk.add_post(db, "lysa", 11, "На мяжы затрымалі 14 чалавек. Мяжа закрыта да панядзелка.", now - HOUR)
    newsdesk.add_text(
        db,
        "baravik",
        "english",
        "New sanctions were announced by nobody in particular.",
        now - HOUR,
        title="No sanctions, says <b>spokesman</b>",
        language="en",
        precision="day",
        published_at=now - 9 * HOUR,
    )
    newsdesk.add_text(
        db,
        "zubr",
        "factory",
        factory.replace("обсудили в среду", "отменили"),
        now - HOUR,
        title="Завод и санкции",
    )
    newsdesk.add_text(
        db, "baravik", "talks", "Ограничения снимут к весне.", now - HOUR, title="Переговоры продолжаются"
    )
    newsdesk.add_text(db, "lysa", "7", "Мяжа, даўно.", now - HOUR, is_backfill=True)
    newsdesk.add_deletion(db, quiet, now - HOUR)
    with db.transaction():
        for source, outcome in (("baravik", "ok"), ("lysa", "ok"), ("zubr", "timeout")):
            entry = sources.save_entry(db, source, "feed", f"https://{source}.example/feed")
            is_good, at = outcome == "ok", yesterday + 13 * HOUR
            sources.looked_at(db, entry.id, outcome=outcome, is_good=is_good, at=at, wait=HOUR)
    newsdesk.match(db, config, now)
    problem = ("Line 12, column 9: a bracket is not closed. What was good before goes on.", "Correct it.")
    runs.note_troubles(db, "match", {("rule_refused", "rules.toml: border"): problem}, now)
    return digest.show(db, config, now)


@pytest.mark.parametrize("form", ["text", "html", "md", "json"])
def test_the_digest_looks_as_agreed(morning, form):
    path = SNAPSHOTS / f"digest.{'txt' if form == 'text' else form}"
    shown = morning.in_format(form)
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8", newline="\n")

    assert path.read_text("utf-8") == shown


def test_the_json_has_the_documented_keys(morning):
    found = json.loads(morning.in_format("json"))

    assert {
        "subscriber",
        "kind",
        "day",
        "made_at",
        "zone",
        "missed",
        "sections",
        "added",
        "changed",
        "gone",
        "repeats",
        "carried",
        "archived",
        "counts",
        "footer",
    } == set(found)
