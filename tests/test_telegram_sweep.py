from datetime import timedelta

import pytest
from telegram_desk import FIRST, NOW, Telegram, channel, gone, ids, post, swept, texts, watch

from store import chain, channels, documents, gaps, raws, sources
from telegram import sweep

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def watched(db):
    watch(db)


def posts(*numbers, **rest):
    return channel(FIRST, *(post(number, **rest) for number in numbers))


def many(count=250):
    """Posts an hour apart, the last one at `NOW`."""
    return channel(FIRST, *(post(number, at=NOW - HOUR * (count - number)) for number in range(1, count + 1)))


def column(db, name, table="document"):
    return [row[name] for row in db.rows(f"SELECT {name} FROM {table} ORDER BY id")]


def test_every_post_is_stored_newest_first(db):
    telegram = Telegram(many())

    swept(db, telegram.ask)

    assert telegram[FIRST].ids == ids(db)
    assert 250 == channels.of_source(db, "prudok-1001").newest_id
    assert set(map(str, range(151, 251))) == set(column(db, "key")[:100])


def test_a_look_at_an_idle_channel_is_one_call(db):
    telegram = Telegram(many())
    swept(db, telegram.ask)
    telegram.asked.clear()

    swept(db, telegram.ask, NOW + HOUR)

    assert ["GetHistoryRequest"] == telegram.asked
    assert 250 == db.value("SELECT count(*) FROM version")


def test_what_came_between_two_looks_is_a_gap_that_is_filled(db):
    telegram = Telegram(posts(*range(1, 11)))
    swept(db, telegram.ask)
    for number in range(11, 300):
        telegram[FIRST].post(post(number, at=NOW))

    swept(db, telegram.ask, NOW + HOUR)

    assert list(range(1, 300)) == ids(db)
    assert [] == gaps.of(db, FIRST)


def test_first_look_goes_back_thirty_days(db):
    old = [post(number, at=NOW - DAY * (60 + number)) for number in range(1, 400)][::-1]
    old = [one | {"id": number} for number, one in enumerate(old, 1)]
    telegram = Telegram(channel(FIRST, *old, *(post(number, at=NOW - DAY) for number in range(400, 600))))

    swept(db, telegram.ask)

    assert set(range(400, 600)) <= set(ids(db))
    assert len(ids(db)) <= 300, "one page more than what is wanted"


