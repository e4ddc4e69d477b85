"""What is planted in the pretend newsroom is found, or has its fate, after three passes of real processes."""

import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import commands
import crawling
import pytest

from crawlers import urls
from dazor.demo import plan
from dazor.demo.newsroom import PASSES_MIN, Newsroom
from dazor.demo.setup import write_setup
from store import chain
from store.database import opened_to_read

PLANTED = tomllib.loads((plan.FOLDER / "planted.toml").read_text("utf-8"))
FOUND = PLANTED["found"] + PLANTED["mixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """The desk after the passes, and the newsroom it watched."""

    newsroom: Newsroom
    config: Path
    said: list[str]  # by each pass on stderr
    news: dict  # what the next digest would say

    def rows(self, sql, *parameters):
        with opened_to_read(self.config.parent / "data/news.db") as db:
            return db.rows(sql, parameters)

    def key(self, where):
        """The key of an article's or post's document."""
        return str(where["post"]) if "post" in where else urls.key(self.newsroom.url(where["article"]))

    def fate(self, article):
        """State, reason and document of the address of an article."""
        key = urls.key(self.newsroom.url(article))
        (row,) = self.rows("SELECT state, reason, document FROM url WHERE key = ?", key)
        return row["state"], row["reason"], row["document"] is not None

    def matches(self, where):
        """Rule, words and origin of every match of a document, in order."""
        return self.rows(
            """
            SELECT rule, words, origin, version.number, ledger.fate, ledger.why FROM match
            JOIN version ON version.id = match.version JOIN document ON document.id = version.document
            LEFT JOIN ledger ON ledger.match = match.id WHERE key = ? ORDER BY match.id
            """,
            self.key(where),
        )

    def asked(self, path):
        return [line for line in self.newsroom.log if line.path.split("?")[0] == path]


@pytest.fixture(scope="module")
def morning(tmp_path_factory):
    """The first pass writes the digest of the day; what changes later is told by the next one."""
    with Newsroom() as newsroom:
        config = write_setup(tmp_path_factory.mktemp("desk"), newsroom, only=crawling.FIRST_HOSTS)
        said = []
        for minutes in PASSES_MIN:
            now = newsroom.t0 + timedelta(minutes=minutes)
            newsroom.set_time(now)
            done = commands.dazor(config, "run", now=now)
            said.append((done.returncode, done.stderr))
        shown = commands.dazor(config, "digest", "--format", "json", now=now)
        yield Morning(newsroom=newsroom, config=config, said=said, news=json.loads(shown.stdout))


def test_passes_are_silent(morning):
    assert [(0, "")] * 3 == morning.said


@pytest.mark.parametrize("truth", FOUND, ids=lambda t: f"{t['rule']}-{t.get('article', t.get('post'))}")
def test_planted_words_are_matched_at_the_first_pass(morning, truth):
    words = {
        word
        for match in morning.matches(truth)
        if match["rule"] == truth["rule"] and match["number"] == 1
        for word in json.loads(match["words"])
    }

    expected = truth.get("words") or [truth["word"]]
    assert [] == [word for word in expected if word not in words]


@pytest.mark.parametrize("article", PLANTED["silent"])
def test_everyday_news_are_documents_without_a_match(morning, article):
    assert ("fetched", None, True) == morning.fate(article)
    assert [] == morning.matches({"article": article})


def test_photograph_of_a_post_that_matches_is_kept_and_no_other(morning):
    found = morning.rows(
        """
        SELECT post.post_id, photograph.state, photograph.via, fetch.outcome FROM photograph
        JOIN post USING (document) LEFT JOIN fetch ON fetch.id = photograph.fetch
        """
    )

    assert [(417, "kept", "preview", "ok")] == [tuple(row.values()) for row in found]


@pytest.mark.parametrize("truth", PLANTED["muted"], ids=lambda t: t["mute"])
def test_muted_match_names_its_mute(morning, truth):
    found = [(match["rule"], match["fate"], match["why"]) for match in morning.matches(truth)]

    assert [(truth["rule"], "muted", truth["mute"])] == found


@pytest.mark.parametrize("truth", PLANTED["reprint"], ids=lambda t: t["first"])
def test_reprint_and_forwards_are_one_text_of_the_digest(morning, truth):
    members = [{"article": article} for article in (truth["first"], *truth["copies"])]
    members += [{"post": post} for post in truth["forwards"]]

    fates = Counter(match["fate"] for member in members for match in morning.matches(member))

    assert {"delivered": 1, "folded": len(members) - 1} == fates


@pytest.mark.parametrize("truth", PLANTED["edit"], ids=lambda t: t["article"])
def test_silent_edit_stands_under_changed_with_both_texts(morning, truth):
    url = morning.newsroom.url(truth["article"])
    (item,) = [item for item in morning.news["changed"] if item["url"] == url]
    before, after = (
        "\n".join(change[side]["text"] for change in item["changes"]) for side in ("before", "after")
    )

    assert truth["gone"] in before
    assert truth["gone"] not in after
    assert {"live", "edit"} == {match["origin"] for match in morning.matches(truth)}


@pytest.mark.parametrize("truth", PLANTED["edited_post"], ids=lambda t: str(t["post"]))
def test_edited_post_keeps_what_it_said(morning, truth):
    texts = morning.rows(
        "SELECT text FROM version JOIN document ON document.id = document WHERE key = ? ORDER BY number",
        morning.key(truth),
    )

    assert [True, False] == [truth["before"] in row["text"] for row in texts]
    assert [False, True] == [truth["after"] in row["text"] for row in texts]


@pytest.mark.parametrize("truth", PLANTED["deleted_post"], ids=lambda t: str(t["post"]))
def test_deleted_post_stands_under_gone(morning, truth):
    gone = morning.rows("SELECT key FROM document WHERE gone_at IS NOT NULL")

    assert [morning.key(truth)] == [row["key"] for row in gone]
    assert [str(truth["post"])] == [item["url"].rpartition("/")[2] for item in morning.news["gone"]]


@pytest.mark.parametrize("truth", PLANTED["gone_feed"], ids=lambda t: t["host"])
def test_gone_feed_is_known_as_such_and_its_site_goes_on(morning, truth):
    url = morning.newsroom.base(truth["host"]) + truth["path"]
    (feed,) = morning.rows("SELECT last_outcome, last_good_at, bad_looks FROM entry WHERE url = ?", url)

    assert {"last_outcome": "not_found", "last_good_at": None, "bad_looks": 3} == feed
    assert morning.rows("SELECT id FROM document WHERE source = ?", truth["host"])


@pytest.mark.parametrize("truth", PLANTED["disallowed"], ids=lambda t: t["host"])
def test_disallowed_articles_are_never_asked_for(morning, truth):
    paths = [morning.newsroom.url(article) for article in truth["articles"]]
    asked = [
        line
        for path in paths
        for line in morning.asked(path.removeprefix(morning.newsroom.base(truth["host"])))
    ]

    assert [] == asked
    assert {("refused", "robots", False)} == {morning.fate(article) for article in truth["articles"]}


@pytest.mark.parametrize("truth", PLANTED["missing"], ids=lambda t: t["article"])
def test_missing_article_is_asked_for_again_and_given_up(morning, truth):
    assert ("given_up", "not_found", False) == morning.fate(truth["article"])


@pytest.mark.parametrize("truth", PLANTED["no_text"], ids=lambda t: t["article"])
def test_page_without_a_text_says_so(morning, truth):
    assert ("fetched", "no_text", False) == morning.fate(truth["article"])


@pytest.mark.parametrize("truth", PLANTED["late"], ids=lambda t: t["article"])
def test_late_article_is_marked_and_not_archived(morning, truth):
    url = morning.newsroom.url(truth["article"])
    items = [item for section in morning.news["sections"] for item in section["items"]]

    assert [True] == [item["late"] for item in items if item["url"] == url]
    assert [url] == [item["url"] for item in items if item["late"]]


@pytest.mark.parametrize("truth", PLANTED["twin"], ids=lambda t: t["article"])
def test_twin_addresses_are_one_document(morning, truth):
    assert 1 == len(morning.rows("SELECT id FROM document WHERE key = ?", morning.key(truth)))
    path = morning.newsroom.url(truth["article"]).split("/", 3)[3].rstrip("/")
    assert 1 == len(morning.rows("SELECT DISTINCT document FROM url WHERE key LIKE ?", f"%{path}%"))


@pytest.mark.parametrize("truth", PLANTED["appears"], ids=lambda t: str(t["minutes"]))
def test_what_appears_between_two_passes_is_there(morning, truth):
    keys = [morning.key({"article": article}) for article in truth["articles"]]
    keys += [str(post) for post in truth["posts"]]
    found = [
        row["key"] for key in keys for row in morning.rows("SELECT key FROM document WHERE key = ?", key)
    ]

    assert keys == found


def test_no_address_is_without_a_fate_and_the_chain_is_whole(morning):
    loose = morning.rows(
        "SELECT url FROM url WHERE document IS NULL AND reason IS NULL AND url NOT LIKE '%/s/%'"
    )
    with opened_to_read(morning.config.parent / "data/news.db") as db:
        broken_at = chain.broken_at(db)

    assert ([], None) == (loose, broken_at)
