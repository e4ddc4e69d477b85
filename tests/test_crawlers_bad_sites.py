"""Sites that are wrong as a whole: bounded, explained in words, and nothing else is harmed."""

from datetime import datetime
from email.utils import format_datetime

import pytest

from tests import crawling
from tests.faults import Faults, answer, feed

NOW = datetime.fromisoformat("2024-05-30T05:30:00+00:00")
TEXT = "В Заречье открыли новый мост через реку Вязынка, и жители обоих берегов пришли на праздник. " * 5
FULL = f"<html><head><title>Мост</title></head><body><h1>Мост</h1><p>{TEXT}</p></body></html>".encode()
GUARD = b"<html><title>DDoS-Guard</title><body><h1>Checking your browser</h1></body></html>"
FILTER = b"<html><title>Web Page Blocked</title><body><h1>Web Page Blocked!</h1><p>Attack ID: 1</body></html>"
SHELL = b"<html><title>News</title><body><div id=app></div><noscript>Enable JavaScript</noscript></html>"
GONE = "<html><title>Ошибка 404</title><body><h1>Страница не найдена</h1></body></html>".encode()
CONSENT = b"<html><title>Cookies</title><body><button>Accept all</button></body></html>"
NESTED = b"<html><body>" + b"<div>" * 200_000 + "<p>Мост".encode() + b"</div>" * 200_000
UTF8_AS_1251 = FULL.replace(b"<head>", b'<head><meta charset="windows-1251">')

# path: (body, why there is no text; None: there is one)
PAGES = {
    "/guard": (GUARD, "captcha"),
    "/filter": (FILTER, "blocked_page"),
    "/shell": (SHELL, "no_text"),
    "/soft-404": (GONE, "soft_404"),
    "/consent": (CONSENT, "no_text"),
    "/nested": (NESTED, "no_text"),
    "/utf-8-as-1251": (UTF8_AS_1251, None),
    "/five-mebibytes": (FULL.replace(b"</body>", b"<p>" + b"x " * 2_600_000 + b"</body>"), None),
}
FUTURE = format_datetime(NOW.replace(year=2031))
DATED = (
    f'<rss version="2.0"><channel><title>t</title><item><title>Мост</title><link>/a</link>'
    f"<pubDate>{FUTURE}</pubDate></item></channel></rss>"
).encode()


def index(*urls):
    children = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{children}</sitemapindex>'.encode()


class Everything(dict):
    """A site that answers whatever it is asked, also for robots.txt, with one page and status 200."""

    def get(self, _path, _default=None):
        return answer(FULL)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Settings after two looks and two readings, and what was asked."""
    sites = {
        "pages": {
            "/feed": answer(feed(*PAGES), kind="text/xml"),
            **{path: answer(body) for path, (body, _) in PAGES.items()},
        },
        "everything": Everything(),
        "future": {"/feed": answer(DATED, kind="text/xml"), "/a": answer(FULL)},
        "loop": {},
    }
    with Faults(sites) as faults:
        loop = faults.bases["loop"]
        sites["loop"] |= {
            "/map": answer(index(f"{loop}/map", f"{loop}/other"), kind="text/xml"),
            "/other": answer(index(f"{loop}/map"), kind="text/xml"),
        }
        sources = {name: crawling.site(name, base, "/feed") for name, base in faults.bases.items()}
        for kind, name in (("sitemap", "loop"), ("listing", "everything")):
            place = "/map" if name == "loop" else "/news"
            sources[name] = crawling.site(
                name,
                faults.bases[name],
                more=f'[[entry]]\nkind = "{kind}"\nurl = "{faults.bases[name]}{place}"',
            )
        config = crawling.write_setup(tmp_path_factory.mktemp("bad") / "desk", sources)
        for now in (NOW, NOW.replace(hour=7)):
            for job in ("web", "extract"):
                assert (0, "") == crawling.run(config, now, job)
        return config, faults


def rows(crawled, sql, source):
    return crawling.rows(crawled[0], sql, (source,))


@pytest.mark.parametrize("path", PAGES)
def test_page_without_a_text_says_why(crawled, path):
    (row,) = crawling.rows(crawled[0], "SELECT reason, document FROM url WHERE url LIKE ?", (f"%{path}",))

    assert (PAGES[path][1], PAGES[path][1] is None) == (row["reason"], row["document"] is not None)


def test_letters_are_right_whatever_the_page_says_of_them(crawled):
    (row,) = crawling.rows(
        crawled[0],
        "SELECT text FROM version JOIN url USING (document) WHERE url.url LIKE '%utf-8-as-1251'",
    )

    assert row["text"].startswith("В Заречье открыли новый мост")


def test_site_that_answers_everything_with_one_page_is_bounded(crawled):
    (entry,) = rows(crawled, "SELECT last_outcome FROM entry WHERE source = ?", "everything")

    assert "empty_entry" == entry["last_outcome"]
    assert len(crawled[1].paths("everything")) <= 4


def test_sitemaps_that_lead_in_a_circle_end(crawled):
    (entry,) = rows(crawled, "SELECT last_outcome FROM entry WHERE source = ?", "loop")

    assert len(crawled[1].paths("loop")) <= 8
    assert entry["last_outcome"] in ("ok", "empty_entry", "bad_entry")


def test_date_that_is_still_to_come_is_none(crawled):
    (row,) = rows(crawled, "SELECT published_at, first_seen_at FROM document WHERE source = ?", "future")

    assert row["published_at"] is None or row["published_at"] <= row["first_seen_at"]


def test_nothing_takes_much_memory(crawled):
    assert crawling.peak_mebibytes(crawled[0]) < 250
