"""Real pages, feeds and previews through two real passes: nothing without a fate, nothing remote."""

import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import commands
import pytest
from conftest import REPOSITORY
from real_sites import RealSites
from test_dazor_digest_page import LOADING, Page

from crawlers import urls
from store import chain
from store.database import opened_to_read

PAGES = 300
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # after the last of them, and after the hour of the digest
LATER = NOW + timedelta(minutes=70)
DUE = """
SELECT url FROM entry WHERE next_look_at IS NULL OR next_look_at <= :at UNION ALL
SELECT url FROM url WHERE (state = 'waiting' AND (next_look_at IS NULL OR next_look_at <= :at))
    OR (state = 'fetched' AND next_look_at <= :at)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the two passes left."""

    real: RealSites
    config: Path
    codes: list[int]
    due: list[str]  # before the second pass
    asked: list[str]  # by the second pass

    def rows(self, sql, *parameters):
        with opened_to_read(self.config.parent / "data/news.db") as db:
            return db.rows(sql, parameters)


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    """Two passes over all of it."""
    shared = REPOSITORY.parent / "shared"
    if not shared.is_dir():
        pytest.skip("the line reads real pages of ../shared, which is not there: see docs/data.md")
    with RealSites(shared, PAGES) as real:
        config = real.write_setup(tmp_path_factory.mktemp("real") / "desk")
        first = commands.dazor(config, "run", now=NOW)
        with sqlite3.connect(config.parent / "data/news.db") as store:
            at = LATER.isoformat(timespec="milliseconds")
            due = [url.partition("#")[0] for (url,) in store.execute(DUE, {"at": at})]
        before = Counter(real.asked())
        second = commands.dazor(config, "run", now=LATER)
        asked = list((Counter(real.asked()) - before).elements())
        yield Line(
            real=real, config=config, codes=[first.returncode, second.returncode], due=due, asked=asked
        )


def test_every_real_page_is_a_document_or_says_why_not(line):
    known = {
        row["key"]: row["document"] or row["reason"]
        for row in line.rows("SELECT key, document, reason FROM url")
    }

    assert PAGES == len(line.real.urls())
    assert [] == [url for url in line.real.urls() if not known.get(urls.key(url))]


def test_nearly_all_real_pages_are_documents(line):
    (found,) = line.rows("SELECT count(*) AS n FROM document WHERE kind = 'article'")

    assert found["n"] >= 0.97 * PAGES


def test_no_address_is_without_a_fate(line):
    assert [] == line.rows("SELECT url FROM url WHERE document IS NULL AND reason IS NULL")


def test_links_of_real_feeds_lead_elsewhere_and_are_never_fetched(line):
    rows = line.rows("SELECT url, state, reason FROM url WHERE source = 'feeds'")
    elsewhere = [row for row in rows if not row["url"].startswith("http://127.0.3.")]
    fetched = [row["url"] for row in line.rows("SELECT DISTINCT url FROM fetch")]

    assert len(elsewhere) > 300
    assert {("refused", "offsite")} == {(row["state"], row["reason"]) for row in elsewhere}
    assert [] == [url for url in fetched if not url.startswith("http://127.0.3.")]


def test_real_preview_gives_its_posts_and_cards_say_that_there_is_none(line):
    posts = line.rows("SELECT post_id FROM post ORDER BY post_id")
    entries = line.rows("SELECT last_outcome FROM entry WHERE kind = 'preview' ORDER BY source")

    assert [*range(519, 530), *range(531, 540)] == [row["post_id"] for row in posts]
    assert ["not_modified", "no_preview", "no_preview", "no_preview"] == [
        row["last_outcome"] for row in entries
    ]


def test_digest_files_open_and_hold_nothing_remote(line):
    (file,) = (line.config.parent / "data/digests").rglob("*.html")
    html = file.read_text("utf-8")
    page = Page(html)

    assert 30 < html.count("<article")
    assert [] == [name for _, name, _ in page.attributes if name in LOADING or name.startswith("on")]
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(page.tags)
    assert [] == re.findall(r"url\s*\(|@import", html.partition("</style>")[0])


def test_every_match_has_its_fate(line):
    rules = line.rows("SELECT DISTINCT rule FROM match")
    open_matches = line.rows("SELECT id FROM match WHERE id NOT IN (SELECT match FROM ledger)")

    assert (3, []) == (len(rules), open_matches)


def test_second_pass_asks_once_for_what_is_due_and_for_nothing_else(line):
    assert sorted(line.due) == sorted(line.asked)


def test_chain_is_whole_and_the_store_too(line):
    with opened_to_read(line.config.parent / "data/news.db") as db:
        found = chain.broken_at(db), db.value("PRAGMA integrity_check")

    assert (None, "ok") == found


def test_what_is_worth_a_look_is_said_once(line):
    """Three channels have no preview: the second look establishes it."""
    assert [0, 1] == line.codes
