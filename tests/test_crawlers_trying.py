"""An unknown site, through the real commands."""

import subprocess
import sys

import pytest

from benchmarks import unknown_site
from benchmarks.unknown_site import SETTINGS, served


@pytest.mark.parametrize("make", ["wordpress", "sections"])
def test_unknown_site_is_taken_in(make, tmp_path):
    """Feed, sitemap or lists are found; what is recent is collected once, and robots.txt is kept."""
    found = unknown_site.measure(make, tmp_path)

    assert (found.recent, 0, 0, 0) == (found.right, found.doubled, found.strange, found.forbidden), found.said


def _attempt(folder, *arguments):
    config = folder / "config.toml"
    config.write_text(SETTINGS, "utf-8")
    command = [sys.executable, "-m", "dazor", "--config", str(config), "catalogue", "try", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_site_that_does_not_answer_is_said(tmp_path):
    done = _attempt(tmp_path, "http://127.0.3.1:9/")

    assert (1, "http://127.0.3.1:9/: no connection. Nothing more was asked.\n") == (
        done.returncode,
        done.stderr,
    )


def test_file_that_is_there_stops_before_anything_is_asked(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "outlet.toml").write_text("mine")

    done = _attempt(tmp_path, "https://outlet.example/", "--save")

    assert (2, True) == (done.returncode, "is there already" in done.stderr)


def test_site_without_articles_is_said(tmp_path):
    with served("bare", 7) as (base, site, _):
        site.pages = {"/": ("text/html", b"<html><body><a href='/a'>Hotel</a></body></html>")}

        done = _attempt(tmp_path, f"{base}/")

    assert (1, True) == (done.returncode, "no feed, sitemap or list of articles was found" in done.stderr)