def test_cursor_and_page_are_one(db, monkeypatch):
    """A kill between two pages loses none; the page that was not kept moved nothing."""
    telegram = Telegram(many())
    monkeypatch.setattr(sweep, "_looked_at", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        swept(db, telegram.ask)

    assert (0, []) == (channels.of_source(db, "prudok-1001").newest_id, ids(db))
    assert 0 == db.value("SELECT count(*) FROM fetch")


def test_an_answer_is_a_capture_in_the_chain_and_its_bytes_are_kept(db):
    swept(db, Telegram(posts(1, 2)).ask)

    row = db.row("SELECT * FROM fetch")
    assert ("history", "ok", "telegram:messages.getHistory?channel=1001&offset_id=0&limit=100") == (
        row["kind"], row["outcome"], row["url"],
    )  # fmt: skip
    assert "Пост 2.".encode() in raws.read(db, row["sha256"])
    assert None is chain.broken_at(db)


def test_bytes_of_a_look_that_shows_nothing_new_are_a_hash(db):
    telegram = Telegram(posts(1, 2))
    swept(db, telegram.ask)
    telegram[FIRST].set(1, {"views": 77})
    swept(db, telegram.ask, NOW + HOUR)

    assert [True, False] == [raws.is_kept(db, sha256) for sha256 in column(db, "sha256", "fetch")]


def test_visible_edit_is_a_version_and_no_other(db):
    telegram = Telegram(posts(1, 2, 3))
    swept(db, telegram.ask)
    telegram[FIRST].edit(1, {"text": "Пост 1 исправлен."})
    telegram[FIRST].edit(2, {"edit_hide": True})  # as a reaction does
    telegram[FIRST].edit(3, {"text": "Пост  3. \n"})

    swept(db, telegram.ask, NOW + HOUR)

    assert [["Пост 1.", "Пост 1 исправлен."], ["Пост 2."], ["Пост 3."]] == [texts(db, n) for n in (1, 2, 3)]


def test_counters_are_kept_over_time(db):
    telegram = Telegram(posts(1, views=10, forwards=1, reactions={"👍": 1}))
    swept(db, telegram.ask)
    telegram[FIRST].set(1, {"views": 20, "forwards": 2, "reactions": {"👍": 5}})
    swept(db, telegram.ask, NOW + HOUR)

    rows = [
        tuple(row.values()) for row in db.rows("SELECT views, forwards, reactions FROM counter ORDER BY at")
    ]
    assert [(10, 1, '[["👍", 1]]'), (20, 2, '[["👍", 5]]')] == rows


@pytest.mark.parametrize("number", [1, 5, 10])
def test_deleted_post_is_gone_after_two_looks_an_hour_apart(db, number):
    """Also the newest one, which no preview can tell, and the oldest."""
    telegram = Telegram(posts(*range(1, 11)))
    swept(db, telegram.ask)
    telegram[FIRST].delete([number])

    swept(db, telegram.ask, NOW + HOUR / 2)
    assert [] == gone(db)
    swept(db, telegram.ask, NOW + HOUR * 2)

    assert [number] == gone(db)
    detail = db.value("SELECT gone_detail FROM document WHERE gone_at IS NOT NULL")
    assert "last seen 2024-05-30T05:30" in detail
    assert "first missed 2024-05-30T06:00" in detail


def test_post_that_history_leaves_out_but_is_there_is_not_gone(db):
    """Some channels give less than they have."""
    telegram = Telegram(posts(*range(1, 11)))
    swept(db, telegram.ask)
    history = telegram[FIRST].history
    telegram[FIRST].history = lambda *given, **rest: [n for n in history(*given, **rest) if n != 5]
    for hours in (1, 3, 5):
        swept(db, telegram.ask, NOW + HOUR * hours)

    assert [] == gone(db)


def test_empty_answer_proves_nothing(db):
    telegram = Telegram(posts(*range(1, 11)))
    swept(db, telegram.ask)
    telegram[FIRST].history = lambda *given, **rest: []
    for hours in (1, 3):
        swept(db, telegram.ask, NOW + HOUR * hours)

    assert ([], 10) == (gone(db), channels.of_source(db, "prudok-1001").newest_id)


def test_older_posts_are_read_again_once_a_day(db):
    telegram = Telegram(many(160))
    swept(db, telegram.ask)
    telegram[FIRST].edit(20, {"text": "Исправлен."})
    telegram[FIRST].delete([30])

    swept(db, telegram.ask, NOW + HOUR)
    assert ["Пост 20."] == texts(db, 20)
    for hours in (25, 27):
        swept(db, telegram.ask, NOW + HOUR * hours)

    assert (["Пост 20.", "Исправлен."], [30]) == (texts(db, 20), gone(db))


def test_album_is_one_document_wherever_a_page_ends(db):
    album = [post(n, "", grouped_id=7, media={"type": "photo"}, at=NOW) for n in range(148, 156)]
    telegram = Telegram(
        channel(
            FIRST,
            *(post(n, at=NOW) for n in range(1, 148)),
            *album,
            *(post(n, at=NOW) for n in range(156, 251)),
        )
    )

    swept(db, telegram.ask)

    assert telegram[FIRST].ids == ids(db)
    assert ["[148, 149, 150, 151, 152, 153, 154, 155]"] == [
        row["album_ids"] for row in db.rows("SELECT album_ids FROM post WHERE album_ids <> '[]'")
    ]


def test_numbers_never_seen_are_holes_once(db):
    telegram = Telegram(posts(1, 2, 6, 7))
    for hours in (0, 1):
        swept(db, telegram.ask, NOW + HOUR * hours)
    telegram[FIRST].post(post(10))
    swept(db, telegram.ask, NOW + HOUR * 2)

    assert [(3, 5), (8, 9)] == [(row["first_id"], row["last_id"]) for row in db.rows("SELECT * FROM hole")]


def test_deleted_post_is_no_hole(db):
    telegram = Telegram(posts(1, 2, 3))
    swept(db, telegram.ask)
    telegram[FIRST].delete([2])
    swept(db, telegram.ask, NOW + HOUR)

    assert 0 == db.value("SELECT count(*) FROM hole")


def test_new_name_and_title_are_history(db):
    telegram = Telegram(posts(1))
    swept(db, telegram.ask)
    telegram[FIRST].username, telegram[FIRST].title = "prudok_new", "Новый Prudok"
    swept(db, telegram.ask, NOW + HOUR)

    assert [("prudok_1001", "Prudok 1001"), ("prudok_new", "Новый Prudok")] == [
        (row["username"], row["title"]) for row in channels.names(db, FIRST)
    ]


def test_preview_rests_while_the_account_reads(db):
    swept(db, Telegram(posts(1, 99)).ask)

    preview = next(entry for entry in sources.entries(db) if entry.kind == "preview")
    assert (99, True) == (preview.newest_post, preview.next_look_at > NOW)


def test_date_in_the_future_and_a_mark_past_the_end_stop_nothing(db):
    telegram = Telegram(channel(FIRST, post(1, at=NOW + DAY * 900), post(2, "👍" * 4096), post(3)))
    swept(db, telegram.ask)

    assert [1, 2, 3] == ids(db)
    assert [None] == [row["published_at"] for row in db.rows("SELECT * FROM document WHERE key = '1'")]
    assert documents.find(db, "prudok-1001", "3")


def test_two_hundred_edits_and_fifty_deletions(db):
    """Every visible edit is a version and no other; every deletion is marked and no other."""
    telegram = Telegram(
        channel(FIRST, generate={"count": 500, "start": (NOW - 5 * DAY).timestamp(), "step": 700})
    )
    swept(db, telegram.ask)
    numbers = telegram[FIRST].ids[20:]
    before = {number: texts(db, number) for number in numbers}
    visible, invisible, deleted = numbers[0:400:4], numbers[1:400:4], numbers[2:400:8]
    for number in visible:
        telegram[FIRST].edit(number, {"html": f"Исправлено: {number}."})
    for number in invisible:
        telegram[FIRST].edit(number, {"views": 5, "reactions": {"👍": number}, "edit_hide": True})
    telegram[FIRST].delete(deleted)

    for hours in (25, 27):
        swept(db, telegram.ask, NOW + HOUR * hours)

    edited = {number: [*before[number], f"Исправлено: {number}."] for number in visible}
    assert (100, 100, 50) == (len(visible), len(invisible), len(deleted))
    assert before | edited == {number: texts(db, number) for number in numbers}
    assert deleted == gone(db)
