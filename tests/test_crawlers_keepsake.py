"""A page beside what should come out of it."""

import json

import pytest

from crawlers import keepsake
from crawlers.answer import Answer
from crawlers.visit import Trip
from dazor.catalogue import Source
from store.errors import UsageError

URL = "https://outlet.example/news/Most-cherez-reku.html"
PAGE = (
    "<html><body><h1>Мост через реку</h1>" + "<p>Мост открыли утром, и по нему пошли люди.</p>" * 3
).encode()


@pytest.fixture
def source():
    return Source.model_validate(
        {
            "id": "outlet",
            "name": "Outlet",
            "kind": "site",
            "site": "https://outlet.example/",
            "languages": ("ru",),
            "zone": "Europe/Minsk",
            "article": {"pattern": "^/news/"},
        }
    )


def _save(folder, source, now):
    trip = Trip(url=URL, at=now, answers=(Answer(url=URL, outcome="ok", status=200, body=PAGE),))
    return keepsake.save(folder, source, trip, now)


def test_page_and_draft_lie_beside_each_other(tmp_path, source, now):
    page, expected = _save(tmp_path, source, now)

    assert ["2024-05-30_most-cherez-reku.html.gz", "2024-05-30_most-cherez-reku.json"] == [
        page.name,
        expected.name,
    ]


def test_draft_is_what_comes_out_again(tmp_path, source, now):
    page, expected = _save(tmp_path, source, now)

    assert json.loads(expected.read_text("utf-8")) == keepsake.read(page, URL, source, now)


def test_saved_page_is_not_written_over(tmp_path, source, now):
    _save(tmp_path, source, now)

    with pytest.raises(UsageError, match="is there already"):
        _save(tmp_path, source, now)


def test_source_is_found_by_the_address(source):
    assert source == keepsake.source_of(URL, [source])


def test_address_of_no_source_is_refused(source):
    with pytest.raises(UsageError, match="Say which one with --source"):
        keepsake.source_of("https://other.example/news/1", [source])
