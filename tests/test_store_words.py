import sqlite3

import pytest
import shelf

from store import documents, words, words_asked, words_found, words_generations
from store.words import Classes, Entry, Field
from store.words_asked import All, Begins, Fact, Forms, In, Lemmas, Neighbours, Roughly, Row, Some, Without
from store.words_found import Window

OAK, ELM, FIR = (Lemmas(lemmas=frozenset({f"en:{name}"})) for name in ("oak", "elm", "fir"))


@pytest.fixture
def index(db, now):
    """`index("oak elm")`: store a text and put it into the index; the number of its version."""
    shelf.add_source(db)
    with db.transaction():
        generation = words_generations.begin(db, "first", now)
    classes = Classes(generation=generation.id)

    def add(text, title="", facts=(), key=None):
        version = store(db, now, text, key)
        with db.transaction():
            given = words_generations.standing(db)[-1]
            words.save(db, given.slot, classes, [entry(version, text, title, facts)])
            words_generations.widen(db, given, last=version)
        return version

    return add


def store(db, now, text, key=None):
    key = key or str(db.value("SELECT count(*) FROM version"))
    return documents.save(db, shelf.arrival(text, now, key=key)).version


def entry(version, text, title="", facts=()):
    fields = {"title": field(title), "text": field(text), "rubric": Field()}
    return Entry(version=version, language="en", facts=facts, **fields)


def field(text):
    forms = text.lower().split()
    lemmas = [frozenset(f"en:{part}" for part in form.split("-")) for form in forms]
    return Field(lemmas=lemmas, forms=forms, parts={part for form in forms for part in form.split("-")[1:]})


def found(db, asked, window=words_found.ALL, **more):
    return [one.version for one in words_found.candidates(db, asked, "first", window, **more)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (OAK, [5, 4, 1]),
        (Row(words=(OAK, ELM)), [1]),
        (Neighbours(left=(Row(words=(ELM,)),), right=(Row(words=(OAK,)),), words_between=1), [4, 1]),
        (Neighbours(left=(Row(words=(ELM,)),), right=(Row(words=(OAK,)),), words_between=0), [1]),
        (All(parts=(OAK, ELM)), [4, 1]),
        (Some(parts=(FIR, ELM)), [4, 3, 1]),
        (Without(wanted=ELM, unwanted=FIR), [1]),
        (Without(wanted=ELM, unwanted=Roughly(part=FIR)), [4, 3, 1]),
        (Forms(forms=frozenset({"pine-oak"})), [5]),
        (Begins(with_letters="oa"), [5, 4, 1]),
        (In(field="title", part=ELM), [3]),
        (In(field="rubric", part=ELM), []),
        (Fact(facts=frozenset({"source:Prudok.1", "kind:post"})), [3]),
        (Lemmas(lemmas=frozenset({"en:yew"})), []),
        (Some(parts=()), []),
    ],
)
def test_what_is_asked_is_found_newest_first(db, index, asked, expected):
    index("oak elm")
    index("ash")
    index("ash", title="fir elm", facts=["source:Prudok.1", "kind:article"])
    index("elm fir oak", facts=["source:prudok.1"])
    index("pine-oak")

    assert expected == found(db, asked)


def test_phrases_do_not_run_from_title_to_text(db, index):
    index("elm", title="oak")

    assert [] == found(db, Row(words=(OAK, ELM)))


def test_a_form_is_never_part_of_the_language_of_the_engine(db, index):
    index("x")
    for form in ('"', '" OR x', "x*", "NEAR(x x)", "-x", "^x", "{k}:x", "\0x", "x' --", "́"):
        assert [] == found(db, Some(parts=(Forms(forms=frozenset({form})), Begins(with_letters=form))))


def test_a_phrase_with_too_many_ways_is_asked_for_word_by_word(db, index, monkeypatch):
    monkeypatch.setattr(words_asked, "MOST_ROWS", 0)
    index("oak elm")
    index("elm oak")

    assert [(2, False), (1, False)] == [
        (one.version, one.is_sure) for one in words_found.candidates(db, Row(words=(OAK, ELM)), "first")
    ]


