"""Digests for subscribers: who gets what, when, and that nothing is told twice or never."""

from datetime import UTC, datetime, timedelta

import newsdesk
import pytest

from dazor import digest
from store import backups, deliveries, ledger, letters
from store.errors import UsageError

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
URGENT = newsdesk.RULES.replace('query = "санкции', 'urgent = true\nquery = "санкции')
LONG = (
    "Под Бобровкой начались учения «Бобровый щит», в которых участвуют тысяча двести военных трёх бригад. "
    "Генерал Пётр Выдуманный назвал их плановыми и обещал закончить к пятнице."
)


@pytest.fixture
def desk(db, tmp_path, now):
    """`desk({...}, …)`: a desk with these subscribers, all welcomed yesterday."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_source(db, "zubr", "Zubr Daily")
    newsdesk.add_source(db, "sava", "Sava Today")

    def start(*subscribers, rules=newsdesk.RULES):
        given = tuple({"to": f"{one['id']}@example.org", **frozen(one)} for one in subscribers)
        config = newsdesk.make_config(tmp_path, rules, given)
        newsdesk.make_digest(db, config, now - DAY)
        return config

    return start


def frozen(table):
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def add(db, key, now, text="Новые санкции.", source="baravik", **facts):
    return newsdesk.add_text(db, source, key, text, now, **facts)


def made(db, subscriber):
    return [row["at"] for row in db.rows("SELECT at FROM digest WHERE subscriber = ?", (subscriber,))]


def letter(db, subscriber):
    number = db.value("SELECT max(id) FROM digest WHERE subscriber = ?", (subscriber,))
    return letters.find(db, number)


def shown(db, config, now, subscriber="desk"):
    newsdesk.make_stories(db, config, now)
    newsdesk.match(db, config, now)
    return digest.show(db, config, now, subscriber)


@pytest.mark.parametrize(
    ("wish", "fates"),
    [
        ({}, ["delivered", "delivered", "delivered"]),
        ({"sections": ["political"]}, ["delivered", "left_out", "delivered"]),
        ({"rules": ["border"]}, ["left_out", "delivered", "left_out"]),
        ({"sources": ["zubr"]}, ["left_out", "left_out", "delivered"]),
        ({"languages": ["be"]}, ["left_out", "delivered", "delivered"]),
        ({"sections": ["political"], "sources": ["baravik"]}, ["delivered", "left_out", "left_out"]),
    ],
)
def test_a_subscriber_gets_what_is_asked_for_and_the_rest_is_explained(db, desk, now, wish, fates):
    config = desk({"id": "reader", **wish})
    add(db, "a", now)
    add(db, "b", now, "Мяжа закрыта.", language="be")
    add(db, "c", now, "Другие санкции.", source="zubr", language=None)

    newsdesk.make_digest(db, config, now)

    assert fates == list(newsdesk.fates(db, "reader").values())
    assert {"delivered"} == set(newsdesk.fates(db).values())


def test_the_footer_says_what_was_left_out(db, desk, now):
    config = desk({"id": "reader", "rules": ["border"], "languages": ["be"]})
    add(db, "a", now)
    add(db, "b", now, "Граница закрыта.")
    newsdesk.make_digest(db, config, now)

    assert "2 not of your rules and languages." in letter(db, "reader").text.replace("\n  ", " ")


def test_each_subscriber_has_a_time_of_their_own(db, desk, now):
    """05:30 UTC is 08:30 in Vilnius, 07:30 in Warsaw, 08:30 in Minsk."""
    config = desk(
        {"id": "warsaw", "zone": "Europe/Warsaw", "send_at": "07:31"},
        {"id": "minsk", "zone": "Europe/Minsk", "send_at": "08:30"},
    )
    newsdesk.make_digest(db, config, now)
    assert [1, 2] == [len(made(db, "warsaw")), len(made(db, "minsk"))]

    digest.run(db, config, now + timedelta(minutes=1))
    assert [2, 2] == [len(made(db, "warsaw")), len(made(db, "minsk"))]


def test_a_weekly_digest_comes_on_its_day(db, desk, now):
    """It is Thursday; the subscriber came on Wednesday."""
    config = desk({"id": "weekly", "kind": "weekly", "day": "friday"})
    add(db, "a", now)
    runs = [now + number * DAY for number in range(16)]
    for moment in runs:
        newsdesk.make_digest(db, config, moment)

    assert [5, 5, 5] == [datetime.fromisoformat(at).isoweekday() for at in made(db, "weekly")]
    assert {1: "delivered"} == newsdesk.fates(db, "weekly")


def test_a_week_that_was_missed_is_made_good_on_the_next_day(db, desk, now):
    config = desk({"id": "weekly", "kind": "weekly", "day": "friday"})
    for moment in (now + DAY, now + 11 * DAY):
        newsdesk.make_digest(db, config, moment)
    newsdesk.make_digest(db, config, now + 25 * DAY)

    assert 3 == len(made(db, "weekly"))
    assert "makes good 14 June, 21 June: none was made then." in letter(db, "weekly").text.replace("\n", " ")


def test_urgent_news_goes_at_once_and_in_one_letter(db, desk, now):
    config = desk({"id": "urgent", "kind": "urgent"}, rules=URGENT)
    add(db, "a", now)
    add(db, "b", now, "Другие санкции.")
    add(db, "c", now, "Граница закрыта.")

    newsdesk.make_digest(db, config, now - 2 * HOUR)

    assert {1: "delivered", 2: "delivered", 3: "left_out"} == newsdesk.fates(db, "urgent")
    assert ["urgent"] == [one.subscriber for one in deliveries.waiting(db)]
    assert "2 texts." in letter(db, "urgent").text
    assert "Urgent, Thursday, 30 May 2024, 06:30" == letter(db, "urgent").subject
    assert 0 == digest.run(db, config, now - HOUR, only="urgent").done


def test_urgent_news_waits_through_quiet_hours_and_is_bundled(db, desk, now):
    config = desk({"id": "urgent", "kind": "urgent", "quiet": "22:00-08:30"}, rules=URGENT)
    for number in range(3):
        add(db, f"{number}", now - HOUR, f"Санкции {number}.")
        newsdesk.make_digest(db, config, now - timedelta(minutes=3 - number))
    assert [] == deliveries.waiting(db)

    digest.run(db, config, now)
    assert ["urgent"] == [one.subscriber for one in deliveries.waiting(db) if one.subscriber == "urgent"]
    assert 3 == list(newsdesk.fates(db, "urgent").values()).count("delivered")


def test_without_urgent_news_the_ledger_is_settled_once_a_day_in_silence(db, desk, now):
    config = desk({"id": "urgent", "kind": "urgent"}, rules=URGENT)
    add(db, "a", now, "Граница закрыта.")
    for minutes in range(0, 120, 10):
        newsdesk.make_digest(db, config, now + timedelta(minutes=minutes))

    assert [] == deliveries.waiting(db)
    newsdesk.make_digest(db, config, now + DAY)
    assert {1: "left_out"} == newsdesk.fates(db, "urgent")
    assert [] == deliveries.waiting(db)


def test_a_quiet_morning_is_sent_too_unless_switched_off(db, desk, now):
    config = desk({"id": "a"}, {"id": "b", "send_empty": False})
    newsdesk.make_digest(db, config, now)

    assert {"a"} == {one.subscriber for one in deliveries.waiting(db)}
    assert 2 == len(made(db, "b"))


def test_a_new_subscriber_starts_at_the_newest_match(db, desk, now, tmp_path):
    config = desk()
    add(db, "a", now)
    newsdesk.make_digest(db, config, now)
    config = newsdesk.make_config(tmp_path, subscribers=({"id": "late", "to": "file"},))
    newsdesk.make_digest(db, config, now + HOUR)
    add(db, "b", now + DAY, "Другие санкции.")
    newsdesk.make_digest(db, config, now + DAY)

    assert {2: "delivered"} == newsdesk.fates(db, "late")


def test_subscribers_of_the_first_day_miss_nothing(db, tmp_path, now):
    """They are there before the first match, though their first digest is later."""
    newsdesk.add_source(db, "baravik", "Baravik News")
    config = newsdesk.make_config(tmp_path, subscribers=({"id": "first", "to": "file"},))
    add(db, "a", now)
    newsdesk.make_digest(db, config, now)

    assert {1: "delivered"} == newsdesk.fates(db, "first")


def test_showing_for_a_subscriber_moves_nothing(db, desk, now):
    config = desk({"id": "reader", "rules": ["border"]})
    add(db, "a", now)
    before = newsdesk.match(db, config, now) and list(db.conn.iterdump())

    assert [] == digest.show(db, config, now, "reader").json["sections"]
    assert before == list(db.conn.iterdump())
    with pytest.raises(UsageError, match=r"nobody: no such subscriber\. There are: desk, reader\."):
        digest.show(db, config, now, "nobody")


def test_one_digest_may_be_asked_for_before_its_time(db, desk, now):
    config = desk({"id": "reader"})
    add(db, "a", now)
    newsdesk.match(db, config, now)
    digest.run(db, config, now - 4 * HOUR, only="reader", is_due=False)

    assert {1: "delivered"} == newsdesk.fates(db, "reader")
    assert {} == newsdesk.fates(db)


def test_copies_of_a_story_are_folded_though_they_differ(db, desk, now):
    config = desk()
    add(db, "a", now, LONG)
    add(db, "b", now, f"{LONG[:96]} Так сообщает агентство со ссылкой на штаб.", source="zubr")

    [section] = shown(db, config, now).json["sections"]
    [item] = section["items"]
    assert [("zubr", "edited")] == [(copy["source"], copy["how"]) for copy in item["copies"]]


def test_a_text_that_quotes_another_stands_for_itself(db, desk, now):
    config = desk()
    own = " ".join(f"Слово{n} обозревателя номер{n} об учениях важно{n}." for n in range(20))
    add(db, "a", now, LONG)
    add(
        db,
        "b",
        now,
        f"{own} {LONG[:96]} {own.replace('Слово', 'Мысль').replace('важно', 'верно')}",
        source="zubr",
    )

    [section] = shown(db, config, now).json["sections"]
    assert 2 == len(section["items"])


def test_a_later_copy_of_a_told_story_is_a_repeat_in_one_line(db, desk, now):
    config = desk()
    add(db, "a", now, LONG, title="Учения")
    shown(db, config, now)
    newsdesk.make_digest(db, config, now)
    add(db, "b", now + HOUR, LONG, source="zubr", title="Учения снова")

    found = shown(db, config, now + DAY).json
    assert ([], []) == (found["sections"], found["added"])
    assert [("zubr", "Учения снова")] == [(one["source"], one["heading"]["text"]) for one in found["repeats"]]
    newsdesk.make_digest(db, config, now + DAY)
    assert [("folded", "1")] == [
        (row["fate"], row["why"]) for row in db.rows("SELECT * FROM ledger WHERE match > 1")
    ]
    assert {2: "folded"} == {m: fate for m, fate in newsdesk.fates(db).items() if m > 1}


def test_what_a_later_text_adds_to_a_told_story_is_shown(db, desk, now):
    config = desk()
    add(db, "a", now, LONG)
    shown(db, config, now)
    newsdesk.make_digest(db, config, now)
    new = "Вечером к учениям присоединились лётчики соседнего гарнизона."
    add(db, "b", now + HOUR, f"{LONG} {new}", source="zubr", title="Учения растут")

    [item] = shown(db, config, now + DAY).json["added"]
    assert [new] == [line["text"] for line in item["sentences"]]
    newsdesk.make_digest(db, config, now + DAY)
    assert "delivered" == newsdesk.fates(db)[2]


def test_a_story_is_told_to_each_subscriber_by_their_own_ledger(db, desk, now):
    """Who reads Zubr alone was not told of Baravik's text: for them its copy is new."""
    config = desk({"id": "reader", "sources": ["zubr"]})
    add(db, "a", now, LONG)
    shown(db, config, now)
    newsdesk.make_digest(db, config, now)
    add(db, "b", now + HOUR, LONG, source="zubr")

    found = shown(db, config, now + DAY, "reader").json
    assert ([], 1) == (found["repeats"], len(found["sections"][0]["items"]))


