"""Search, matcher and the slow evaluator mean the same by the same rule."""

import contextlib
import random
from datetime import UTC, datetime
from functools import cache

import newsdesk
import pytest
import rule_worlds
import slow_rules

from dazor import search
from dazor.rules import row
from dazor.rules.compile import compile_asked, is_exact
from dazor.rules.mistakes import RuleError
from dazor.rules.parse import parse
from dazor.search import Query
from dazor.text import reading
from store import words_found
from store.database import open_database

RULES = 150
VERSIONS = 30


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    """A store of some versions."""
    config = newsdesk.make_config(tmp_path_factory.mktemp("world"))
    with open_database(":memory:") as db:
        rule_worlds.fill(db, config, datetime(2026, 3, 2, tzinfo=UTC), random.Random(1), VERSIONS)
        yield db


@pytest.fixture(scope="module")
def meant(db):
    """Rules that make sense, each with the versions it matches, newest first, and the spans there."""
    texts = rule_worlds.looked_at(db)
    found = {}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "read", cache(reading.read))
        for tree in trees(random.Random(2)):
            spans = {version: slow_rules.spans(tree, text) for version, text in reversed(texts.items())}
            found[tree] = {version: marks for version, marks in spans.items() if marks is not None}
    return found


def trees(chance):
    found = set()
    while len(found) < RULES:
        with contextlib.suppress(RuleError):
            tree = parse(rule_worlds.query(chance))
            if tree not in found:
                found.add(tree)
                yield tree


def candidates(db, tree):
    return list(words_found.candidates(db, compile_asked(tree), row.analysers()))


def test_rules_are_worth_comparing(db, meant):
    assert RULES / 3 < sum(0 < len(versions) < VERSIONS for versions in meant.values())
    assert RULES / 5 < sum(all(one.is_sure for one in candidates(db, tree)) for tree in meant) < RULES


def test_search_finds_what_is_meant_where_it_is(db, meant):
    for tree, spans in meant.items():
        hits = search.find(db, Query(tree=tree, all_versions=True), VERSIONS)

        assert list(spans.items()) == [(hit.text.version, (hit.title_spans, hit.spans)) for hit in hits], tree


def test_the_index_never_misses(db, meant):
    for tree, spans in meant.items():
        assert set(spans) <= {one.version for one in candidates(db, tree)}, tree


def test_what_the_index_is_sure_of_is_so(db, meant):
    for tree, spans in meant.items():
        assert {one.version for one in candidates(db, tree) if one.is_sure} <= set(spans), tree


def test_an_exact_rule_is_said_exactly(db, meant):
    """But where a phrase has too many ways to say it, and where a word is its own neighbour."""
    unsure = [tree for tree in meant if is_exact(compile_asked(tree)) and not all_sure(db, tree)]

    assert all("Near" in repr(tree) or "Phrase" in repr(tree) for tree in unsure)


def all_sure(db, tree):
    return all(one.is_sure for one in candidates(db, tree))


def test_a_document_is_found_once_by_its_newest_version_that_matches(db, meant):
    documents = {row["id"]: row["document"] for row in db.rows("SELECT id, document FROM version")}
    for tree, spans in meant.items():
        newest = {documents[version]: version for version in sorted(spans)}

        assert sorted(newest.values(), reverse=True) == list(search.versions(db, Query(tree=tree))), tree
