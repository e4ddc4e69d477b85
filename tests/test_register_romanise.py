import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.register import romanise, shipped

# People of the shipped register whose Belarusian name the review spells from Belarusian.
OF_THE_REVIEW = """
lukashenka-aliaksandr khrenin-viktar latushka-pavel yahorau-andrei tsikhanouskaya-sviatlana
tsikhanousky-siarhei liber-pavel kavaleuski-valery tsapkala-valery misyuk-maria taran-natallia pavuk-andrei
saliankou-illya pak-volha liauchuk-marharyta kuchynski-pavel aleinik-siarhei brantsevich-tatsiana tur-ihar
haidukevich-aleh
""".split()


def test_the_spellings_of_the_review_are_met():
    """Seventeen of twenty at least; the others are its own habits: -sky, Maria, Illya."""
    people = [shipped().by_id[slug] for slug in OF_THE_REVIEW]

    met = [entity.id for entity in people if romanise.suggest(entity.be) == entity.en]

    assert 17 <= len(met), set(OF_THE_REVIEW) - set(met)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Раман Жураўлёў", "Raman Zhurauliou"),
        ("Юлія Раеўская", "Yuliia Rayeuskaya"),
        ("Дзьмітры Юр’еў", "Dzmitry Yuryeu"),
        ("Ян Хмызнікаў-Чыж", "Yan Khmyznikau-Chyzh"),
        ("Валерый Васілевіч", "Valery Vasilevich"),
        ("ЯНКА СІЎКО", "Yanka Siuko"),
    ],
)
def test_a_belarusian_name_is_spelt_by_the_official_scheme(name, expected):
    assert expected == romanise.suggest(name)


@pytest.mark.parametrize(
    "name",
    [
        "Виктор Хренин",
        "Роман Пак",
        "Сергей Дуб",
        "Олег Егоров",
        "Наталья Таран",
        "Антон Шевченко",
        "Ярослав Дуб",
        "Антон Головко",
        "Anton Dub",
        "12",
        "",
    ],
)
def test_a_russian_form_gets_no_suggestion(name):
    assert romanise.suggest(name) is None


def test_no_russian_form_of_the_register_is_spelt_as_if_it_were_belarusian():
    """What is the same in both languages may be spelt."""
    spelt = [entity.id for entity in shipped() if entity.is_person and romanise.suggest(entity.ru)]

    assert [] == [slug for slug in spelt if shipped().by_id[slug].ru != shipped().by_id[slug].be]


@given(st.text(max_size=40))
def test_any_text_is_a_spelling_in_ascii_or_none(text):
    found = romanise.suggest(text)

    assert found is None or (found.isascii() and found)
