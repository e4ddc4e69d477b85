"""Every trap that a site can set for a fetch, on loopback, in one crawl: each has its recorded fate."""

import hashlib
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tests import crawling
from tests.faults import (
    MEBIBYTE,
    NOT_FOUND,
    Faults,
    Site,
    answer,
    bomb,
    endless,
    feed,
    head,
    packed,
    redirect,
    self_signed,
    sent,
    silence,
)

PAGE = "<title>Заречье</title><p>В Заречье открыли мост.".encode()
OLD = "<title>Заречье</title><p>В Заречье открыли мост.".encode("cp1251")
BOMB = answer(bomb(512), "200 OK", "Content-Encoding: gzip")
CHUNKED = head("200 OK", "Content-Type: text/html", "Transfer-Encoding: chunked")
SLOW_HEADERS = sent(b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 99, pause_s=0.1)
SLOW_BODY = sent(CHUNKED, *[b"1\r\nx\r\n"] * 99, pause_s=0.1)
SENT_NOTHING = ("dns", "connection", "tls", "private_address")

# path: (trap, outcome of the last fetch, state and reason of the address)
ARTICLES = {
    "/ok": (answer(PAGE), "ok", "fetched", None),
    "/1251-by-header": (answer(OLD, kind="text/html; charset=windows-1251"), "ok", "fetched", None),
    "/1251-by-meta": (answer(b"<meta charset=windows-1251>" + OLD), "ok", "fetched", None),
    "/1251-undeclared": (answer(OLD), "ok", "fetched", None),
    "/1251-as-utf-8": (answer(OLD, kind="text/html; charset=utf-8"), "ok", "fetched", None),
    "/5-mebibytes": (answer(PAGE * 50_000), "ok", "fetched", None),
    "/bomb": (BOMB, "too_big", "refused", "too_big"),
    "/endless": (endless, "too_big", "refused", "too_big"),
    "/long": (sent(head("200 OK", "Content-Length: 50000000"), PAGE), "too_big", "refused", "too_big"),
    "/cut": (sent(head("200 OK", "Content-Length: 9000"), PAGE), "cut_short", "waiting", "cut_short"),
    "/cut-chunk": (sent(CHUNKED, b"9000\r\n", PAGE), "cut_short", "waiting", "cut_short"),
    "/cut-gzip": (
        answer(packed(PAGE * 99)[:-40], "200 OK", "Content-Encoding: gzip"),
        "cut_short",
        "waiting",
        "cut_short",
    ),
    "/no-gzip": (answer(PAGE, "200 OK", "Content-Encoding: gzip"), "bad_answer", "waiting", "bad_answer"),
    "/hang-up": (sent(), "cut_short", "waiting", "cut_short"),
    "/no-colon": (answer(PAGE, "200 OK", "Strange header"), "ok", "fetched", None),
    "/long-header": (answer(PAGE, "200 OK", f"X: {'x' * 70_000}"), "cut_short", "waiting", "cut_short"),
    "/wrong-status": (sent(b"HTTP/9.9 banana\r\n\r\n"), "bad_answer", "waiting", "bad_answer"),
    "/not-http": (sent(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "bad_answer", "waiting", "bad_answer"),
    "/empty": (answer(), "ok", "fetched", None),
    "/unasked-304": (sent(head("304 Not Modified")), "bad_answer", "waiting", "bad_answer"),
    "/204": (sent(head("204 No Content")), "http_error", "waiting", "http_error"),
    "/401": (answer(PAGE, "401 Unauthorized"), "forbidden", "waiting", "forbidden"),
    "/403": (answer(PAGE, "403 Forbidden"), "forbidden", "waiting", "forbidden"),
    "/404": (NOT_FOUND, "not_found", "waiting", "not_found"),
    "/410": (answer(PAGE, "410 Gone"), "not_found", "waiting", "not_found"),
    "/418": (answer(PAGE, "418 I'm a teapot"), "http_error", "waiting", "http_error"),
    "/500": (answer(PAGE, "500 Internal Server Error"), "server_error", "waiting", "server_error"),
    "/503": (answer(PAGE, "503 Service Unavailable"), "server_error", "waiting", "server_error"),
    "/meta-refresh": (
        answer(b'<meta http-equiv="refresh" content="0; url=file:///etc/passwd">'),
        "ok",
        "fetched",
        None,
    ),
    "/moved": (redirect("/ok?moved"), "ok", "fetched", None),
    "/self": (redirect("/self"), "redirect_loop", "waiting", "redirect_loop"),
    "/circle": (redirect("/circle?2"), "redirect_loop", "waiting", "redirect_loop"),
    "/chain": (redirect("/chain?1"), "redirect_loop", "waiting", "redirect_loop"),
    "/to-inside": (redirect("http://127.0.9.9/"), "offsite", "waiting", "offsite"),
    "/to-localhost": (redirect("http://localhost/"), "offsite", "waiting", "offsite"),
    "/to-decimal": (redirect("http://2130706433/"), "offsite", "waiting", "offsite"),
    "/to-hexadecimal": (redirect("http://0x7f.1/"), "offsite", "waiting", "offsite"),
    "/to-file": (redirect("file:///etc/passwd"), "bad_url", "refused", "bad_url"),
    "/to-data": (redirect("data:text/html,x"), "bad_url", "refused", "bad_url"),
    "/to-garbage": (redirect("http://[::1"), "bad_url", "refused", "bad_url"),
    "/to-length": (redirect("/" + "x" * 3000), "bad_url", "refused", "bad_url"),
    "/to-nothing": (answer(b"", "302 Found"), "bad_answer", "waiting", "bad_answer"),
}
ON_THE_WAY = {
    "/ok?moved": answer(PAGE),
    "/circle?2": redirect("/circle"),
    **{f"/chain?{number}": redirect(f"/chain?{number + 1}") for number in range(1, 10)},
}
SLOW = {
    "/silence": (silence, "timeout", "waiting", "timeout"),
    "/slow-headers": (SLOW_HEADERS, "timeout", "waiting", "timeout"),
    "/slow-body": (SLOW_BODY, "timeout", "waiting", "timeout"),
}

# path: (trap, outcome)
ENTRIES = {
    "/zombie": (answer(b"<rss></rss>", kind="text/xml"), "empty_entry"),
    "/eleven-bytes": (answer(b"Hello world"), "bad_entry"),
    "/empty": (answer(kind="text/xml"), "bad_entry"),
    "/page": (answer(PAGE), "bad_entry"),
    "/no-items": (answer(feed(), kind="text/xml"), "empty_entry"),
    "/unasked-304": (sent(head("304 Not Modified")), "bad_answer"),
    "/403": (answer(PAGE, "403 Forbidden"), "forbidden"),
    "/404": (NOT_FOUND, "not_found"),
    "/500": (answer(PAGE, "500 Internal Server Error"), "server_error"),
    "/bomb": (BOMB, "too_big"),
    "/50-mebibytes": (sent(head("200 OK"), *[b" " * MEBIBYTE] * 50), "too_big"),
    "/self": (redirect("/self"), "redirect_loop"),
    "/to-localhost": (redirect("http://localhost/"), "offsite"),
    "/to-file": (redirect("file:///etc/passwd"), "bad_url"),
    "/1251": (answer(OLD, kind="text/xml; charset=windows-1251"), "bad_entry"),
}

# name: (address, outcome); nothing listens there, or nothing may be asked there
NOWHERE = {
    "unlisted": ("http://127.0.9.9:1", "private_address"),
    "loopback6": ("http://[::1]:1", "private_address"),
    "mapped": ("http://[::ffff:127.0.0.1]:1", "private_address"),
    "localhost": ("http://localhost:1", "private_address"),
    "decimal": ("http://2130706433:1", "private_address"),
    "hexadecimal": ("http://0x7f.1:1", "private_address"),
    "inside": ("http://inside.example", "private_address"),
    "unknown": ("http://nowhere.example", "dns"),
    "refused": ("http://127.0.1.99:1", "connection"),
}


def sites() -> dict[str, Site]:
    return {
        "articles": {
            "/feed": answer(feed(*ARTICLES), kind="text/xml"),
            **{path: trap for path, (trap, *_) in ARTICLES.items()},
            **ON_THE_WAY,
        },
        "slow": {
            "/feed": answer(feed(*SLOW), kind="text/xml"),
            **{path: trap for path, (trap, *_) in SLOW.items()},
        },
        "entries": {path: trap for path, (trap, _) in ENTRIES.items()},
        "tls": {"/feed": answer(feed("/a"), kind="text/xml")},
    }


class Crawled:
    """One crawl over all the traps, and what is left of it."""

    def __init__(self, folder: Path, now: datetime) -> None:
        with Faults(sites(), self_signed(folder)) as faults:
            sources = {name: crawling.site(name, base, "/feed") for name, base in faults.bases.items()}
            sources["entries"] = crawling.site("entries", faults.bases["entries"], *ENTRIES)
            sources |= {name: crawling.site(name, base, "/feed") for name, (base, _) in NOWHERE.items()}
            self.config = crawling.write_setup(folder / "desk", sources, crawl="timeout_s = 1")
            self.exit_code, self.said = crawling.run(self.config, now)
            self.bases, self.asked = faults.bases, faults.asked
        self.fetches = crawling.rows(self.config, "SELECT * FROM fetch ORDER BY id")
        self.urls = {row["url"]: row for row in crawling.rows(self.config, "SELECT * FROM url")}
        self.entries = {row["url"]: row for row in crawling.rows(self.config, "SELECT * FROM entry")}

    def last_fetch(self, url: str) -> dict[str, object]:
        return next(row for row in reversed(self.fetches) if row["url"] == url)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("faults"), datetime.fromisoformat("2024-05-30T05:30:00+00:00"))


