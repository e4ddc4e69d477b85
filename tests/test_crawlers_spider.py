import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from twisted.python.failure import Failure

from crawlers import spider
from crawlers.spider import Watch
from dazor.demo.newsroom import Newsroom
from dazor.demo.setup import write_setup
from store import sources, times
from store.times import Clock
from store.types import Counts
from tests import crawling
from tests.errands import NOW, answer, feed, found, look
from tests.faults import Faults
from tests.faults import answer as sends
from tests.faults import feed as names

DUE = """
SELECT
    (SELECT count(*) FROM entry WHERE next_look_at IS NULL OR next_look_at <= :now) AS entries,
    (SELECT count(*) FROM url WHERE state IN ('waiting', 'fetched') AND next_look_at <= :now) AS looks
"""


class Desk:
    """A desk that has seen the newsroom once; the newsroom's time stands still from then on."""

    def __init__(self, folder: Path, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.config = write_setup(folder, newsroom, only=crawling.FIRST_HOSTS)
        self.look_again(0)
        crawling.run(self.config, newsroom.t0, "extract")

    def look_again(self, minutes: int) -> tuple[int, list[int]]:
        """What is due then, and the states of the answers that a run got."""
        now = self.newsroom.t0 + timedelta(minutes=minutes)
        due = 0
        if minutes:
            (row,) = crawling.rows(self.config, DUE.replace(":now", "?1"), [times.text(now)])
            due = row["entries"] + row["looks"]
        before = len(self.newsroom.log)
        assert (0, "") == crawling.run(self.config, now)
        return due, [one.status for one in self.newsroom.log[before:]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Newsroom() as newsroom:
        newsroom.set_time(newsroom.t0)
        yield Desk(tmp_path_factory.mktemp("desk"), newsroom)


def test_pass_with_nothing_due_asks_nothing(desk):
    assert (0, []) == desk.look_again(5)


def test_pass_with_nothing_new_asks_what_is_due_and_gets_304_where_the_site_can(desk):
    """Three feeds and a listing of the newsroom know 304."""
    due, statuses = desk.look_again(20)

    assert due == len(statuses)
    assert 4 == statuses.count(304)


def test_looks_at_young_articles_are_asked_once_each(desk):
    due, statuses = desk.look_again(65)

    assert due == len(statuses)


def test_host_gets_one_request_at_a_time(tmp_path):
    """Also where no pause is wanted."""
    open_now, most = 0, 0

    async def counted(writer):
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0.03)
        await sends(b"<p>page")(writer)
        open_now -= 1

    paths = [f"/{number}" for number in range(9)]
    with Faults({"one": {"/feed": sends(names(*paths)), **dict.fromkeys(paths, counted)}}) as faults:
        config = crawling.write_setup(
            tmp_path / "desk", {"one": crawling.site("one", faults.bases["one"], "/feed")}
        )
        crawling.run(config, NOW)

    assert (11, 1) == (len(faults.asked), most)


def watch(db) -> Watch:
    return Watch(db=db, errands=[], clock=Clock(NOW), counts=Counts())


def test_source_has_its_share_of_a_run(db, monkeypatch):
    monkeypatch.setattr(spider, "BUDGET", 2)
    errand = look(db)
    body = feed("/news/1", "/news/2", "/news/3")

    requests = list(watch(db).settle(errand, answer(body)))

    assert 2 == len(requests)
    assert ["over_budget"] == [
        row["reason"] for row in db.rows("SELECT reason FROM url WHERE reason IS NOT NULL")
    ]


def test_request_carries_the_conditions_of_the_last_answer(db):
    errand = found(db)
    with_etag = look(db).to(errand.address)

    (request,) = watch(db).run(with_etag)
    assert b"If-None-Match" not in request.headers

    list(watch(db).settle(look(db), answer(feed("/news/2"), ("ETag", '"1"'))))
    (request,) = watch(db).run(look(db))
    assert b'"1"' == request.headers["If-None-Match"]


def failure(db, error: Exception) -> Failure:
    """As Scrapy gives it to the spider."""
    found = Failure(error)
    (found.request,) = watch(db).run(look(db))
    return found


def test_bug_while_fetching_is_logged_and_said(db, caplog):
    assert [] == list(watch(db).failed(failure(db, KeyError("ours"))))
    assert "bug" == sources.entry(db, look(db).entry_id).last_outcome
    assert "a bug while fetching url=https://outlet.example/feed" in caplog.text


def test_bug_while_reading_is_said_and_the_crawl_goes_on(db, monkeypatch):
    monkeypatch.setattr(spider.record, "entry_answer", lambda *_: 1 / 0)

    assert [] == list(watch(db).settle(look(db), answer(b"strange")))
    assert "bug" == sources.entry(db, look(db).entry_id).last_outcome


def test_crawl_that_ends_takes_no_failure_for_the_sites(db):
    with pytest.raises(spider.CloseSpider):
        list(watch(db).failed(failure(db, spider.CloseSpider("store"))))

    assert sources.entry(db, look(db).entry_id).last_outcome is None


def test_failing_store_ends_the_crawl(db, monkeypatch):
    crawl = watch(db)
    ended = []
    monkeypatch.setattr(crawl, "end", ended.append)
    with pytest.raises(spider.CloseSpider):
        crawl.keep(lambda: db.value("SELECT * FROM nowhere"))

    assert ["store"] == ended
    assert isinstance(crawl.trouble, db.conn.OperationalError)
