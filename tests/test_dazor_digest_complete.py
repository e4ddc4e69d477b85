"""Each match once or explained, for every subscriber, whatever happens: large numbers and random worlds."""

import contextlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import newsdesk
import posting
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dazor import digest
from store import deliveries, ledger, letters, matches
from store.database import open_database

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RULES = newsdesk.RULES.replace('query = "санкции', 'urgent = true\nquery = "санкции')
RULE_FILES = [
    RULES,
    RULES.replace("title:погода", "тишина OR снова"),
    RULES.replace("граница", "тишина").replace("urgent = true\n", ""),
    '[[rule]]\nid = "sanctions"\nurgent = true\nquery = "санкции OR мяжа"\n',
]
ALL_FIVE = "Санкции, граница и учения, хлеб и соль."
FIVE_RULES = RULES + "".join(
    f'[[rule]]\nid = "{n}"\nquery = "{word}"\n' for n, word in (("d", "хлеб"), ("e", "соль"))
)
SUBSCRIBERS = (
    {"id": "daily", "to": "daily@example.org"},
    {"id": "warsaw", "to": "atom", "zone": "Europe/Warsaw", "send_at": "18:00", "sections": ("military",)},
    {"id": "weekly", "to": "weekly@example.org", "kind": "weekly", "day": "sunday", "send_empty": False},
    {"id": "urgent", "to": "urgent@example.org", "kind": "urgent", "quiet": "21:00-07:00"},
    {"id": "zubr", "to": "file", "sources": ("zubr",), "languages": ("ru",), "send_empty": False},
)
EVERYONE = ("desk", *(one["id"] for one in SUBSCRIBERS))
FATES = ("delivered", "folded", "muted", "archived", "failed", "left_out")
LONG = (
    "Под Бобровкой начались учения «Бобровый щит», в которых участвуют тысяча двести военных трёх бригад. "
    "Генерал Пётр Выдуманный назвал их плановыми и обещал закончить к пятнице."
)
TEXTS = ["Санкции.", "Граница и санкции.", "Учения на границе.", "Тишина.", "Санкции снова.", LONG,
         f"{LONG} Вечером к ним присоединились лётчики соседнего гарнизона.", f"Пишут: {LONG}"]  # fmt: skip

steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "add",
                "add",
                "edit",
                "backfill",
                "gone",
                "rules",
                "match",
                "sleep",
                "pass",
                "pass",
                "send",
            ]
        ),
        st.integers(0, 7),
        st.sampled_from(["", "", "killed_before", "killed_after", "busy", "cut", "refused"]),
    ),
    max_size=30,
)


def check(db, inbox, everyone=EVERYONE):
    """What must hold when everything was made and sent."""
    everything = {row["id"] for row in db.rows("SELECT id FROM match")}
    for subscriber in everyone:
        assert everything == set(newsdesk.fates(db, subscriber)), subscriber
    for row in db.rows("SELECT id, subscriber, counts FROM digest"):
        check_footer(db, row)
    for row in db.rows("SELECT * FROM delivery JOIN digest ON digest.id = delivery.digest"):
        arrived = [is_repeat for name, is_repeat in inbox.of(row["subscriber"]) if name == row["message_id"]]
        assert arrived[:1] != [] or row["state"] == "refused"
        assert row["state"] in ("sent", "refused")
        assert all(arrived[1:]), "what comes a second time says so"
    assert len({name for _, name, _ in inbox.letters}) <= db.value("SELECT count(*) FROM delivery")
    unsent = db.value(
        """
        SELECT count(*) FROM ledger LEFT JOIN delivery ON delivery.digest = ledger.digest
        WHERE ledger.subscriber <> 'desk' AND ledger.fate = 'delivered' AND delivery.state IS NOT 'sent'
        """
    )
    assert 0 == unsent


