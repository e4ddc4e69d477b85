"""What is measured of the first reading of a page, and only of that."""

from datetime import timedelta

import pytest

from crawlers import record
from crawlers.settle import run as settle
from dazor.config import Config
from dazor.health.measuring import lines, measure, repeated
from store import extractions
from tests.errands import OUTLET, again, answer, found

PAGE = "<html><body><article><h1>Title {n}</h1><p>{text}</p><p>{foot}</p></article></body></html>"
FOOT = "Городские службы работают сегодня в обычном порядке, сообщили в ратуше."


@pytest.fixture
def config(tmp_path):
    (tmp_path / "outlet.toml").write_text(
        'id = "outlet"\nname = "Outlet"\nkind = "site"\nsite = "https://outlet.example/"\n'
        'languages = ["ru"]\nzone = "Europe/Minsk"\n[[entry]]\nkind = "feed"\n'
        'url = "https://outlet.example/feed"\n',
        "utf-8",
    )
    return Config.model_validate({"catalogue": {"folder": str(tmp_path), "only": ("outlet",)}})


def read(db, config, now, number, body=None):
    page = PAGE.format(n=number, text=f"Слова {number} этой статьи. " * 30, foot=FOOT)
    errand = found(db, f"/news/{number}", now)
    answer_with(db, config, now, errand, body or page)
    return errand


def answer_with(db, config, now, errand, page):
    record.address_answer(db, errand, answer(page.encode(), url=errand.url), now)
    settle(db, config, now)


def measures(db):
    return extractions.newest(db, OUTLET.id, 10)


def test_text_and_what_it_lacks_are_measured_once(db, config, now):
    read(db, config, now, 1)
    read(db, config, now, 2)
    measure(db)
    more = measure(db)

    first, second = measures(db)
    assert 0 == more
    assert ("ok", False, False) == (first.outcome, first.has_author, first.has_date)
    assert first.length > 500
    assert 0 == first.repeated < second.repeated < 0.3


def test_page_without_a_text_is_measured_too(db, config, now):
    read(db, config, now, 1, "<html><body><p>Hm.</p></body></html>" + " " * 40)
    measure(db)

    assert [("no_text", 0)] == [(one.outcome, one.length) for one in measures(db)]


def test_second_look_is_not_measured(db, config, now):
    errand = read(db, config, now, 1)
    page = PAGE.format(n=1, text="Другое. " * 50, foot="")
    answer_with(db, config, now + timedelta(hours=1), again(db, errand), page)

    assert 1 == measure(db)


def test_old_measures_are_forgotten(db, config, now):
    read(db, config, now, 1)
    measure(db)
    extractions.forget(db, now + extractions.KEPT + timedelta(days=1))

    assert [] == measures(db)


def test_repeated_is_a_share_of_the_text():
    text = "Одна строка этого текста.\nДругая его строка, она длиннее."

    assert 0 == repeated(text, [])
    assert 1 > repeated(text, [lines("Одна строка этого текста.\nЕщё одна строка.")]) > 0.3
    assert 0 == repeated("", [lines(text)])
