from datetime import datetime, timedelta
from pathlib import Path

import pytest
from scrapy import Request

from crawlers.no_answer import NotAsked
from crawlers.patience import Patience
from tests import crawling
from tests.faults import Faults, Site, Trap, answer, feed

PATHS = ["/a", "/b", "/c", "/d"]
IN_AN_HOUR = answer(b"", "429 Too Many Requests", "Retry-After: 3600")

# host: (what its articles answer, what its feed answers)
HOSTS = {
    "429": (IN_AN_HOUR, None),
    "503": (answer(b"", "503 Service Unavailable", "Retry-After: 3600"), None),
    "wordless": (answer(b"", "429 Too Many Requests"), None),
    "feed": (answer(b"page"), IN_AN_HOUR),
}


def host(articles: Trap, feed_answer: Trap | None) -> Site:
    names_all = answer(feed(*PATHS), kind="text/xml")
    return {
        "/feed": feed_answer or names_all,
        "/other": feed_answer or names_all,
        **dict.fromkeys(PATHS, articles),
    }


class Crawled:
    """Three passes, 0, 30 and 61 minutes after the wish."""

    def __init__(self, folder: Path, now: datetime) -> None:
        with Faults({name: host(*answers) for name, answers in HOSTS.items()}) as faults:
            feeds = {"feed": ["/feed", "/other"]}
            sources = {
                name: crawling.site(name, faults.bases[name], *feeds.get(name, ["/feed"])) for name in HOSTS
            }
            self.config = crawling.write_setup(folder / "desk", sources)
            self.passes: list[dict[str, list[str]]] = []
            for minutes in (0, 30, 61):
                before = len(faults.asked)
                assert (0, "") == crawling.run(self.config, now + timedelta(minutes=minutes))
                self.passes.append(
                    {name: [one.path for one in faults.asked[before:] if one.host == name] for name in HOSTS}
                )
                if minutes == 0:
                    self.urls = crawling.rows(self.config, "SELECT source, state, reason FROM url")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("patience"), datetime.fromisoformat("2024-05-30T05:30:00+00:00"))


@pytest.mark.parametrize("name", ["429", "503", "wordless"])
def test_after_the_wish_no_article_is_asked_in_this_run(crawled, name):
    first = crawled.passes[0][name]

    assert ["/robots.txt", "/feed"] == first[:2]
    assert 1 == len(first[2:])
    assert 3 == crawled.urls.count({"source": name, "state": "waiting", "reason": "cooling"})


@pytest.mark.parametrize("name", ["429", "503", "feed"])
def test_nothing_is_asked_before_the_named_time(crawled, name):
    assert [] == crawled.passes[1][name]


def test_wish_of_one_entry_point_holds_for_the_others(crawled):
    assert 2 == len(crawled.passes[0]["feed"])  # robots.txt and one of two feeds


@pytest.mark.parametrize("name", ["429", "503", "feed"])
def test_after_the_named_time_all_goes_on(crawled, name):
    assert crawled.passes[2][name]


def test_without_a_time_the_next_run_asks_again(crawled):
    assert "/feed" in crawled.passes[1]["wordless"]


@pytest.mark.parametrize(
    ("over", "cooling", "reason"), [("stopped", {}, "stopped"), (None, {"a": None}, "cooling")]
)
def test_request_that_comes_late_is_not_sent(over, cooling, reason):
    patience = Patience(crawler=None)
    patience.over, patience.cooling = over, cooling

    with pytest.raises(NotAsked, match=reason):
        patience.process_request(Request("https://outlet.example/", meta={"download_slot": "a"}))
