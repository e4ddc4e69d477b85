import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dazor.text import lemmas, lexicons, tables

ALL = ("be", "ru", "uk", "en", "pl")


def meets(typed, written, language, *, in_phrase=False):
    return bool(lemmas.typed(typed, language, in_phrase=in_phrase) & lemmas.written(written, language))


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("санкции", "санкциями", "ru"),
        ("санкция", "САНКЦИЙ", "ru"),
        ("мигрант", "Мигрантам", "ru"),
        ("идти", "шли", "ru"),
        ("санкцыя", "санкцый", "be"),
        ("санкція", "санкцій", "uk"),
        ("sanction", "sanctions", "en"),
        ("sanctions", "sanction", "en"),
        ("go", "went", "en"),
        ("sankcja", "sankcjami", "pl"),
        ("sankcje", "sankcji", "pl"),
        ("Polska", "Polsce", "pl"),
    ],
)
def test_word_finds_the_forms_of_its_lexeme(typed, written, language):
    assert meets(typed, written, language)


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("рада", "рад", "ru"),
        ("мигрант", "миграция", "ru"),
        ("минск", "минский", "ru"),
        ("being", "be", "en"),
        ("pleased", "please", "en"),
        ("building", "built", "en"),
    ],
)
def test_word_finds_no_other_lexeme(typed, written, language):
    assert not meets(typed, written, language)


def test_what_is_a_lemma_asks_for_that_one_alone_but_not_in_a_phrase():
    assert {"рада"} == lemmas.typed("рада", "ru", in_phrase=False)
    assert {"рада", "рад"} == lemmas.typed("рада", "ru", in_phrase=True)


def test_superlative_is_a_word_of_its_own():
    assert meets("лучший", "лучшими", "ru")
    assert not meets("лучший", "хорошая", "ru")
    assert not meets("крупный", "крупнейшего", "ru")


def test_participle_is_a_form_of_its_verb_and_a_word_of_its_own():
    assert meets("осудить", "осуждённых", "ru")
    assert meets("осужденный", "осуждены", "ru")
    assert not meets("осужденный", "осудил", "ru")
    assert not meets("арестованные", "арестовали", "ru", in_phrase=True)


@pytest.mark.parametrize(
    ("typed", "written", "expected"),
    [
        ("Тихановский", "Тихановского", True),
        ("Тихановский", "Тихановской", False),
        ("Тихановская", "Тихановской", True),
        ("Тихановская", "Тихановским", False),
        ("Тихановские", "Тихановских", True),
        ("Иванова", "Ивановой", True),
        ("Ковалевский", "Ковалевской", False),
        ("Николаевич", "Николаевна", False),
        ("минский", "минской", True),
        ("Минский", "минской", True),
        ("заливановский", "заливановской", True),  # unknown, but no name: small letters
    ],
)
def test_womans_surname_is_another_name(typed, written, expected):
    assert expected == meets(typed, written, "ru")


def test_name_in_a_phrase_is_told_by_its_neighbour():
    assert meets("Заливановский", "заливановской", "ru", in_phrase=True)


def test_rare_reading_beside_a_pronoun_does_not_count():
    assert "имя" not in lemmas.written("им", "ru")


@pytest.mark.parametrize(("short", "whole"), [("млн", "миллион"), ("г", "год"), ("обл", "область")])
def test_abbreviation_stands_for_its_word(short, whole):
    assert meets(whole, short, "ru")
    assert meets(short, whole, "ru")


def test_initial_is_no_abbreviation():
    assert not meets("год", "Г", "ru")


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("word", ["А", "zz", "щщщщ", "Ї", "2007", "a" * 500, "'", "ы-ы", "😀", "İ", "ß"])
def test_every_word_has_a_lemma_and_finds_itself(language, word):
    for in_phrase in (False, True):
        assert lemmas.written(word, language) & lemmas.typed(word, language, in_phrase=in_phrase)


@pytest.mark.parametrize(
    ("form", "lemma"), [("ушёл", "идти"), ("sankcjami", "sankcja"), ("be", "be"), ("łzy", "łza")]
)
def test_change_of_a_table_gives_the_lemma_back(form, lemma):
    change = tables.change(form, lemma)

    assert lemma == form[: len(form) - change[0]] + change[1:].decode()


@pytest.mark.parametrize("changed", ["opencorpora.py", "lexicons/be.marisa"])
def test_version_is_another_one_for_other_code_or_another_lexicon(monkeypatch, tmp_path, changed):
    before = lemmas.VERSION
    room = shutil.copytree(Path(lexicons.__file__).parent.parent, tmp_path / "text")
    monkeypatch.setattr(lexicons, "__file__", str(room / "lexicons" / "__init__.py"))
    lemmas._version.cache_clear()
    same = lemmas.VERSION
    with (room / changed).open("ab") as file:
        file.write(b"#")
    lemmas._version.cache_clear()
    other = lemmas.VERSION
    lemmas._version.cache_clear()

    assert before == same
    assert before != other


def test_attribute_that_is_not_there_is_named():
    with pytest.raises(AttributeError, match="no attribute 'VERSIONS'"):
        _ = lemmas.VERSIONS


def test_language_is_loaded_when_it_is_first_met():
    code = (
        "import sys; from dazor.text import lemmas; lemmas.written('sanctions', 'en');"
        "print([one for one in sys.modules if one.startswith(('pymorphy3', 'dazor.text.russian'))])"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == said.stdout.strip()


def test_nothing_is_asked_of_the_network(monkeypatch):
    """Not at first use; that of an import is in the test below."""

    def refuse(*_):
        raise AssertionError("a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    for language in ALL:
        lemmas._analyser.cache_clear()
        assert lemmas.written("слово", language)


def test_matching_opens_no_socket(tmp_path):
    """`dazor match` in five languages with every socket forbidden."""
    words = {"a": "санкции", "b": "санкцыі", "c": "sanctions", "d": "санкція", "e": "sankcje"}
    rules, texts = tmp_path / "rules.toml", tmp_path / "texts.jsonl"
    rules.write_text(
        "\n".join(
            f'[[rule]]\nid = "{rule}"\nname = "{rule}"\nquery = "{word}"' for rule, word in words.items()
        ),
        "utf-8",
    )
    texts.write_text(
        '{"id": 1, "text": "Новые санкциями\\nновых санкцый\\nthe sanction of today"}\n', "utf-8"
    )
    code = (
        "import sys\n"
        "def refuse(event, _):\n"
        "    assert not event.startswith('socket.'), event\n"
        "sys.addaudithook(refuse)\n"
        f"sys.argv = ['dazor', 'match', '--rules', {str(rules)!r}, '--texts', {str(texts)!r}]\n"
        "from dazor.cli import main\n"
        "main()"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (0, "") == (said.returncode, said.stderr)
    assert 3 == len(said.stdout.splitlines())