@pytest.mark.parametrize("path", ARTICLES | SLOW)
def test_article_has_its_fate(crawled, path):
    url = crawled.bases["slow" if path in SLOW else "articles"] + path
    _, outcome, state, reason = (ARTICLES | SLOW)[path]

    assert outcome == crawled.last_fetch(url)["outcome"], crawled.last_fetch(url)
    assert (state, reason) == (crawled.urls[url]["state"], crawled.urls[url]["reason"])


@pytest.mark.parametrize("path", ENTRIES)
def test_entry_point_has_its_fate(crawled, path):
    entry = crawled.entries[crawled.bases["entries"] + path]
    _, outcome = ENTRIES[path]

    assert (outcome, True) == (entry["last_outcome"], entry["failing_since"] is not None)


@pytest.mark.parametrize("name", NOWHERE)
def test_place_that_cannot_be_reached_has_its_fate(crawled, name):
    base, outcome = NOWHERE[name]

    assert outcome == crawled.entries[f"{base}/feed"]["last_outcome"]


def test_certificate_that_nobody_vouches_for_is_refused(crawled):
    entry = crawled.entries[f"{crawled.bases['tls']}/feed"]

    assert ("tls", []) == (entry["last_outcome"], crawled.urls.get("tls", []))


def test_every_request_has_a_row_and_every_row_a_request(crawled):
    asked = Counter(crawled.bases[asked.host] + asked.path for asked in crawled.asked)
    reached = [row for row in crawled.fetches if row["outcome"] not in SENT_NOTHING]

    assert asked == Counter(row["final_url"] for row in reached)


def test_bytes_are_kept_as_they_came(crawled):
    """Whatever a header or the page says of its letters: nothing is decoded before it is stored."""
    paths = ("/1251-by-header", "/1251-undeclared", "/1251-as-utf-8")
    stored = {crawled.last_fetch(crawled.bases["articles"] + path)["sha256"] for path in paths}

    assert {hashlib.sha256(OLD).hexdigest()} == stored


def test_nothing_brings_the_crawl_down(crawled):
    assert (0, "") == (crawled.exit_code, crawled.said)
    assert crawling.peak_mebibytes(crawled.config) < 250
