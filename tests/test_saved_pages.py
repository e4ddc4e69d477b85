"""Every saved page gives what the file beside it says, read as the editor reads it."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from crawlers import keepsake
from dazor import catalogue
from dazor.config import Config

PAGES = Path(__file__).parent / "pages"


@pytest.mark.parametrize("expected_file", sorted(PAGES.glob("*/*.json")), ids=lambda path: path.stem)
def test_saved_page_gives_what_is_expected(expected_file):
    expected = json.loads(expected_file.read_text("utf-8"))
    source = {one.id: one for one in catalogue.load(Config()).sources}[expected["source"]]
    page = expected_file.with_name(expected_file.stem + ".html.gz")

    found = keepsake.read(page, expected["url"], source, datetime.fromisoformat(expected["captured_at"]))

    assert expected == found