def test_what_everyone_ran_and_no_rule_saw_is_named_once(db, desk, now):
    config = desk({"id": "reader"}, {"id": "urgent", "kind": "urgent"})
    text = LONG.replace("учения", "смотр").replace("Под", "У")
    for source in ("baravik", "zubr", "sava"):
        add(db, "x", now, text, source=source, title=f"Смотр у {source}")

    [mention] = shown(db, config, now, "reader").json["carried"]
    assert ["Baravik News", "Zubr Daily", "Sava Today"] == mention["sources"]
    assert "EVERYONE RAN IT, NO RULE SAW IT" in digest.show(db, config, now).text
    assert [] == digest.show(db, config, now, "urgent").json["carried"]
    newsdesk.make_digest(db, config, now)
    assert [] == shown(db, config, now + DAY, "reader").json["carried"]


def test_five_such_stories_at_most_those_of_most_sources_first(db, desk, now):
    config = desk()
    newsdesk.add_source(db, "lysa", "Lysa")
    for number in range(7):
        text = " ".join(f"слово{number}{letter}" for letter in "абвгдежзиклмнопрстуф")
        carriers = ("baravik", "zubr", "sava", "lysa") if number == 2 else ("baravik", "zubr", "sava")
        for source in carriers:
            add(db, f"{number}", now, text, source=source)

    carried = shown(db, config, now).json["carried"]
    assert [4, 3, 3, 3, 3] == [len(one["sources"]) for one in carried]


