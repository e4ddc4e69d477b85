from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import dates_gold
from crawlers import dates

MINSK = ZoneInfo("Europe/Minsk")
NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # Monday, 09:00 in Minsk


def read(value: str, languages: tuple[str, ...] = ("ru",)) -> str | None:
    """Time in Minsk, without the clock for a day."""
    found = dates.parse(value, MINSK, NOW, languages)
    if found is None:
        return None
    return found[0].astimezone(MINSK).strftime("%Y-%m-%d %H:%M" if found[1] == "minute" else "%Y-%m-%d")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-02T08:00:30+03:00", "2026-03-02 08:00"),
        ("2026-03-02T05:00:00.000Z", "2026-03-02 08:00"),
        ("2026-03-02 08:00", "2026-03-02 08:00"),
        ("20260301T101112Z", "2026-03-01 13:11"),
        ("Mon, 02 Mar 2026 05:00:00 GMT", "2026-03-02 08:00"),
        ("Mon, 02 Mar 2026 08:00:00 MSK", "2026-03-02 08:00"),
        ("Пн, 02 мар 2026 08:00:00 +0300", "2026-03-02 08:00"),
        ("Tue Jan 27 15:28:56 CET 2026", "2026-01-27 17:28"),
        ("08 января 2026, 19:51", "2026-01-08 19:51"),
        ("Звязда, 01 жнiўня 2008 года № 142 (26255)", "2008-08-01"),
        ("Голас Радзімы, №3 (3075), чацвер, 24 студзеня, 2008", "2008-01-24"),
        ("12 траўня 2024", "2024-05-12"),
        ("8 липня 2024", "2024-07-08"),
        ("03 Listopada 2024, 20:21", "2024-11-03 20:21"),
        ("May 29th, 2024 at 10:15 pm", "2024-05-29 22:15"),
        ("Posted: 09.04.2024 09:11:00", "2024-04-09 09:11"),
        ("09 .01.26", "2026-01-09"),
        ("20:21 03.11.2024", "2024-11-03 20:21"),
        ("29 мая 2024 г. в 10.30", "2024-05-29 10:30"),
        ("1706947264", "2024-02-03 11:01"),
        ("2024-05-30T00:00:00+03:00", "2024-05-30"),
    ],
)
def test_a_written_date_is_read(value, expected):
    assert expected == read(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("сёння ў 08:00", "2026-03-02 08:00"),
        ("Вчера, 17:51", "2026-03-01 17:51"),
        ("учора 23:59", "2026-03-01 23:59"),
        ("08:30", "2026-03-02 08:30"),
        ("5 минут назад", "2026-03-02 08:55"),
        ("2 часа назад", "2026-03-02"),
        ("3 дні таму", "2026-02-27"),
        ("1 марта, 10:00", "2026-03-01 10:00"),
        ("30 декабря", "2025-12-30"),
        ("02.03, 08:15", "2026-03-02 08:15"),
    ],
)
def test_what_is_said_from_today_is_counted_from_now(value, expected):
    assert expected == read(value)


@pytest.mark.parametrize(
    "value",
    [
        "2031-01-01",
        "2026-03-02T09:02",
        "10:00",
        "Завтра, 10:00",
        "31 февраля 2025",
        "май 2024",
        "16.10",
        "5 Мария 2024",
        "1 of 12",
        "0000-00-00",
        "1969-12-31",
        "45.45.2024",
        "Обновлено: 01.03.2026",
        "9" * 5_000,
        "abc",
        "",
    ],
)
def test_what_is_not_certain_or_not_yet_is_none(value):
    assert read(value) is None


def test_only_slashes_may_be_american_and_only_where_english_is_written():
    """A source in English or of unknown language may mean 5 April; `09.04.2024` is always 9 April."""
    assert "2024-05-04" == read("04/05/2024", ("ru", "be"))
    assert read("04/05/2024", ("en",)) is None
    assert read("04/05/2024", ()) is None
    assert "2024-05-14" == read("05/14/2024", ("en",))
    assert "2024-04-09" == read("09.04.2024", ("en",))


def test_a_mark_of_change_ends_the_date_of_publication():
    assert "2026-03-01 10:00" == read("01.03.2026 10:00 (обновлено 02.03.2026 08:00)")


def test_a_day_is_its_midnight_in_the_sources_zone():
    assert (datetime(2024, 5, 8, 21, tzinfo=UTC), "day") == dates.parse("2024-05-09", MINSK, NOW)


@given(st.text(max_size=60), st.sampled_from(["{} 2026", "{}.03.2026", "вчера {}", "{} мая", "{}:30", "{}"]))
def test_no_text_is_read_as_a_time_after_now(text, frame):
    found = dates.parse(frame.format(text), MINSK, NOW)

    assert found is None or found[0] <= NOW


@given(st.dates(date(1995, 1, 1), date(2026, 3, 1)), st.sampled_from(["ru", "be"]))
def test_every_day_in_words_is_read_back(day, language):
    months = {
        "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
        "be": (
            "студзеня лютага сакавiка красавіка траўня чэрвеня "
            "лiпеня жніўня верасня кастрычнiка лістапада снежня"
        ).split(),
    }

    assert str(day) == read(f"{day.day} {months[language][day.month - 1]} {day.year} г.")


def test_dates_of_real_lists_are_right_or_none(shared):
    for name, zone, now, pairs in dates_gold.every(shared / "data"):
        read_days = [(gold, dates.parse(text, ZoneInfo(zone), now)) for text, gold in pairs]
        days = [(gold, found[0].astimezone(ZoneInfo(zone)).date()) for gold, found in read_days if found]

        assert sum(gold == day for gold, day in days) >= 0.99 * len(pairs), name
        assert all(abs(gold - day) < timedelta(days=28) for gold, day in days), name
