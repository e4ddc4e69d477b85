"""The whole pretend newsroom, looked at twice by real processes: every trap has the fate that was planted."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import crawling
import pytest

from crawlers import urls
from dazor.demo import plan
from dazor.demo.newsroom import PASSES_MIN, Newsroom
from dazor.demo.setup import write_setup
from store import fates, times

PLANTED = tomllib.loads((plan.FOLDER / "planted.toml").read_text("utf-8"))
ODD = {article for truth in PLANTED["fate"] for article in truth["articles"]}
FIRST = ("tvz", "vestka", "zarechye", "zolak")  # test_line_planted looks at these
NO_DOCUMENT = "SELECT * FROM url WHERE document IS NULL AND page IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is stored after the passes, and what was asked of the newsroom."""

    newsroom: Newsroom
    config: Path
    first_requests: int  # of the first pass

    def rows(self, sql, *parameters):
        return crawling.rows(self.config, sql, parameters)

    def fate(self, url):
        """State, reason and document of an address."""
        (row,) = self.rows("SELECT state, reason, document FROM url WHERE key = ?", urls.key(url))
        return row["state"], row["reason"], row["document"]

    def document(self, article):
        """The last version of an article's document; None without one."""
        document = self.fate(self.newsroom.url(article))[2]
        found = self.rows("SELECT * FROM version WHERE document = ? ORDER BY number DESC", document)
        return found[0] if found else None

    def asked(self, host, path=""):
        return [line for line in self.newsroom.log if line.host == host and line.path.startswith(path)]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    with Newsroom() as newsroom:
        config = write_setup(tmp_path_factory.mktemp("desk"), newsroom)
        requests = [0]
        for minutes in PASSES_MIN[:2]:
            now = newsroom.t0 + timedelta(minutes=minutes)
            newsroom.set_time(now)
            for job in ("web", "extract"):
                code, said = crawling.run(config, now, job)
                assert "Traceback" not in said
                assert code in (0, 1)
            requests.append(len(newsroom.log))
        yield Seen(newsroom=newsroom, config=config, first_requests=requests[1])


def readable(world):
    """Articles that are there at the second pass and have a text."""
    at = world.t0 + timedelta(minutes=PASSES_MIN[1])
    return [a for a in world.articles.values() if a.appears_at <= at and a.id not in ODD]


@pytest.mark.parametrize("truth", PLANTED["entry"], ids=lambda t: t["host"] + t["path"])
def test_every_entry_point_has_its_outcome(seen, truth):
    url = seen.newsroom.base(truth["host"]) + truth["path"]
    (entry,) = seen.rows("SELECT id, last_outcome FROM entry WHERE url = ?", url)
    (first,) = seen.rows(
        "SELECT outcome, final_url FROM fetch WHERE entry = ? AND kind != 'article'"
        " AND outcome != 'redirected' ORDER BY id LIMIT 1",
        entry["id"],
    )

    assert truth["outcome"] == first["outcome"]
    assert entry["last_outcome"] in (truth["outcome"], "not_modified")
    if "redirected_to" in truth:
        assert seen.newsroom.base(truth["host"]) + truth["redirected_to"] == first["final_url"]


@pytest.mark.parametrize("truth", PLANTED["fate"], ids=lambda t: t["reason"])
def test_every_trap_of_an_address_has_its_fate(seen, truth):
    found = {seen.fate(seen.newsroom.url(article)) for article in truth["articles"]}

    assert {(truth["state"], truth["reason"], None)} == found


def test_every_address_without_a_document_says_why(seen):
    known = fates.REASONS.keys() | fates.OUTCOMES.keys() | fates.READINGS.keys()
    unexplained = [row["url"] for row in seen.rows(NO_DOCUMENT) if row["reason"] not in known]

    assert [] == unexplained


def test_every_readable_article_is_a_document_with_title_and_minute(seen):
    world = plan.load(seen.newsroom.t0, 1)
    wanted = {a.id: (a.title, a.published_at.replace(second=0)) for a in readable(world)}
    stored = {name: seen.document(name) for name in wanted}

    told = {
        name: version and (version["title"], times.moment(version["published_at"]).replace(second=0))
        for name, version in stored.items()
    }
    assert wanted == told


def test_a_language_is_right_or_not_certain(seen):
    world = plan.load(seen.newsroom.t0, 1)
    found = [(article.language, seen.document(article.id)["language"]) for article in readable(world)]

    assert [] == [(wanted, said) for wanted, said in found if said not in (wanted, None)]
    assert [said for _, said in found].count(None) <= 0.05 * len(found)


