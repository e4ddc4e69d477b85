from dataclasses import replace
from datetime import date

import pytest

from crawlers.forms import Query
from dazor.catalogue import Entry
from tests.errands import NOW, POSTS, SITE, found, look

DAY = date(2024, 5, 30)
PLAIN = Entry(kind="archive", url=f"{SITE}/find", form={"on": "{date:%d.%m.%Y}"})
WITH_TOKEN = Entry(kind="archive", url=f"{SITE}/find", form={"t": "css:#t@value"})


def archive(db, entry: Entry):
    return replace(look(db), entry=entry, url=entry.url, today=DAY, day=DAY)


def test_form_is_sent_at_once_where_it_needs_no_page(db):
    ready = archive(db, PLAIN).ready()

    assert ("on=30.05.2024", False) == (ready.body, ready.awaits_form)


def test_form_with_a_token_waits_for_its_page(db):
    ready = archive(db, WITH_TOKEN).ready()

    assert ("", True) == (ready.body, ready.awaits_form)


@pytest.mark.parametrize(("status", "expected"), [(302, ""), (303, ""), (307, "a=b"), (308, "a=b")])
def test_form_is_sent_again_after_a_redirect_only_where_the_status_says_so(db, status, expected):
    sent = replace(archive(db, PLAIN), query=Query(body="a=b"))

    led_on = sent.led_on(status)

    assert (expected, False) == (led_on.body, led_on.awaits_form)


def test_patience_is_for_entry_points_and_not_for_articles(db):
    slow = Entry(kind="feed", url=f"{SITE}/feed", timeout_s=300)
    article = found(db)

    assert {"download_timeout": 300} == replace(article, entry=slow, address=None).limits
    assert {} == replace(article, entry=slow).limits


def test_kind_of_a_fetch_is_that_of_the_way_in_or_article(db):
    article = found(db)
    behind = replace(article.address, page=1)

    assert ["feed", "article", "feed", "preview"] == [
        look(db).kind,
        article.kind,
        article.to(behind).kind,
        look(db, POSTS).to(replace(behind, back_to=NOW)).kind,
    ]
