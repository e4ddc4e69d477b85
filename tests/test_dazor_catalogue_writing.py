"""Writing a source file."""

import pytest

from dazor.catalogue import Source, writing
from dazor.catalogue.load import read
from store.errors import UsageError

SOURCE = Source.model_validate(
    {
        "id": "lida",
        "name": "Лидская газета «Час»",
        "kind": "site",
        "site": "https://lida.example/",
        "languages": ("ru", "be"),
        "zone": "Europe/Minsk",
        "usual_per_day": 12.0,
        "entry": (
            {"kind": "feed", "url": "https://lida.example/rss"},
            {"kind": "listing", "url": "https://lida.example/news", "item": 'a[title="x"]', "every_min": 30},
        ),
        "article": {"pattern": r"^/news/\d+$", "examples": ("https://lida.example/news/1",)},
    }
)


def test_written_file_is_read_as_the_same_source(tmp_path):
    path = writing.save(tmp_path, "lida", writing.text(SOURCE, ["A remark."]))

    assert (SOURCE, ()) == read(path, path.name, "https://t.me")


def test_pattern_keeps_its_backslashes():
    assert r"pattern = '^/news/\d+$'" in writing.text(SOURCE)


def test_what_is_as_usual_is_not_written():
    assert "why_off" not in writing.text(SOURCE)


def test_file_that_is_there_stays_as_it_is(tmp_path):
    (tmp_path / "lida.toml").write_text("mine")

    with pytest.raises(UsageError, match="is there already"):
        writing.save(tmp_path, "lida", "other")

    assert "mine" == (tmp_path / "lida.toml").read_text()
