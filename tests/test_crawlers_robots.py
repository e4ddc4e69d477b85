import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy import Request

from crawlers import robots
from crawlers.answer import Answer
from crawlers.no_answer import NotAsked
from tests import crawling
from tests.faults import Faults, Site, Trap, answer, feed, redirect, sent, silence

AGENT = "Dazor"
RULES = b"User-agent: *\nDisallow: /no\n"
DELAY_S = 0.4

# host: (its robots.txt, what becomes of its feed, what is asked besides robots.txt)
HOSTS = {
    "forbids": (answer(RULES), "ok", ["/feed", "/yes"]),
    "moved": (redirect("/r.txt"), "ok", ["/r.txt", "/feed", "/yes"]),
    "huge": (answer(RULES + b"# \n" * 1_000_000), "ok", ["/feed", "/yes"]),
    "missing": (answer(b"", "404 Not Found"), "ok", ["/feed", "/no", "/yes"]),
    "refused": (answer(b"", "403 Forbidden"), "ok", ["/feed", "/no", "/yes"]),
    "garbage": (answer(bytes(range(256)) * 99), "ok", ["/feed", "/no", "/yes"]),
    "page": (answer(b"<html><p>Page not found"), "ok", ["/feed", "/no", "/yes"]),
    "broken": (answer(b"", "500 Internal Server Error"), "robots_unreachable", []),
    "busy": (answer(b"", "429 Too Many Requests"), "robots_unreachable", []),
    "circle": (redirect("/robots.txt"), "robots_unreachable", ["/robots.txt"] * robots.MOST_REDIRECTS),
    "silent": (silence, "timeout", []),
    "hangs-up": (sent(), "cut_short", []),
    "too-big": (sent(b"HTTP/1.1 200 OK\r\nContent-Length: 99000000\r\n\r\n"), "too_big", []),
}
TOGETHER = [f"/no/{number}" for number in range(10)]


def host(robots_txt: Trap) -> Site:
    pages = {path: answer(b"<p>page") for path in ("/yes", "/no", "/yes/2")}
    return pages | {
        "/robots.txt": robots_txt,
        "/r.txt": answer(RULES),
        "/feed": answer(feed("/no", "/yes"), kind="text/xml"),
        "/both": answer(feed("/yes", "/yes/2"), kind="text/xml"),
    }


class Crawled:
    """Two passes over hosts with every kind of robots.txt."""

    def __init__(self, folder: Path, now: datetime) -> None:
        sites = {name: host(robots_txt) for name, (robots_txt, *_) in HOSTS.items()}
        sites["together"] = host(answer(RULES))
        sites["slow"] = host(answer(b"User-agent: *\nCrawl-delay: %f\n" % DELAY_S))
        with Faults(sites) as faults:
            sources = {name: crawling.site(name, faults.bases[name], "/feed") for name in HOSTS}
            sources["together"] = crawling.site("together", faults.bases["together"], *TOGETHER)
            sources["slow"] = crawling.site("slow", faults.bases["slow"], "/both")
            self.config = crawling.write_setup(folder / "desk", sources, crawl="timeout_s = 1")
            self.codes = [crawling.run(self.config, now)]
            self.entries = {row["url"]: row for row in crawling.rows(self.config, "SELECT * FROM entry")}
            self.urls = {row["url"]: row for row in crawling.rows(self.config, "SELECT * FROM url")}
            self.in_first = len(faults.asked)
            self.codes.append(crawling.run(self.config, now + timedelta(minutes=70)))
            self.bases, self.asked = faults.bases, faults.asked

    def paths(self, host: str, *, second: bool = False) -> list[str]:
        asked = self.asked[self.in_first :] if second else self.asked[: self.in_first]
        return [one.path for one in asked if one.host == host]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("robots"), datetime.fromisoformat("2024-05-30T05:30:00+00:00"))


@pytest.mark.parametrize("name", HOSTS)
def test_robots_txt_decides_what_is_asked(crawled, name):
    _, outcome, expected = HOSTS[name]

    assert ["/robots.txt", *expected] == sorted(crawled.paths(name), key=["/robots.txt", *expected].index)
    assert outcome == crawled.entries[f"{crawled.bases[name]}/feed"]["last_outcome"]


def test_of_ten_that_start_together_none_slips_through(crawled):
    assert ["/robots.txt"] == crawled.paths("together")
    assert 10 == sum(row["last_outcome"] == "robots" for row in crawled.entries.values())


def test_forbidden_address_is_refused_with_the_reason(crawled):
    row = crawled.urls[f"{crawled.bases['forbids']}/no"]

    assert ("refused", "robots") == (row["state"], row["reason"])


def test_crawl_delay_is_kept_in_every_pass(crawled):
    """In the second pass robots.txt is known from the first. A busy machine blurs single gaps."""
    times_s = [one.at_s for one in crawled.asked if one.host == "slow"]

    assert ["/both", "/yes", "/yes/2"] == sorted(crawled.paths("slow", second=True))
    assert 3 * DELAY_S * 0.9 <= times_s[3] - times_s[0]
    assert 2 * DELAY_S * 0.9 <= times_s[6] - times_s[4]


def test_answer_counts_for_a_day_and_a_failure_for_one_run(crawled):
    assert ["/feed", "/yes"] == crawled.paths("forbids", second=True)
    assert ["/robots.txt"] == crawled.paths("broken", second=True)


def test_nothing_of_this_is_worth_a_word(crawled):
    assert [(0, ""), (0, "")] == crawled.codes


def test_host_that_is_cooling_is_not_asked_for_its_rules():
    async def refuse(_):
        raise NotAsked("cooling")

    spider = SimpleNamespace(robots=lambda url: None)
    crawler = SimpleNamespace(
        settings={"ROBOTSTXT_USER_AGENT": AGENT}, spider=spider, engine=SimpleNamespace(download_async=refuse)
    )
    with pytest.raises(NotAsked, match="cooling"):
        asyncio.run(robots.Robots(crawler).process_request(Request("https://outlet.example/")))


def test_rules_are_cut_at_the_end_of_a_line():
    long = RULES + b"#" * (robots.MOST_BYTES - len(RULES) - 20) + b"\nDisallow: /yes-but-not-this\n"

    rules = robots.parsed(
        Answer(url="https://outlet.example/robots.txt", outcome="ok", status=200, body=long)
    )

    assert not isinstance(rules, str)
    assert rules.can_fetch("https://outlet.example/yes", AGENT)
    assert not rules.can_fetch("https://outlet.example/no", AGENT)
