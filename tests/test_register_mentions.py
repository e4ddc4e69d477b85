"""Who is named in a text: the register through the matcher."""

import json

import pytest

from dazor.analyse import mentions
from dazor.register import declension, load, names, shipped
from dazor.rules import matcher

DESK = """
[[entity]]
id = "veras-ivan"
kind = "person"
gender = "m"
en = "Ivan Veras"
be = "Іван Верас"
ru = "Иван Верес"
aliases = ["Иван Ильич Верес"]
bare = true

[[entity]]
id = "veras-anna"
kind = "person"
gender = "f"
en = "Anna Veras"
be = "Ганна Верас"
ru = "Анна Верес"
titles = ["начальница станции"]
bare = true

[[entity]]
id = "tur-piotr"
kind = "person"
gender = "m"
en = "Piotr Tur"
be = "Пётр Тур"
ru = "Пётр Тур"

[[entity]]
id = "bridge-office"
kind = "org"
en = "Bridge Office"
be = "Упраўленне мастоў"
ru = "Управление мостов"
aliases = ["УМ", "МОСТ"]
head = true

[[entity]]
id = "rada-paper"
kind = "media"
gender = "f"
en = "Rada"
be = "Рада"
ru = "Рада"

[[entity]]
id = "grom-5"
kind = "weapon"
en = "Grom-5"
be = "Гром-5"
ru = "Гром-5"
adjectives = ["громовский"]
"""


@pytest.fixture(scope="module")
def register():
    loaded = load.from_text(DESK, file="entities.toml")
    assert () == loaded.problems
    return loaded.register


@pytest.fixture(scope="module")
def find(register):
    """`find(text)`: each mention as its words and the id."""
    compiled = mentions.rules(register)

    def found(text):
        read = matcher.read(matcher.Text(text=text))
        return [(text[one.start : one.end], one.entity) for one in mentions.find(register, compiled, read)]

    return found


IVAN, ANNA, TUR = "veras-ivan", "veras-anna", "tur-piotr"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Говорил с Вересом.", [("Вересом", IVAN)]),  # his form alone
        ("Пришёл Верес.", []),  # hers too: neither
        ("Пришла Анна Верес, с Иваном Вересом.", [("Анна Верес", ANNA), ("Иваном Вересом", IVAN)]),
        ("Иван Верес, Анна Верес", [("Иван Верес", IVAN), ("Анна Верес", ANNA)]),
        ("Верасу Івану", [("Верасу Івану", IVAN)]),
        ("Сказал И. Верес.", [("И. Верес", IVAN)]),
        ("И Верес пришёл. А. Верес тоже.", [("А. Верес", ANNA)]),
        ("В.И. Верес и И. И. Верес", [("И. И. Верес", IVAN)]),
        ("Вереса И. И. и Иван Ильич Верес", [("Вереса И", IVAN), ("Иван Ильич Верес", IVAN)]),
        ("Генерал Верес приехал", []),  # either may be one
        ("Говорят с начальницей станции Верес", [("начальницей станции Верес", ANNA)]),
        ("с вересом и вереса", []),  # small letters: a common word
        ("Ivan Veras's plan, Anna Veras", [("Ivan Veras's", IVAN), ("Anna Veras", ANNA)]),
        ("З Верасам, без Івана Вераса", [("Верасам", IVAN), ("Івана Вераса", IVAN)]),
    ],
)
def test_husband_and_wife_are_kept_apart_where_the_words_do(find, text, expected):
    assert expected == [(words, who) for words, who in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Тур приехал", []),
        ("журналиста Тура", [("журналиста Тура", TUR)]),
        ("Петру Туру и пётр тур", [("Петру Туру", TUR), ("пётр тур", TUR)]),
        ("З Пятром Турам", [("Пятром Турам", TUR)]),
        ("журналист тур продал", []),
        ("П. Тур и турист", [("П. Тур", TUR)]),
    ],
)
def test_a_surname_that_does_not_count_alone_needs_a_word_beside_it(find, text, expected):
    assert expected == find(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("в Управлении мостов", ["Управлении мостов"]),
        ("мостов управление", []),
        ("з Упраўленнем мастоў", ["Упраўленнем мастоў"]),
        ("УМ решил, ум решил, Ум решил", ["УМ"]),
        ("МОСТа, мост", ["МОСТа"]),
        ("Раде не рада", ["Раде"]),
        ("Громом-5 и Гром-6, громовские", ["Громом-5", "громовские"]),
        ("BRIDGE OFFICE; bridge of office", ["BRIDGE OFFICE"]),
    ],
)
def test_bodies_and_things_are_found_as_their_kind_is_written(find, text, expected):
    assert expected == [words for words, _ in find(text)]


