"""A page of a filter that stands where a feed or list should be."""

import pytest

from crawlers import record, refusal
from store import sources
from tests.errands import NOW, answer, feed, look

BLOCKED = b"<html><title>Web Page Blocked</title><body>Attack ID: 20000051</body></html>"
CAPTCHA = b"<html><title>DDoS-Guard</title><body>Checking your browser before accessing</body></html>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (BLOCKED, "blocked_page"),
        (CAPTCHA, "captcha"),
        (feed("/news/1"), None),
        (b"", None),
        (b"Hello world", None),
        (b"<html><title>404</title><body>Not found</body></html>", None),
        (b"\xff\xfe\x00" * 50, None),
        (BLOCKED.replace(b"Attack", b"Words and more. " * 200), None),
    ],
)
def test_page_of_a_filter_is_told_from_others(body, kind):
    assert kind == refusal.instead(body)


@pytest.mark.parametrize(("body", "outcome"), [(BLOCKED, "blocked_page"), (CAPTCHA, "captcha")])
def test_feed_that_is_a_page_of_a_filter_says_so(db, body, outcome):
    errand = look(db)
    record.entry_answer(db, errand, answer(body), NOW)

    (entry,) = sources.entries(db)
    assert (outcome, NOW) == (entry.last_outcome, entry.failing_since)