def test_a_muted_story_is_not_named(db, desk, now):
    config = desk()
    for source in ("baravik", "zubr", "sava"):
        add(db, "x", now, LONG.replace("учения", "дожди"), source=source, title="Погода")

    assert [] == shown(db, config, now).json["carried"]


def test_the_footer_names_upkeep_and_lost_letters(db, desk, now):
    config = desk({"id": "reader"})
    [waiting] = deliveries.waiting(db)
    deliveries.begin(db, waiting.id)
    deliveries.fail(db, waiting.id, "refused", "550 no such user", now - HOUR)
    newsdesk.make_digest(db, config, now)

    text = letter(db, "reader").text
    assert "Last backup: never." in text
    assert "Last rehearsal of a restore: never." in text
    assert "1 digest before this one could not be delivered, made 29 May, 08:30." in text


@pytest.mark.parametrize(
    ("fault", "said"), [(None, "."), ("a byte is wrong", ", and it failed: a byte is wrong.")]
)
def test_the_last_backup_and_the_last_rehearsal_are_named(db, desk, now, fault, said):
    config, at = desk(), datetime(2024, 5, 29, 1, tzinfo=UTC)
    backups.note_copy(
        db, folder=config.data_folder, name="a", at=at, size_bytes=1, is_sealed=False, is_same_disk=True
    )
    backups.note_drill(db, copy=config.data_folder, at=at, fault=fault)

    text = " ".join(digest.show(db, config, now).text.split())
    assert "Last backup: 29 May, 04:00." in text
    assert f"Last rehearsal of a restore: 29 May, 04:00{said}" in text


def test_the_week_may_change_its_clock(db, desk):
    """07:30 in Vilnius is 05:30 UTC before and 04:30 UTC after 31 March 2024."""
    config = desk({"id": "weekly", "kind": "weekly", "day": "monday"})
    start = datetime(2024, 6, 1, tzinfo=UTC)
    for minutes in range(0, 3 * 24 * 60, 30):
        digest.run(db, config, start + timedelta(minutes=minutes), only="weekly")

    assert ["2024-06-03T04:30:00.000+00:00"] == made(db, "weekly")


def test_the_ledger_keeps_one_cursor_for_each(db, desk, now):
    config = desk({"id": "reader", "kind": "weekly"})
    add(db, "a", now)
    newsdesk.make_digest(db, config, now)

    assert (1, 0) == (ledger.find(db, "desk").cursor, ledger.find(db, "reader").cursor)