@pytest.mark.parametrize("text", ["са Сьвятланай Ціханоўскай", "Тацьцяне Бранцэвіч", "у Брэсьце", "Брэсце"])
def test_belarusian_names_are_found_in_both_orthographies(text):
    register = shipped()

    assert mentions.find(register, mentions.rules(register), matcher.read(matcher.Text(text=text)))


def test_the_longer_name_of_another_person_takes_its_words():
    text = """
[[entity]]
id = "a"
kind = "person"
gender = "m"
en = "Anton Dub"
ru = "Антон Дуб"
bare = true
foremost = true
[[entity]]
id = "b"
kind = "person"
gender = "m"
en = "Oleg Dub"
ru = "Олег Дуб"
"""
    register = load.from_text(text, file="x").register
    compiled = mentions.rules(register)
    found = mentions.find(register, compiled, matcher.read(matcher.Text(text="Олега Дуба и Дуба")))

    assert [(0, 10, "b"), (13, 17, "a")] == [(one.start, one.end, one.entity) for one in found]


def test_words_that_are_the_name_of_two_people_are_given_to_neither():
    entry = '[[entity]]\nid = "{}"\nkind = "person"\ngender = "m"\nen = "Ivan Dub"\nru = "Иван Дуб"\n'
    register = load.from_text(entry.format("a") + entry.format("b"), file="x").register
    text = matcher.read(matcher.Text(text="Иван Дуб"))

    assert [] == mentions.find(register, mentions.rules(register), text)


def surnames(entity):
    """Language, nominative and class of a person's surname."""
    for language, written, name in (("be", entity.be, entity.decl_be), ("ru", entity.ru, entity.decl_ru)):
        word = names.words(written)[-1]
        yield language, word, name or declension.of_surname(word, language, entity.gender)


def test_every_form_of_every_shipped_name_is_found_and_never_as_another():
    """Beside the first name each form; alone each that no other person has, where the entry says so."""
    register = shipped()
    compiled = mentions.rules(register)
    people = [entity for entity in register if entity.is_person]
    for entity in people:
        for language, word, name in surnames(entity):
            for form in declension.forms(word, language, name):
                first = names.words(entity.be if language == "be" else entity.ru)[0]
                sentence = f"Вчера {form} был. Потом {first} {form} ушёл."
                found = mentions.find(register, compiled, matcher.read(matcher.Text(text=sentence)))
                is_alone = entity.bare and (entity.foremost or names.folded(form) not in entity.contested)

                assert [entity.id] * (1 + is_alone) == [one.entity for one in found], sentence


def test_a_register_of_plain_surnames_finds_the_paradigms_written_by_hand(shared):
    """Recall 1.0, and none of another's forms unless the two share it."""
    lines = (shared / "data/morphology/names_forms.jsonl").read_text("utf-8").splitlines()
    paradigms = [json.loads(line) for line in lines]
    entries = [
        f'[[entity]]\nid = "n{at}"\nkind = "person"\ngender = "{gender_of(one["nom"])}"\nen = "X{at}x"\n'
        f'{one["lang"]} = "{one["nom"]}"\nbare = true\nforemost = true\n{class_of(one)}'
        for at, one in enumerate(paradigms)
    ]
    loaded = load.from_text("".join(entries), file="entities.toml")
    assert () == loaded.problems
    compiled = mentions.rules(loaded.register)
    forms = [{form for key, form in one.items() if key != "lang"} for one in paradigms]
    for at, form in ((at, form) for at, mine in enumerate(forms) for form in mine):
        hits = {hit.rule for hit in matcher.match(compiled, matcher.Text(text=f"— {form} —"))}

        assert f"n{at}" in hits, form
        assert {f"n{other}" for other, theirs in enumerate(forms) if form in theirs} == hits


def gender_of(word):
    return "f" if word in {"Брянцева", "Бранцэвіч", "Орша"} else "pl" if word.startswith("Баран") else "m"


def class_of(paradigm):
    """Where the ending does not tell: the plural of a town."""
    return f'decl_{paradigm["lang"]} = "pl"\n' if paradigm["nom"].startswith("Баран") else ""
