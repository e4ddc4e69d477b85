import json

import pytest
from commands import dazor

from dazor.register import command, load
from store.errors import UsageError

ENTRY = '[[entity]]\nid = "dub-anton"\nkind = "person"\nen = "Anton Dub"\nbe = "Антон Дуб"\n'
TEXT = {"id": "a", "text": "Размаўлялі з Антонам Дубам.\nВстретились с Хрениным."}


def test_an_entry_is_proposed_for_a_belarusian_name():
    text = command.proposed("Рыгор Журавёнак", None)

    assert "# ins: Журавёнкам\n" in text
    [entity] = load.from_text(text, file="x").register
    assert ("zhuravionak-ryhor", "Ryhor Zhuravionak", "m") == (entity.id, entity.en, entity.gender)


@pytest.mark.parametrize(
    ("name", "gender", "decl"),
    [
        ("Ілля Дуб", "m", "cons-m"),
        ("Ганна Дубініч", "f", "indecl"),
        ("Верасава", "f", "poss-f"),
        ("Вярбенка", "m", "a-m"),
    ],
)
def test_gender_and_class_are_proposed(name, gender, decl):
    [entity] = load.from_text(command.proposed(name, None), file="x").register

    assert (gender, decl) == (entity.gender, entity.decl_be)


def test_a_russian_form_leaves_the_english_spelling_open():
    text = command.proposed("Наталья Вересова", None)

    assert 'en = ""' in text
    assert "en" in load.from_text(text, file="x").problems[0].what


@pytest.fixture
def config(tmp_path):
    """Settings with a register beside them, and a file of texts."""
    (tmp_path / "config.toml").touch()
    (tmp_path / "entities.toml").write_text(ENTRY, "utf-8")
    (tmp_path / "texts.jsonl").write_text(json.dumps(TEXT), "utf-8")
    return tmp_path / "config.toml"


def test_commands_of_the_register_and_of_texts(config):
    listed = dazor(config, "register", "list")
    analysed = dazor(config, "analyse", "--texts", config.with_name("texts.jsonl"))

    assert "person @dub-anton: Anton Dub, Антон Дуб\n" in listed.stdout
    found = json.loads(analysed.stdout)
    assert ["id", "language", "paragraphs", "mentions", "quotes"] == list(found)
    named = [(TEXT["text"][one["start"] : one["end"]], one["entity"]) for one in found["mentions"]]
    assert [("Антонам Дубам", "dub-anton"), ("Хрениным", "khrenin-viktar")] == named
    assert found["quotes"] is None


def test_a_bad_entry_is_shown_and_the_rest_is_used(config):
    config.with_name("entities.toml").write_text(ENTRY + "bare = 1\n", "utf-8")

    checked = dazor(config, "register", "check")
    analysed = dazor(config, "analyse", "--texts", config.with_name("texts.jsonl"))

    assert (2, 1) == (checked.returncode, analysed.returncode)
    assert "entities.toml, line 6, column 8: bare is true or false" in checked.stderr
    assert "khrenin-viktar" in analysed.stdout


def test_a_name_in_latin_letters_is_refused():
    with pytest.raises(UsageError, match="Write it in Cyrillic letters"):
        command.proposed("Anton Dub", None)
