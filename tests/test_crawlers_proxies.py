"""A source that has a proxy is asked through it, and nothing else goes there."""

from datetime import datetime

import pytest

from tests import crawling
from tests.faults import Faults, answer, feed, redirect

NOW = datetime.fromisoformat("2024-05-30T05:30:00+00:00")
SITE = "http://far.example"  # a name that only the proxy can find
USER = "Basic ZGVzazpzZXNhbWU="  # desk:sesame


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A crawl of two sources, one through a proxy; settings, and what the proxy was asked."""
    proxy = {
        f"{SITE}/feed": answer(feed(f"{SITE}/a", f"{SITE}/b"), kind="text/xml"),
        f"{SITE}/a": answer(b"<p>a"),
        f"{SITE}/b": redirect(f"{SITE}/a?b"),
        f"{SITE}/a?b": answer(b"<p>b"),
    }
    with Faults({"near": {"/feed": answer(feed("/n"), kind="text/xml")}, "proxy": proxy}) as faults:
        address = faults.bases["proxy"].replace("//", "//desk@")
        sources = {
            "far": crawling.site("far", SITE, "/feed", more=f'proxy = "{address}"'),
            "near": crawling.site("near", faults.bases["near"], "/feed"),
        }
        config = crawling.write_setup(tmp_path_factory.mktemp("proxy") / "desk", sources)
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("DAZOR_PROXY_PASSWORD", "sesame")
            assert (0, "") == crawling.run(config, NOW)
        yield config, faults


def test_every_request_of_the_source_goes_through_its_proxy(crawled):
    _, faults = crawled
    asked = [f"{SITE}{path}" for path in ("/a", "/a?b", "/b", "/feed", "/robots.txt")]

    assert asked == sorted(faults.paths("proxy"))
    assert ["/robots.txt", "/feed", "/n"] == faults.paths("near")


def test_proxy_alone_gets_its_password_and_the_store_does_not(crawled):
    config, faults = crawled
    (headers,) = crawling.rows(config, "SELECT group_concat(request_headers || url) AS said FROM fetch")
    users = {(asked.host, asked.headers.get("proxy-authorization")) for asked in faults.asked}

    assert {("proxy", USER), ("near", None)} == users
    assert "Basic" not in headers["said"]


def test_fetch_says_which_proxy_it_went_through(crawled):
    config, faults = crawled
    rows = crawling.rows(config, "SELECT DISTINCT source, proxy FROM fetch WHERE source IS NOT NULL")

    assert {"far": faults.bases["proxy"], "near": None} == {row["source"]: row["proxy"] for row in rows}


def test_proxy_that_does_not_answer_is_no_fault_of_the_site(tmp_path):
    sources = {"far": crawling.site("far", SITE, "/feed", more='proxy = "http://127.0.1.99:1"')}
    config = crawling.write_setup(tmp_path, sources)

    crawling.run(config, NOW)

    assert [{"last_outcome": "proxy"}] == crawling.rows(config, "SELECT last_outcome FROM entry")


def test_proxy_inside_is_reached_and_nothing_else_inside(tmp_path):
    """The proxy's address is private and not named in allow_private; the site beside it stays closed."""
    proxy = {f"{SITE}/feed": answer(feed(f"{SITE}/a"), kind="text/xml")}
    with Faults({"proxy": proxy}) as faults:
        address = faults.bases["proxy"]
        sources = {
            "far": crawling.site("far", SITE, "/feed", more=f'proxy = "{address}"'),
            "inside": crawling.site("inside", address, "/feed"),
        }
        config = crawling.write_setup(tmp_path, sources)
        config.write_text(config.read_text("utf-8").replace('"127.0.1.0/24"', '"127.0.3.0/24"'), "utf-8")
        crawling.run(config, NOW)
    rows = crawling.rows(config, "SELECT source, last_outcome FROM entry")

    assert {"far": "ok", "inside": "private_address"} == {row["source"]: row["last_outcome"] for row in rows}
