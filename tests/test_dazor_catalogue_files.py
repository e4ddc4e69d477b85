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


def test_example_addresses_are_of_pages_that_were_seen(shared):
    """Or of their twins: the facts are in ../shared/sources/catalogue.toml."""
    seen = (shared / "sources" / "catalogue.toml").read_text("utf-8")
    examples = [url for source in LOADED.sources for url in source.article.examples]

    assert [] == [url for url in examples if url.rpartition("/")[2] not in seen]


@pytest.mark.parametrize(
    "source", [one for one in LOADED.sources if one.kind == "channel"], ids=lambda one: one.id
)
def test_channel_is_read_by_its_preview(source):
    assert [f"https://t.me/s/{source.channel}"] == [entry.url for entry in source.entries]