def test_no_author_is_a_word_of_the_template(seen):
    authors = {row["authors"] for row in seen.rows("SELECT DISTINCT authors FROM version")}

    assert [] == [names for names in authors if "None" in names]


def test_texts_have_their_paragraphs_and_nothing_of_the_page_around(seen):
    world = plan.load(seen.newsroom.t0, 1)
    wider = [article for article in readable(world) if article.outlet not in FIRST]
    told = {(a.id, line) for a in wider for line in a.paragraphs}
    stored = {(a.id, line) for a in wider for line in seen.document(a.id)["text"].split("\n") if line}

    assert set() == stored - told
    assert len(told - stored) <= 0.01 * len(told)


def test_no_article_is_there_twice(seen):
    world = plan.load(seen.newsroom.t0, 1)
    documents = seen.rows("SELECT key FROM document WHERE kind = 'article'")

    assert len(readable(world)) == len(documents)


def test_every_post_is_there_once(seen):
    world = plan.load(seen.newsroom.t0, 1)
    wanted = {name: channel.posts for name, channel in world.channels.items() if name != "presspul_zarechcha"}
    stored = Counter(row["channel"] for row in seen.rows("SELECT channel FROM post"))

    assert {name: len(posts) for name, posts in wanted.items()} == {name: stored[name] for name in wanted}


@pytest.mark.parametrize("truth", PLANTED["twins"], ids=lambda t: t["article"])
def test_twins_are_one_document_and_the_mirror_is_not_asked(seen, truth):
    path = seen.newsroom.url(truth["article"]).removeprefix(seen.newsroom.base("starolessk"))
    own = [seen.newsroom.base("starolessk") + twin + path for twin in ("", *truth["under"])]

    assert 1 == len({seen.fate(url)[2] for url in own} - {None})
    assert ("refused", truth["mirror_reason"], None) == seen.fate(seen.newsroom.base("starolessk2") + path)
    assert [] == seen.asked(truth["mirror"])


@pytest.mark.parametrize("truth", PLANTED["busy"], ids=lambda t: t["host"])
def test_nothing_is_asked_between_429_and_its_end(seen, truth):
    until = seen.newsroom.t0 + timedelta(minutes=truth["minutes"])
    early = [line.status for line in seen.asked(truth["host"]) if line.at < until]

    assert 1 == early.count(429)
    assert 429 == early[-1]


@pytest.mark.parametrize("truth", PLANTED["redesigned"], ids=lambda t: t["host"])
def test_another_template_is_no_edit(seen, truth):
    for article in truth["articles"]:
        document = seen.fate(seen.newsroom.url(article))[2]
        path = seen.newsroom.url(article).removeprefix(seen.newsroom.base(truth["host"]))
        versions = seen.rows("SELECT text FROM version WHERE document = ?", document)

        assert (1, 2) == (len(versions), len(seen.asked(truth["host"], path)))


@pytest.mark.parametrize("truth", PLANTED["editions"], ids=lambda t: t["articles"][0])
def test_editions_are_linked_with_each_other(seen, truth):
    keys = {urls.key(seen.newsroom.url(article)) for article in truth["articles"]}
    named = {
        key: {
            row["key"]
            for row in seen.rows(
                """
                SELECT edition.key FROM edition JOIN document ON document.id = document
                WHERE document.key = ?
                """,
                key,
            )
        }
        for key in keys
    }

    assert {key: keys - {key} for key in keys} == named


@pytest.mark.parametrize("truth", PLANTED["calendar"], ids=lambda t: t["host"])
def test_an_endless_calendar_is_left(seen, truth):
    assert 1 <= len(seen.asked(truth["host"], truth["path"])) <= truth["most_requests"]


def test_the_form_is_asked_for_one_day_at_a_time(seen):
    asked = seen.asked("mis", "/press/archive/")

    assert {"GET", "POST"} == {line.method for line in asked}
    assert {200} == {line.status for line in asked}
    assert len(asked) < 60


def test_requests_of_a_pass_stay_moderate(seen):
    assert seen.first_requests < 350
    assert len(seen.newsroom.log) - seen.first_requests < 150


def test_pages_in_windows_1251_are_read_as_such(seen):
    texts = seen.rows(
        "SELECT title, text FROM version JOIN document ON document.id = document"
        " WHERE source IN ('mis', 'nov')"
    )

    assert 20 < len(texts)
    assert [] == [row["title"] for row in texts if "\ufffd" in row["text"] or "Ð" in row["text"]]
