from datetime import timedelta

import newsdesk
import pytest

from store import fetches, texts, urls
from store.fetches import Fetch
from store.types import Link


@pytest.fixture(autouse=True)
def sources(db):
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.add_source(db, "lysa", "@Lysa", kind="channel")


def test_texts_come_oldest_first_above_and_newest_first_below(db, now):
    for key in "abcd":
        newsdesk.add_text(db, "baravik", key, f"Текст {key}.", now)

    assert [2, 3] == [text.version for text in texts.above(db, 1, up_to=4, limit=2)]
    assert [3, 2] == [text.version for text in texts.below(db, 4, down_to=2, limit=9)]


def test_a_text_says_who_published_it_and_when(db, now):
    newsdesk.add_text(db, "baravik", "a", "Текст.", now, title="Заголовок")

    text = texts.find(db, [1])[1]
    assert ("Baravik News", "Europe/Minsk", "Заголовок", 1) == (
        text.source_name,
        text.zone,
        text.title,
        text.number,
    )
    assert (now, now - timedelta(minutes=20)) == (text.first_seen_at, text.published_at)


def test_a_forward_names_its_origin_whatever_the_case(db, now):
    newsdesk.add_post(db, "lysa", 7, "Текст.", now, forward_of=("Baravik_TG", 3))

    text = texts.find(db, [1])[1]
    assert (("lysa", 7), ("baravik_tg", 3)) == (text.post, text.forward_of)


def test_what_stood_before_an_edit_is_found(db, now):
    newsdesk.add_text(db, "baravik", "a", "Было.", now)
    newsdesk.add_text(db, "baravik", "a", "Стало.", now)
    found = texts.find(db, [1, 2])

    assert "Было." == texts.before(db, found[2]).text
    assert texts.before(db, found[1]) is None


def test_a_text_of_an_article_says_when_its_address_was_found(db, now):
    newsdesk.add_text(db, "baravik", "a", "Текст.", now)
    with db.transaction():
        link = Link(url="https://baravik.example/a")
        url_id = urls.save(db, "baravik", "baravik.example/a", link, entry=None, found_at=now)
        fetch = Fetch(kind="article", url=link.url, at=now, outcome="ok", source="baravik", url_id=url_id)
        db.write("UPDATE version SET fetch = ?", (fetches.save(db, fetch),))

    assert now == texts.find(db, [1])[1].found_at
