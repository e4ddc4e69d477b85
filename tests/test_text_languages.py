import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.text import fold, languages, lemmas

LETTERS = "абвгґдеёєжзийіїклмнопрстуўфхцчшщъыьэюя'-АЯІЎЩabcdefxyząęłóśABŁ0123"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Президент рассказал о новых санкциях", "ru"),
        ("Прэзідэнт расказаў пра новыя санкцыі", "be"),
        ("Президент розповів про нові санкції", "uk"),
        ("The president spoke of new sanctions", "en"),
        ("Prezydent powiedział o nowych sankcjach", "pl"),
        ("Рэспублiка Беларусь сёння", "be"),  # a Latin i
        ("ПРЕЗИДЕНТ ПОДПИСАЛ УКАЗ О ПРИЗЫВЕ", "ru"),
        ("сьнег і сьвятло па ўсёй краіне", "be"),
        ("Подробнее: https://example.com/news/today-in-the-world", "ru"),
    ],
)
def test_language_of_a_paragraph(text, language):
    assert [language] == [paragraph.language for paragraph in languages.paragraphs(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Die Bundesregierung hat neue Sanktionen beschlossen",
        "Lietuvos vyriausybė nusprendė uždaryti sieną",
        "Правителството на България прие нови санкции",
        "Влада Србије је усвојила нове санкције",
        "Қазақстан үкіметі жаңа санкциялар енгізді",
        "رئيس الدولة",
        "国家元首",
        "Рада",
        "12 345",
        "😀😀",
    ],
)
def test_what_is_unsure_or_another_language_has_none(text):
    assert [None] == [paragraph.language for paragraph in languages.paragraphs(text)]


def test_paragraphs_are_the_lines_that_are_not_empty():
    text = "Он сказал, что выборы прошли.\r\n\r\n«Выбары адбыліся ўчора»\n \nEnd of the story here"

    found = languages.paragraphs(text)

    assert ["Он сказал, что выборы прошли.", "«Выбары адбыліся ўчора»", "End of the story here"] == [
        text[start:end] for start, end, _ in found
    ]
    assert ["ru", "be", "en"] == [language for _, _, language in found]


def test_short_line_has_the_language_of_a_text_whose_letters_are_clear():
    text = "Спасибо\nЭто было сказано и сделано.\nWorld news today"

    assert [None] == [paragraph.language for paragraph in languages.paragraphs("Спасибо")]
    assert ["ru", "ru", "en"] == [paragraph.language for paragraph in languages.paragraphs(text)]


def test_text_of_very_many_lines_is_told_by_letters_in_the_end():
    text = "Привет, как дела у тебя\n" * 5_001 + "Ён пайшоў дадому"

    found = [paragraph.language for paragraph in languages.paragraphs(text)]

    assert ["ru", None, "be"] == [found[4_999], found[5_000], found[5_001]]


def test_text_has_the_language_of_most_letters():
    text = "Он сказал, что на выборах победили все, кто этого хотел.\n«Выбары адбыліся ўчора»"

    assert "ru" == languages.of_text(text)
    assert "ru" == languages.of_text(languages.paragraphs(text))


@pytest.mark.parametrize("text", ["", "\n\n", "123\n😀"])
def test_text_without_words_has_no_language(text):
    assert languages.of_text(text) is None


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("санкции", ("ru", "uk")),
        ("санкцыі", ("be",)),
        ("санкція", ("be", "uk")),
        ("рада", ("be", "ru", "uk")),
        ("sanctions", ("en", "pl")),
        ("Łukaszenka", ("pl",)),
        ("Київщына", ("be", "ru", "uk")),
        ("2007", ("en",)),
        ("Рэспублiка", ("be",)),
    ],
)
def test_letters_say_in_which_languages_a_word_was_typed(word, expected):
    assert expected == languages.of_typed(word)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("санкции", "ru", ("ru",)),
        ("рада", None, ("be", "ru")),
        ("звязда", "en", ("be", "ru")),
        ("Звязда", "ru", ("ru",)),
        ("санкцыі", "ru", ("be",)),
        ("Reuters", "ru", ("en",)),
        ("Reuters", "pl", ("pl",)),
        ("Reuters", None, ("en", "pl")),
        ("Łódź", "be", ("pl",)),
        ("Київ", None, ("uk",)),
    ],
)
def test_word_of_a_text_is_read_in_the_language_of_its_paragraph(word, language, expected):
    assert expected == languages.of_written(word, language)


@given(
    st.text(LETTERS, min_size=1, max_size=12), st.sampled_from([*languages.LANGUAGES, None]), st.booleans()
)
def test_whatever_is_typed_finds_itself(word, language, in_phrase):
    """In a paragraph of any language, some language reads it on both sides and they share a lemma."""
    exact = fold.form(word)

    read = languages.of_written(exact, language)

    assert set(read) <= set(languages.of_typed(exact))
    assert all(
        lemmas.written(exact, one) & lemmas.typed(exact, one, in_phrase=in_phrase)
        for one in languages.of_typed(exact)
    )