def test_a_word_is_not_surely_its_own_neighbour(db, index):
    index("oak")
    both = Neighbours(left=(Row(words=(OAK,)),), right=(Row(words=(OAK,)),), words_between=3)

    assert not any(one.is_sure for one in words_found.candidates(db, both, "first"))


def test_words_of_thousands_of_classes_are_found(db, index):
    index(" ".join(f"oak-{number}" for number in range(3000)))

    assert [1] == found(db, Without(wanted=OAK, unwanted=ELM))


def test_classes_that_were_forgotten_are_found_again(db, index, monkeypatch):
    monkeypatch.setattr(words, "MOST_KEPT", 1)
    index("oak elm oak")
    index("elm oak")

    assert [1] == found(db, Row(words=(OAK, ELM)))
    assert 2 == db.value("SELECT count(*) FROM word_class")


def test_a_version_is_in_the_index_once(db, index):
    index("oak")
    [generation] = words_generations.standing(db)
    with pytest.raises(sqlite3.IntegrityError), db.transaction():
        words.save(db, generation.slot, Classes(generation=generation.id), [entry(1, "oak")])

    assert [1] == found(db, OAK)


def test_what_is_not_indexed_is_a_candidate_that_is_not_sure(db, index, now):
    index("ash")
    store(db, now, "oak")

    assert [(2, False)] == [(one.version, one.is_sure) for one in words_found.candidates(db, OAK, "first")]


def test_of_what_is_not_indexed_the_newest_are_candidates_unless_all_are_wanted(db, index, now, monkeypatch):
    monkeypatch.setattr(words_found, "UNINDEXED_AT_MOST", 2)
    for _ in range(4):
        store(db, now, "oak")

    assert [4, 3] == found(db, OAK)
    assert [4, 3, 2, 1] == found(db, OAK, is_complete=True)


def test_an_index_of_other_analysers_is_asked_but_not_trusted(db, index):
    index("oak")
    index("ash")

    assert [(1, False)] == [(one.version, one.is_sure) for one in words_found.candidates(db, OAK, "second")]
    assert [2, 1] == [one.version for one in words_found.candidates(db, OAK, "second", is_complete=True)]


def test_a_window_has_its_versions_alone(db, index):
    for _ in range(4):
        index("oak")

    assert [3, 2] == found(db, OAK, Window(first=2, last=3))


def test_two_generations_answer_for_what_they_hold(db, index, now):
    index("oak")
    index("oak")
    with db.transaction():
        second = words_generations.begin(db, "second", now)
        words.save(db, second.slot, Classes(generation=second.id), [entry(2, "ash")])
        words_generations.widen(db, second, first=2)

    assert [1] == found(db, OAK)
    assert ["b", "a"] == [one.slot for one in words_generations.standing(db)]


def test_a_third_generation_takes_the_place_of_the_one_that_is_not_finished(db, index, now):
    index("oak")
    with db.transaction():
        second = words_generations.begin(db, "second", now)
        words.save(db, second.slot, Classes(generation=second.id), [entry(1, "ash")])
        words_generations.begin(db, "third", now)

    assert ["third", "first"] == [one.analysers for one in words_generations.standing(db)]
    assert 1 == db.value("SELECT count(*) FROM indexed")


def test_a_generation_that_changed_meanwhile_is_not_widened(db, index):
    [before] = words_generations.standing(db)
    index("oak")
    with db.transaction():
        assert not words_generations.widen(db, before, last=9)

    assert 1 == words_generations.standing(db)[0].last_version


def test_versions_that_wait_are_counted(db, index, now):
    index("oak")
    store(db, now, "ash")

    assert (1, 2) == (words_generations.waiting(db, "first"), words_generations.waiting(db, "second"))
