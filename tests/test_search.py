import random
from datetime import UTC, datetime, timedelta

import newsdesk
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dazor import analyse, search
from dazor.rules.mistakes import RuleError
from dazor.rules.parse import parse
from dazor.search import Query
from store.words_found import Window


@pytest.fixture
def add(db, tmp_path):
    """`add("a", "text", at)`: store a text under a key and index it."""
    config = newsdesk.make_config(tmp_path)
    for source in ("baravik", "vestka"):
        newsdesk.add_source(db, source, source.title())

    def save(key, text, at, source="baravik", **more):
        newsdesk.add_text(db, source, key, text, at, **more)
        analyse.run(db, config, at)

    return save


def versions(db, query, *, limit=20, **more):
    window = {key: more.pop(key) for key in ("since", "before", "by") if key in more}
    found = search.find(db, Query(tree=parse(query), window=Window(**window), **more), limit)
    return [hit.text.version for hit in found]


def test_newest_come_first_and_no_more_than_asked_for(db, add, now):
    for key in "abcde":
        add(key, "Санкции.", now)

    assert [5, 4, 3] == versions(db, "санкций", limit=3)


def test_more_than_one_batch_is_verified(db, add, now):
    for number in range(50):
        add(str(number), "=Рада" if number % 3 else "рада", now)

    assert [number + 1 for number in range(50) if number % 3][::-1] == versions(db, "=Рада", limit=100)


def test_where_the_words_stand_is_counted_in_the_original(db, add, now):
    add("a", "Ого!\u200b Санк\u00adциями\nгрозят.", now, title="О санкциях")

    [hit] = search.find(db, Query(tree=parse("санкции")), 1)
    assert (((6, 16),), ((2, 10),)) == (hit.spans, hit.title_spans)


def test_a_document_is_one_line_its_newest_version_that_matches(db, add, now):
    add("a", "Граница закрыта.", now)
    add("a", "Граница открыта.", now)
    add("a", "Погода.", now)

    assert [2] == versions(db, "граница")
    assert [2, 1] == versions(db, "граница", all_versions=True)
    assert [3] == versions(db, "погода")


def test_time_of_the_look_or_of_publication_can_be_asked_for(db, add, now):
    for days, key in enumerate("abcd"):
        add(key, "Граница.", now + timedelta(days=days), published_at=now - timedelta(days=days))

    day = timedelta(days=1)
    assert [3, 2] == versions(db, "граница", since=now + day, before=now + 3 * day)
    assert [2, 3] == versions(db, "граница", since=now - 2 * day, before=now, by="published")
    assert [1, 2, 3, 4] == versions(db, "граница", by="published")
    assert [] == versions(db, "граница", since=now + 9 * day)


def test_a_source_can_be_asked_for(db, add, now):
    add("a", "Граница.", now, source="vestka")
    add("b", "Граница.", now)

    assert [1] == versions(db, "граница source:vestka".replace(" ", " AND "))
    assert [2] == versions(db, "граница NOT source:vestka")


def test_a_text_that_is_taken_away_is_no_hit(db, add, now):
    """The index may still know its words."""
    add("a", "Граница закрыта.", now)
    add("b", "Граница.", now)
    with db.transaction():
        db.write("UPDATE version SET text = '' WHERE id = 2")

    assert [1] == versions(db, "граница")
    assert [1] == versions(db, "=Граница")


def test_what_came_after_the_last_run_is_found(db, add, now):
    add("a", "Граница.", now)
    newsdesk.add_text(db, "baravik", "b", "О границе.", now)

    assert [2, 1] == versions(db, "граница")


def test_language_is_what_is_read_not_what_the_page_says(db, add, now):
    add("a", "Это совсем простой русский текст о границе.", now, language="be")

    assert [1] == versions(db, "граница AND lang:ru")
    assert [] == versions(db, "граница AND lang:be")


PARTS = [*"()\"«»=*@/|:,.-'’`^~+&%$#\\\0\n\u00ad 3x", "AND", "OR", "NOT", "NEAR/3", "->", "/2", "title:"]
PARTS += ["rubric:", "source:", "lang:be", "change:edited", "санкции", "мигр*", "words_a", "k:", "NULL", "🙂"]


def ends_well(db, query):
    """In a result, or in a mistake with its place."""
    try:
        return list(search.versions(db, Query(tree=parse(query)))) is not None
    except RuleError as error:
        return error.line >= 1 and error.column >= 1


def test_strings_like_rules_end_in_a_result_or_a_mistake_with_its_column(db, add, now):
    add("a", "Санкции и мигранты: title NULL 🙂 x.", now, title="words_a")
    chance = random.Random(3)
    for _ in range(3000):
        query = chance.choice(("", " ")).join(chance.choices(PARTS, k=chance.randint(1, 8)))

        assert ends_well(db, query), repr(query)


@settings(max_examples=300, deadline=None)
@given(query=st.text())
def test_any_string_ends_in_a_result_or_a_mistake_with_its_column(query, empty):
    assert ends_well(empty, query)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    from store.database import open_database

    with open_database(":memory:") as db:
        newsdesk.add_source(db, "baravik", "Baravik")
        now = datetime(2026, 3, 2, tzinfo=UTC)
        newsdesk.add_text(db, "baravik", "a", "Дуб 0 a b ß İ 한 ́", now)
        analyse.run(db, newsdesk.make_config(tmp_path_factory.mktemp("desk")), now)
        yield db
