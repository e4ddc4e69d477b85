"""Paradigms by hand: genitive, dative, accusative, instrumental, locative; longer instrumentals left out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.register import declension, shipped

RU = """
Вересов poss-m Вересова Вересову Вересова Вересовым Вересове
Соловьёв poss-m Соловьёва Соловьёву Соловьёва Соловьёвым Соловьёве
Лугин poss-m Лугина Лугину Лугина Лугиным Лугине
Вересова poss-f Вересовой Вересовой Вересову Вересовой Вересовой
Лугина poss-f Лугиной Лугиной Лугину Лугиной Лугиной
Ольховский adj-m Ольховского Ольховскому Ольховского Ольховским Ольховском
Белый adj-m Белого Белому Белого Белым Белом
Крайний adj-m Крайнего Крайнему Крайнего Крайним Крайнем
Горячий adj-m Горячего Горячему Горячего Горячим Горячем
Куцый adj-m Куцего Куцему Куцего Куцым Куцем
Толстой adj-m Толстого Толстому Толстого Толстым Толстом
Ольховская adj-f Ольховской Ольховской Ольховскую Ольховской Ольховской
Крайняя adj-f Крайней Крайней Крайнюю Крайней Крайней
Дубинич cons-m Дубинича Дубиничу Дубинича Дубиничем Дубиниче
Дуб cons-m Дуба Дубу Дуба Дубом Дубе
Гай cons-m Гая Гаю Гая Гаем Гае
Конопель cons-m Конопеля Конопелю Конопеля Конопелем Конопеле
Журавлёнок cons-m Журавлёнка Журавлёнку Журавлёнка Журавлёнком Журавлёнке
Лозовец cons-m Лозовца Лозовцу Лозовца Лозовцом Лозовце
Стрелец cons-m Стрельца Стрельцу Стрельца Стрельцом Стрельце
Соловей cons-m Соловья Соловью Соловья Соловьем Соловье
Матвей cons-m Матвея Матвею Матвея Матвеем Матвее
Орёл cons-m Орла Орлу Орла Орлом Орле
Лукаш cons-m Лукаша Лукашу Лукаша Лукашем Лукаше
Верба a Вербы Вербе Вербу Вербой Вербе
Скорина a-m Скорины Скорине Скорину Скориной Скорине
Рябка a Рябки Рябке Рябку Рябкой Рябке
Земля a Земли Земле Землю Землей Земле
Гаркуша a-m Гаркуши Гаркуше Гаркушу Гаркушей Гаркуше
Вересенко indecl Вересенко Вересенко Вересенко Вересенко Вересенко
"""
BE = """
Верасаў poss-m Верасава Верасаву Верасава Верасавым Верасаве
Луговін poss-m Луговіна Луговіну Луговіна Луговіным Луговіне
Верасава poss-f Верасавай Верасавай Верасаву Верасавай Верасавай
Альхоўскі adj-m Альхоўскага Альхоўскаму Альхоўскага Альхоўскім Альхоўскім
Белы adj-m Белага Беламу Белага Белым Белым
Лазавы adj-m Лазавога Лазавому Лазавога Лазавым Лазавым
Сіні adj-m Сіняга Сіняму Сіняга Сінім Сінім
Талстой adj-m Талстога Талстому Талстога Талстым Талстым
Альхоўская adj-f Альхоўскай Альхоўскай Альхоўскую Альхоўскай Альхоўскай
Сіняя adj-f Сіняй Сіняй Сінюю Сіняй Сіняй
Дубініч cons-m Дубініча Дубінічу Дубініча Дубінічам Дубінічу
Дубнік cons-m Дубніка Дубніку Дубніка Дубнікам Дубніку
Жук cons-m Жука Жуку Жука Жуком Жуку
Гай cons-m Гая Гаю Гая Гаем Гаі
Канапель cons-m Канапеля Канапелю Канапеля Канапелем Канапелі
Лапцень cons-m Лапценя Лапценю Лапценя Лапценем Лапцені
Журавёнак cons-m Журавёнка Журавёнку Журавёнка Журавёнкам Журавёнку
Кравец cons-m Краўца Краўцу Краўца Краўцом Краўцу
Стралец cons-m Стральца Стральцу Стральца Стральцом Стральцу
Франак cons-m Франака Франаку Франака Франакам Франаку
Чабанак cons-m Чабанка Чабанку Чабанка Чабанкам Чабанку
Казёл cons-m Казла Казлу Казла Казлам Казле
Брант cons-m Бранта Бранту Бранта Брантам Бранце
Лебед cons-m Лебеда Лебеду Лебеда Лебедам Лебедзе
Вярбенка a-m Вярбенкі Вярбенку Вярбенку Вярбенкам Вярбенку
Скарына a-m Скарыны Скарыну Скарыну Скарынам Скарыну
Гаркуша a-m Гаркушы Гаркушу Гаркушу Гаркушам Гаркушу
Сыракомля a-m Сыракомлі Сыракомлю Сыракомлю Сыракомлем Сыракомлю
Вольга a Вольгі Вользе Вольгу Вольгай Вользе
Рэвека a Рэвекі Рэвецы Рэвеку Рэвекай Рэвецы
Саха a Сахі Сасе Саху Сахой Сасе
Маргарыта a Маргарыты Маргарыце Маргарыту Маргарытай Маргарыце
Ліда a Ліды Лідзе Ліду Лідай Лідзе
Марыя a Марыі Марыі Марыю Марыяй Марыі
Верабей indecl Верабей Верабей Верабей Верабей Верабей
"""
PLACES = """
ru Брянск cons-m Брянска Брянску Брянск Брянском Брянске
ru Мозырь cons-m Мозыря Мозырю Мозырь Мозырем Мозыре
ru Дубровичи pl Дубровичей Дубровичам Дубровичи Дубровичами Дубровичах
ru Пружаны pl Пружан Пружанам Пружаны Пружанами Пружанах
ru Молодечно o Молодечно Молодечно Молодечно Молодечно Молодечно
ru Молодечно o Молодечна Молодечну Молодечно Молодечном Молодечне
ru Сморгонь soft-f Сморгони Сморгони Сморгонь Сморгонью Сморгони
ru Мирное adj-n Мирного Мирному Мирное Мирным Мирном
be Бранск cons-m Бранска Бранску Бранск Бранскам Бранску
be Мазыр cons-m Мазыра Мазыру Мазыр Мазырам Мазыры
be Гомель cons-m Гомеля Гомелю Гомель Гомелем Гомелі
be Нясвіж cons-m Нясвіжа Нясвіжу Нясвіж Нясвіжам Нясвіжы
be Брэст cons-m Брэста Брэсту Брэст Брэстам Брэсце
be Дубровічы pl Дубровіч Дубровічам Дубровічы Дубровічамі Дубровічах
be Маладзечна o Маладзечна Маладзечну Маладзечна Маладзечнам Маладзечне
be Берасце o Берасця Берасцю Берасце Берасцем Берасці
be Смаргонь soft-f Смаргоні Смаргоні Смаргонь Смаргонню Смаргоні
be Мірнае adj-n Мірнага Мірнаму Мірнае Мірным Мірным
"""
CASES = ("gen", "dat", "acc", "ins", "loc")


def rows(table):
    return [line.split() for line in table.strip().splitlines()]


@pytest.mark.parametrize(
    ("language", "row"), [("ru", row) for row in rows(RU)] + [("be", row) for row in rows(BE)]
)
def test_a_name_has_its_case_forms(language, row):
    word, name, *expected = row

    cases = declension.cases(word, language, name)

    assert [] == [(case, form) for case, form in zip(CASES, expected, strict=True) if form not in cases[case]]
    assert (word,) == cases["nom"]


@pytest.mark.parametrize("row", rows(PLACES))
def test_a_place_has_its_case_forms(row):
    language, word, name, *expected = row

    cases = declension.cases(word, language, name, is_person=False)

    assert [] == [(case, form) for case, form in zip(CASES, expected, strict=True) if form not in cases[case]]


@pytest.mark.parametrize(
    ("language", "row"), [("ru", row) for row in rows(RU)] + [("be", row) for row in rows(BE)[:28]]
)
def test_the_ending_and_the_gender_propose_a_class_that_gives_these_forms(language, row):
    word, name, *expected = row
    gender = "f" if name in {"poss-f", "adj-f"} else "m"

    proposed = declension.of_surname(word, language, gender)

    assert set(expected) <= declension.forms(word, language, proposed)


@pytest.mark.parametrize(
    ("language", "word", "gender", "expected"),
    [
        ("ru", "Дубинич", "f", "indecl"),
        ("be", "Дубініч", "f", "indecl"),
        ("ru", "Верба", "f", "a"),
        ("be", "Верасава", None, "poss-f"),
        ("be", "Верасава", "m", "a-m"),
        ("ru", "Ольховская", None, "adj-f"),
        ("ru", "Вересенко", "f", "indecl"),
        ("ru", "Ким", "m", "cons-m"),
        ("ru", "Лин", "m", "cons-m"),
        ("ru", "Цой", "m", "cons-m"),
    ],
)
def test_the_gender_decides_where_the_ending_does_not(language, word, gender, expected):
    assert expected == declension.of_surname(word, language, gender)


def test_the_first_part_of_a_double_surname_may_be_declined_too():
    forms = declension.forms("Лугин-Дубинич", "ru", "cons-m")

    assert {"Лугина-Дубинича", "Лугин-Дубиничу", "Лугиным-Дубиничем"} <= forms


@pytest.mark.parametrize(
    ("language", "word", "gender", "expected"),
    [
        ("ru", "Павел", "m", "Павла Павлу Павла Павлом Павле"),
        ("ru", "Лев", "m", "Льва Льву Льва Львом Льве"),
        ("ru", "Пётр", "m", "Петра Петру Петра Петром Петре"),
        ("ru", "Валерий", "m", "Валерия Валерию Валерия Валерием Валерии"),
        ("ru", "Никита", "m", "Никиты Никите Никиту Никитой Никите"),
        ("ru", "Любовь", "f", "Любови Любови Любовь Любовью Любови"),
        ("ru", "Мария", "f", "Марии Марии Марию Марией Марии"),
        ("ru", "Ильич", "m", "Ильича Ильичу Ильича Ильичом Ильиче"),
        ("ru", "Игоревна", "f", "Игоревны Игоревне Игоревну Игоревной Игоревне"),
        ("be", "Павел", "m", "Паўла Паўлу Паўла Паўлам Паўле"),
        ("be", "Пётр", "m", "Пятра Пятру Пятра Пятром Пятру"),
        ("be", "Леў", "m", "Льва Льву Льва Львом Льву"),
        ("be", "Уладзіслаў", "m", "Уладзіслава Уладзіславу Уладзіслава Уладзіславам Уладзіславе"),
        ("be", "Юрый", "m", "Юрыя Юрыю Юрыя Юрыем Юрыю"),
        ("be", "Таццяна", "f", "Таццяны Таццяне Таццяну Таццянай Таццяне"),
        ("be", "Рыгораўна", "f", "Рыгораўны Рыгораўне Рыгораўну Рыгораўнай Рыгораўне"),
        ("be", "Рыгоравіч", "m", "Рыгоравіча Рыгоравічу Рыгоравіча Рыгоравічам Рыгоравічу"),
    ],
)
def test_first_names_and_patronymics_are_declined(language, word, gender, expected):
    cases = declension.cases(word, language, declension.of_first_name(word, language, gender))

    assert [] == [form for case, form in zip(CASES, expected.split(), strict=True) if form not in cases[case]]


@given(
    st.text("абвгджзйклмнопрстуфхцчшьыеёюяіўАЖК-'", min_size=1, max_size=9),
    st.sampled_from(("be", "ru")),
    st.sampled_from(declension.CLASSES),
    st.booleans(),
)
def test_any_word_has_forms_in_any_class(word, language, name, is_person):
    cases = declension.cases(word, language, name, is_person=is_person)

    assert (word,) == tuple(dict.fromkeys(cases["nom"]))
    assert all(all(variants) and variants for variants in cases.values())


@given(
    st.text("абвгджзйклмнопрстуфхцчшьыеёюяіўА", min_size=1, max_size=9),
    st.sampled_from(("be", "ru")),
    st.sampled_from(("m", "f", "n", "pl", None)),
)
def test_any_word_has_a_class(word, language, gender):
    for of_kind in (declension.of_surname, declension.of_first_name, declension.of_thing):
        assert of_kind(word, language, gender) in declension.CLASSES


def test_paradigms_written_by_hand_are_found_whole(shared):
    """Every form of each, and nothing but a longer instrumental or a variant that stress decides."""
    register = {
        (language, word): (entity, given)
        for entity in shipped()
        for language, word, given in (
            ("be", (entity.be or "").split(" ")[-1], entity.decl_be),
            ("ru", (entity.ru or "").split(" ")[-1], entity.decl_ru),
        )
    }
    lines = (shared / "data/morphology/names_forms.jsonl").read_text("utf-8").splitlines()
    for gold in map(json.loads, lines):
        language, word = gold.pop("lang"), gold["nom"]
        entity, given = register.get((language, word), (None, None))
        is_person = entity is None or entity.is_person
        name = given or (
            declension.of_surname(word, language, entity and entity.gender)
            if is_person
            else declension.of_thing(word, language, entity.gender)
        )
        cases = declension.cases(word, language, name, is_person=is_person)

        assert {} == {case: form for case, form in gold.items() if form not in cases[case]}
        assert len(declension.forms(word, language, name, is_person=is_person) - set(gold.values())) <= 4
