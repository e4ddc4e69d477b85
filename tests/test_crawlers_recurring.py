from datetime import timedelta

import pytest

from crawlers import record, recurring, settle
from crawlers.errand import Errand
from crawlers.recurring import Learnt
from dazor import catalogue
from dazor.catalogue import Catalogue
from dazor.config import Config
from store.types import Reading
from tests.errands import NOW, OUTLET, again, answer, found

PROMO = "Наш адрес для писем и ваших историй прежний: Озёрск, улица Садовая, 5"
LATER = NOW + timedelta(days=1)
KNOWN = Learnt(lines=recurring.keys([PROMO]) - {""}, title_ends=frozenset({"вечернийозёрск"}))


def reading(text: str, title: str = "Мост открыт") -> Reading:
    return Reading(extractor="x", outcome="ok", title=title, text=text)


def body(number: int) -> str:
    return (
        f"В посёлке {'абвгдежзик'[number]} открыли мост. " * 6 + f"\nСтроили его {number + 2} года.\n{PROMO}"
    )


@pytest.fixture
def config(tmp_path, monkeypatch) -> Config:
    monkeypatch.setattr(catalogue, "load", lambda _: Catalogue(sources=(OUTLET,)))
    return Config.model_validate({}, context={"folder": tmp_path})


def test_what_every_article_has_is_left_out_and_named():
    found = recurring.without(reading(body(1), "Мост открыт | Вечерний Озёрск"), KNOWN)

    assert body(1).removesuffix("\n" + PROMO) == found.text
    assert "Мост открыт" == found.title
    assert f"«{PROMO[:60]}», «Вечерний Озёрск»" in found.warnings[0]


def test_a_text_that_would_hardly_stay_is_left_whole():
    assert reading(PROMO) == recurring.without(reading(PROMO), KNOWN)


def test_what_is_not_known_stays():
    assert reading(body(1)) == recurring.without(reading(body(1)), Learnt())


@pytest.mark.parametrize(
    ("articles", "of", "is_learnt"),
    [(4, 4, False), (5, 5, True), (5, 25, True), (5, 26, False), (20, 200, False)],
)
def test_a_line_recurs_in_five_articles_that_are_a_fifth_of_all(articles, of, is_learnt):
    assert ({"a"} if is_learnt else set()) == recurring.chosen({"a": articles, "": of})


def test_numbers_make_no_other_line():
    assert recurring.keys(["Просмотров: 17"]) == recurring.keys(["Просмотров: 2031"])


def test_long_lines_are_sentences():
    assert {""} == recurring.keys(["слово " * 50])


def page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f"<html><body><article><h1>Мост открыт</h1>{paragraphs}</article></body></html>".encode()


def collected(db, config, numbers, at) -> dict[int, Errand]:
    """New articles of one day, read in the order given."""
    errands = {number: found(db, f"/news/{number}") for number in numbers}
    for number, errand in errands.items():
        record.address_answer(db, errand, answer(page(body(number)), url=errand.url), at)
    settle.run(db, config, at)
    return errands


def texts(db) -> list[str]:
    return [row["text"] for row in db.rows("SELECT text FROM version ORDER BY id")]


@pytest.mark.parametrize("numbers", [range(6), reversed(range(6))])
def test_yesterday_teaches_today_whatever_the_order(db, config, numbers):
    collected(db, config, numbers, NOW)
    collected(db, config, [7], LATER)

    assert [True] * 6 + [False] == [PROMO in text for text in texts(db)]


def test_what_was_only_learnt_is_no_edit(db, config):
    errand = again(db, collected(db, config, range(6), NOW)[1])
    record.address_answer(db, errand, answer(page(body(1)) + b"<!-- -->", url=errand.url), LATER)

    settle.run(db, config, LATER)

    assert 6 == len(texts(db))
    assert PROMO not in db.value("SELECT text FROM reading ORDER BY id DESC LIMIT 1")


def test_an_edit_after_learning_is_an_edit(db, config):
    errand = again(db, collected(db, config, range(6), NOW)[1])
    changed = page(body(1).replace("открыли", "закрыли"))
    record.address_answer(db, errand, answer(changed, url=errand.url), LATER)

    settle.run(db, config, LATER)

    assert 7 == len(texts(db))


def test_one_text_at_many_addresses_teaches_nothing(db, config):
    for number in range(6):
        errand = found(db, f"/news/{number}")
        record.address_answer(db, errand, answer(page(body(1)), url=errand.url), NOW)
    settle.run(db, config, NOW)

    assert Learnt() == recurring.learnt(db, OUTLET.id, LATER.date())


def test_two_weeks_later_it_is_forgotten(db, config):
    collected(db, config, range(6), NOW)

    settle.run(db, config, NOW + timedelta(days=16))

    assert 0 == db.value("SELECT count(*) FROM recurring")
