"""The shipped source files."""

import pytest

from dazor import catalogue
from dazor.catalogue.load import SHIPPED
from dazor.config import Config

LOADED = catalogue.load(Config.model_validate({"catalogue": {"folder": "/nowhere"}}))


def test_every_shipped_file_is_good():
    assert ((), len(list(SHIPPED.glob("*.toml")))) == (LOADED.problems, len(LOADED.sources))


@pytest.mark.parametrize("source", LOADED.sources, ids=lambda source: source.id)
def test_source_says_how_sure_we_are_and_why(source):
    assert source.confidence
    assert source.evidence
    assert source.about


@pytest.mark.parametrize("source", LOADED.watched, ids=lambda source: source.id)
def test_what_is_on_has_more_than_a_guess_behind_it(source):
    assert "guess" != source.confidence


def test_example_belongs_to_its_own_source_only():
    examples = [(source.id, url) for source in LOADED.sources for url in source.article.examples]
    owners = [
        (source.id, url)
        for source in LOADED.sources
        for _, url in examples
        if catalogue.is_article(source, url)
    ]

    assert sorted(examples) == sorted(owners)


def test_the_first_circle_is_shipped():
    first = {"belta-ru", "belta_telegramm", "ont", "president", "pul_1", "sb-ru", "zviazda"}

    assert first <= {source.id for source in LOADED.sources}
