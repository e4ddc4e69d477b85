from datetime import timedelta

import pytest

from crawlers import known_robots
from store import raws
from tests.errands import NOW, SITE, answer

URL = f"{SITE}/robots.txt"


def test_answer_counts_for_a_day(db):
    known_robots.keep(db, URL, [answer(b"User-agent: *", url=URL)], NOW)

    found = known_robots.find(db, URL, NOW + timedelta(hours=23))

    assert found is not None
    assert b"User-agent: *" == found.body
    assert known_robots.find(db, URL, NOW + timedelta(hours=25)) is None


@pytest.mark.parametrize(
    ("status", "is_known"), [(404, True), (403, True), (429, False), (500, False), (None, False)]
)
def test_refusal_counts_and_a_failure_does_not(db, status, is_known):
    known_robots.keep(db, URL, [answer(None, url=URL, status=status, outcome="http_error")], NOW)

    assert is_known == (known_robots.find(db, URL, NOW) is not None)


def test_every_hop_is_a_row_and_the_last_counts_for_the_first(db):
    hop = answer(None, url=URL, outcome="redirected", status=301)
    known_robots.keep(db, URL, [hop, answer(b"rules", url=f"{SITE}/r.txt")], NOW)

    found = known_robots.find(db, URL, NOW)

    assert found is not None
    assert b"rules" == found.body
    assert [URL, f"{SITE}/r.txt"] == [row["final_url"] for row in db.rows("SELECT final_url FROM fetch")]


def test_bytes_that_are_gone_are_asked_for_again(db):
    known_robots.keep(db, URL, [answer(b"the same bytes", url=URL)], NOW)
    with db.transaction():
        raws.drop(db, db.value("SELECT sha256 FROM fetch"))

    assert known_robots.find(db, URL, NOW) is None