def check_footer(db, row):
    """The counts are those of the ledger; what was refused afterwards had been delivered or folded."""
    counts, kept = json.loads(row["counts"]), Counter()
    for one in db.rows("SELECT fate, count(*) AS n FROM ledger WHERE digest = ? GROUP BY fate", (row["id"],)):
        kept[one["fate"]] = one["n"]
    said = Counter({fate: counts[fate] for fate in FATES})
    assert counts["matched"] == said.total() == kept.total()
    assert [said[fate] for fate in ("muted", "archived", "left_out")] == [
        kept[fate] for fate in ("muted", "archived", "left_out")
    ]
    assert kept["failed"] in (0, said["delivered"] + said["folded"])


@settings(
    max_examples=25,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps)
def test_in_any_world_every_subscriber_has_each_match_once(tmp_path, now, steps):
    config = newsdesk.make_config(tmp_path, RULES, SUBSCRIBERS)
    db, inbox = open_database(":memory:"), posting.Inbox()
    for source in ("baravik", "zubr", "sava"):
        newsdesk.add_source(db, source, source.title())
    newsdesk.match(db, config, now)
    moment = now
    for number, (step, choice, mishap) in enumerate(steps):
        moment += timedelta(hours=1 + choice)
        moment = take(db, config, inbox, step, choice, mishap, number, moment)
    for number in range(1, 17):  # over a week, and at all hours
        newsdesk.make_digest(db, config, moment + number * 13 * HOUR)
        posting.send(db, inbox, moment + number * 13 * HOUR + HOUR)

    check(db, inbox)
    db.close()


def take(db, config, inbox, step, choice, mishap, number, now):
    """One step of a random world; the time after it."""
    source = ("baravik", "zubr", "sava")[(choice + number) % 3]
    match step:
        case "add" | "backfill":
            language = (None, "ru", "be")[number % 3]
            newsdesk.add_text(
                db, source, f"{number}", TEXTS[choice], now, is_backfill=step == "backfill", language=language
            )
        case "edit":
            document = db.row("SELECT key, source FROM document ORDER BY id DESC")
            if document:
                newsdesk.add_text(db, document["source"], document["key"], TEXTS[choice], now)
        case "gone":
            document = db.value("SELECT max(id) FROM document")
            if document:
                newsdesk.add_deletion(db, document, now)
        case "rules":
            config.rules_file.write_text(RULE_FILES[choice % len(RULE_FILES)], encoding="utf-8")
        case "match":
            newsdesk.match(db, config, now)
        case "sleep":
            return now + choice * DAY
        case "pass":
            newsdesk.make_stories(db, config, now)
            newsdesk.make_digest(db, config, now)
        case "send":
            with contextlib.suppress(posting.Killed):
                posting.send(db, inbox, now, mishap)
    return now


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """
    Five rules and 2,000 texts in three days without a pass: 10,000 live matches; as many in older texts.

    Then one pass, and a new rule over all of it the day after.
    """
    now = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)
    folder = tmp_path_factory.mktemp("many")
    config = newsdesk.make_config(folder, FIVE_RULES, SUBSCRIBERS)
    db, inbox = open_database(folder / "news.db"), posting.Inbox()
    for source in ("baravik", "zubr", "sava"):
        newsdesk.add_source(db, source, source.title())
    newsdesk.make_digest(db, config, now - 4 * DAY)
    with db.transaction():
        for number in range(2_000):
            seen_at = now - 3 * DAY + number * timedelta(seconds=120)
            text = f"{ALL_FIVE} Сообщение {number}."
            newsdesk.add_text(db, ("baravik", "zubr")[number % 2], f"{number}", text, seen_at)
            newsdesk.add_text(db, "sava", f"{number}", f"{ALL_FIVE} Давно {number}.", now, is_backfill=True)
    newsdesk.make_digest(db, config, now)
    posting.send(db, inbox, now)
    config.rules_file.write_text(FIVE_RULES + '[[rule]]\nid = "new"\nquery = "сообщение"\n', encoding="utf-8")
    for days in range(1, 8):
        newsdesk.make_digest(db, config, now + days * DAY)
        posting.send(db, inbox, now + days * DAY + HOUR)
    yield db, inbox
    db.close()


