"""Which element holds the text of an article."""

from crawlers import bodies, page

MENU = "<table><tr><td>Главная</td><td>Новости района и области за весь прошедший год.</td></tr></table>"
DAYS = ("понедельник", "вторник", "среду", "четверг")


def _pages(before="", after=""):
    texts = [f"В {day} жители собрались на площади и долго говорили о новом мосте." for day in DAYS]
    markup = [f"<html><body>{MENU}{before}<p>{text}</p>{after}</body></html>" for text in texts]
    return [page.parse(one.encode()) for one in markup], texts


def test_element_of_the_text_is_named_where_menus_got_in():
    roots, texts = _pages('<div class="story">', "</div>")

    found = bodies.selector(roots, [f"Главная Новости района и области {text}" for text in texts])

    assert found in ("div.story", "div.story p")


def test_clean_texts_need_no_selector():
    roots, texts = _pages('<div class="story">', "</div>")

    assert bodies.selector(roots, texts) is None


def test_two_pages_prove_nothing():
    roots, _ = _pages('<div class="story">', "</div>")

    assert bodies.selector(roots[:2], ["", ""]) is None
