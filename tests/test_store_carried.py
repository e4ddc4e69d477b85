"""Whose text a document's is, and who was told of it."""

from datetime import timedelta

import newsdesk
import pytest

from store import carried, stories
from store.stories import Part


@pytest.fixture
def documents(db, now):
    """Six documents of three sources."""
    for source in ("baravik", "zubr", "sava"):
        newsdesk.add_source(db, source, source.title())
    sources = ("baravik", "zubr", "sava") * 2
    return [newsdesk.add_text(db, source, f"{n}", f"Текст {n}.", now) for n, source in enumerate(sources)]


def link(db, document, of=None, relation=None, story=1):
    part = Part(document=document, story=story, of=of, relation=relation, version=document, of_version=of)
    with db.transaction():
        stories.save(db, part)


def test_a_chain_of_copies_goes_back_to_the_first(db, documents):
    link(db, 1)
    link(db, 2, 1, "copy")
    link(db, 3, 2, "shortened")

    assert {1: 1, 2: 1, 3: 1, 4: 4} == carried.heads(db, [1, 2, 3, 4])


def test_what_quotes_stands_for_itself_and_so_do_its_copies(db, documents):
    link(db, 1)
    link(db, 2, 1, "quotes")
    link(db, 3, 2, "copy")

    assert {1: 1, 2: 2, 3: 2} == carried.heads(db, [1, 2, 3])


def test_a_circle_ends(db, documents):
    link(db, 1, 2, "copy")
    link(db, 2, 1, "copy")

    assert {1: 1, 2: 2} == carried.heads(db, [1, 2])


def test_what_was_told_stands_by_the_head_of_its_story(db, documents, tmp_path, now):
    config = newsdesk.make_config(tmp_path, '[[rule]]\nid = "all"\nquery = "текст"\n')
    for document, of in ((1, None), (2, 1), (3, 2)):
        link(db, document, of, of and "copy")
    newsdesk.make_digest(db, config, now)

    assert {1: 1} == carried.told(db, "desk", [3])
    assert {} == carried.told(db, "desk", [4])
    assert {} == carried.told(db, "nobody", [3])
    assert {} == carried.told(db, "desk", [1, 2, 3])  # by other documents, it says


def unmatched(db, after=0, up_to=99, least=3):
    return [one.document for one in carried.unmatched(db, "desk", after=after, up_to=up_to, least=least)]


def test_a_story_of_three_sources_without_a_match_is_found(db, documents):
    for document, of in ((1, None), (2, 1), (3, 1)):
        link(db, document, of, of and "copy")

    [one] = carried.unmatched(db, "desk", after=0, up_to=99, least=3)
    assert (1, 1, ("Baravik", "Zubr", "Sava")) == (one.document, one.version, one.sources)
    assert [] == unmatched(db, least=4)
    assert [] == unmatched(db, after=3)
    assert [] == unmatched(db, up_to=2)


def test_quoting_texts_do_not_carry_a_story(db, documents):
    for document, of in ((1, None), (2, 1), (3, 1)):
        link(db, document, of, of and ("quotes" if document == 3 else "copy"))

    assert [] == unmatched(db)


def test_the_same_source_twice_is_one(db, documents):
    for document, of in ((1, None), (4, 1), (2, 1)):
        link(db, document, of, of and "copy")

    assert [] == unmatched(db)


def test_one_match_anywhere_in_the_story_is_enough(db, documents, tmp_path, now):
    config = newsdesk.make_config(tmp_path, '[[rule]]\nid = "one"\nquery = "source:sava"\n')
    for document, of in ((1, None), (2, 1), (3, 1)):
        link(db, document, of, of and "copy")
    newsdesk.match(db, config, now + timedelta(hours=1))

    assert [] == unmatched(db)