def test_ten_thousand_matches_after_three_days_asleep_are_each_delivered_once(many):
    db, inbox = many
    live = db.value("SELECT count(*) FROM match WHERE origin = 'live'")

    assert 10_000 == live
    check(db, inbox)
    assert 10_000 == Counter(newsdesk.fates(db, "daily").values())["delivered"]
    assert 4_000 == Counter(newsdesk.fates(db, "warsaw").values())["delivered"]
    assert 2_000 == Counter(newsdesk.fates(db, "urgent").values())["delivered"]
    assert 5_000 == Counter(newsdesk.fates(db, "zubr").values())["delivered"]


def test_backfill_and_a_new_rule_over_the_archive_are_a_line_each(many):
    db, _ = many
    fates = Counter(newsdesk.fates(db, "daily").values())

    assert {"delivered": 10_000, "archived": 12_000} == fates
    rows = db.rows("SELECT text FROM digest WHERE subscriber = 'daily'")
    texts = " ".join(" ".join(row["text"].split()) for row in rows).replace("\u202f", " ")
    assert "Rule “Drills”: 2 000 earlier texts from before the source was watched" in texts
    assert "Rule “new” is new: 2 000 earlier texts" in texts


def test_a_letter_of_thousands_fits_and_says_what_it_leaves_to_the_file(many):
    db, _ = many
    biggest = db.value("SELECT max(length(CAST(html AS BLOB))) FROM letter")

    assert biggest < 100_000
    assert (
        db.value("SELECT count(*) FROM letter WHERE html LIKE '%more texts stand in the attached file%'") >= 3
    )


def test_killed_between_sending_and_writing_it_down(tmp_path, now):
    """SIGKILL, three times over: it goes again under its id, and says so from the second time on."""
    config = newsdesk.make_config(tmp_path, RULES, SUBSCRIBERS[:1])
    path, inbox = tmp_path / "news.db", tmp_path / "inbox"
    db = open_database(path)
    newsdesk.add_source(db, "baravik", "Baravik")
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)
    newsdesk.make_digest(db, config, now)
    db.close()
    for _ in range(3):
        posting.send_and_die(path, inbox, now)
    with open_database(path) as db:
        last = posting.Inbox()
        posting.send(db, last, now)
        check(db, last, ["desk", "daily"])

    lines = inbox.read_text("utf-8").splitlines()
    assert 1 == len({line.split()[0] for line in lines} | {name for _, name, _ in last.letters})
    assert [False, True, True] == ["possibly a repeat" in line for line in lines]
    assert [True] == [is_repeat for _, _, is_repeat in last.letters]


@pytest.mark.parametrize("step", ["save", "settle", "letter", "queue"])
def test_killed_while_a_digest_is_made(db, tmp_path, now, monkeypatch, step):
    """Digest, letter, fates and cursor are there all together or not at all."""
    config = newsdesk.make_config(tmp_path, RULES, SUBSCRIBERS)
    newsdesk.add_source(db, "baravik", "Baravik")
    newsdesk.match(db, config, now)
    newsdesk.add_text(db, "baravik", "a", "Санкции.", now)
    newsdesk.match(db, config, now)
    room = {"save": ledger, "settle": ledger, "letter": letters, "queue": deliveries}[step]
    name = "save" if step == "letter" else step
    real = getattr(room, name)

    def stopped(*arguments, **named):
        real(*arguments, **named)
        raise posting.Killed

    monkeypatch.setattr(room, name, stopped)
    with pytest.raises(posting.Killed):
        digest.run(db, config, now, only="daily")
    assert (0, matches.newest(db)) == (db.value("SELECT count(*) FROM digest"), 1)
    monkeypatch.undo()
    assert 1 == digest.run(db, config, now, only="daily").new
    assert 1 == db.value("SELECT count(*) FROM delivery")
