import pytest

from dazor.text import language

TEXTS = {
    "be": (
        "Губернатар заявіў, што ўсе работы скончацца ў тэрмін, "
        "а жыхары вуліцы чакаюць адказу з выканкама ўжо год."
    ),
    "ru": (
        "Губернатор заявил, что все работы закончатся в срок, "
        "а жители улицы ждут ответа из исполкома уже год, и ещё."
    ),
    "uk": (
        "Губернатор заявив, що всі роботи закінчаться вчасно, "
        "а її мешканці чекають відповіді, є й інші питання до неї."
    ),
    "en": (
        "The governor said that all of the works would be finished "
        "in time, and the people of the street wait for it."
    ),
    "pl": (
        "Gubernator oświadczył, że wszystkie prace zakończą "
        "się w terminie, a mieszkańcy ulicy czekają na odpowiedź."
    ),
}


@pytest.mark.parametrize("code", TEXTS)
def test_letters_tell_the_language(code):
    assert code == language.guess(TEXTS[code])


def test_latin_i_inside_words_is_belarusian_still():
    assert "be" == language.guess(TEXTS["be"].replace("і", "i"))


def test_letters_outvote_the_declaration():
    assert "be" == language.guess(TEXTS["be"], declared="ru")
    assert "de" == language.guess("Der Gouverneur sagte, dass alle Arbeiten " * 3, declared="de-AT")


def test_what_is_short_mixed_or_unexpected_is_not_certain():
    assert language.guess("Мост открыт") is None
    assert language.guess(TEXTS["be"] + TEXTS["ru"]) is None
    assert language.guess(TEXTS["uk"], ("be", "ru")) is None


def test_a_short_text_is_in_the_only_language_of_its_source():
    assert "ru" == language.guess("Мост открыт", ("ru",))
    assert language.guess("Міністр сказаў", ("ru",)) is None
    assert language.guess("Мост открыт", ("be", "ru")) is None
    assert language.guess("👍", ("ru",)) is None
