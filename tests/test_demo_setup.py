"""The folder that the demonstration works in."""

import re
import tomllib

import pytest

from dazor.catalogue.load import load as load_catalogue
from dazor.config import load as load_config
from dazor.demo.newsroom import Newsroom
from dazor.demo.setup import write_setup


@pytest.fixture(scope="module")
def newsroom():
    with Newsroom() as newsroom:
        yield newsroom


def test_settings_rules_and_sources_are_written(newsroom, tmp_path):
    config = write_setup(tmp_path, newsroom)

    names = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.toml"))

    assert tmp_path / "config.toml" == config
    assert ["config.toml", "rules.toml"] == names[:2]
    assert 22 == len([name for name in names if name.startswith("sources")])


def test_every_address_is_one_of_the_newsroom(newsroom, tmp_path):
    write_setup(tmp_path, newsroom)

    texts = [path.read_text("utf-8") for path in tmp_path.rglob("*.toml")]
    addresses = {found for text in texts for found in re.findall(r"https?://[^/\"]+", text)}

    watched = {newsroom.base(host) for host in newsroom.hosts if host != "starolessk2"}  # a mirror

    assert watched == addresses


def test_the_catalogue_names_the_sources_that_are_written(newsroom, tmp_path):
    config = tomllib.loads(write_setup(tmp_path, newsroom).read_text("utf-8"))

    ids = {tomllib.loads(path.read_text("utf-8"))["id"] for path in (tmp_path / "sources").iterdir()}

    assert set(config["catalogue"]["only"]) == ids
    assert newsroom.base("tme") == config["telegram"]["web"]["base_url"]


def test_rules_point_to_sections_of_the_settings(newsroom, tmp_path):
    config = tomllib.loads(write_setup(tmp_path, newsroom).read_text("utf-8"))
    rules = tomllib.loads((tmp_path / "rules.toml").read_text("utf-8"))["rule"]

    used = {section for rule in rules for section in rule["sections"]}

    assert {section["id"] for section in config["section"]} == used


def test_writing_again_follows_the_new_addresses(newsroom, tmp_path):
    config = write_setup(tmp_path, newsroom)
    with Newsroom() as other:
        write_setup(tmp_path, other)

        assert other.base("tme") in config.read_text("utf-8")


def test_the_real_loaders_take_what_is_written(newsroom, tmp_path):
    config = load_config(write_setup(tmp_path, newsroom))
    catalogue = load_catalogue(config)

    wrong = [problem for problem in catalogue.problems if problem.startswith("sources/")]

    assert [] == wrong
    assert set(config.catalogue.only) <= {source.id for source in catalogue.sources}
