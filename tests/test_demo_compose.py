"""The everyday texts of the pretend newsroom, put together from pieces."""

import re
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from dazor.demo import compose, plan
from dazor.demo.newsroom import T0
from dazor.demo.world import text_at
from dazor.rules.matcher import Text, compile_rules, match
from dazor.rules.parse import parse

PLANTED = tomllib.loads((plan.FOLDER / "planted.toml").read_text("utf-8"))
RULES = tomllib.loads((plan.FOLDER / "rules.toml").read_text("utf-8"))["rule"]
FIRST = ("tvz", "vestka", "zarechye", "zolak")  # what is found in them stands under "found"
PIECES = sorted(path.stem for path in compose.PIECES.glob("*.toml"))


@pytest.fixture(scope="module")
def world():
    return plan.load(T0, 1)


@pytest.fixture(scope="module")
def rules():
    return compile_rules((rule["id"], parse(rule["query"].strip())) for rule in RULES)


def test_the_rules_find_what_is_planted_in_the_wider_newsroom_and_nothing_else(world, rules):
    texts = {
        ("article", article.id): Text(text="\n".join(text_at(article, world.t0)), title=article.title)
        for article in world.articles.values()
        if article.outlet not in FIRST
    } | {
        ("post", post.id): Text(text=post.text)
        for name, channel in world.channels.items()
        for post in channel.posts
        if name != "presspul_zarechcha"
    }
    found = {(hit.rule, *where) for where, text in texts.items() for hit in match(rules, text)}

    planted = {
        (truth["rule"], *next(x for x in truth.items() if x[0] != "rule")) for truth in PLANTED["wider"]
    }
    assert planted == found


def test_no_paragraph_stands_in_two_texts_of_one_outlet(world):
    told = Counter(
        (article.outlet, paragraph)
        for article in world.articles.values()
        for paragraph in article.paragraphs
        if article.outlet not in FIRST
    )

    assert [] == [where for where, times in told.items() if times > 1]


def test_titles_of_one_outlet_differ(world):
    titles = Counter((article.outlet, article.title) for article in world.articles.values())

    assert [] == [title for title, times in titles.items() if times > 1]


def test_a_later_post_has_a_later_time(world):
    for channel in world.channels.values():
        assert all(one.published_at <= next_.published_at for one, next_ in pairwise(channel.posts))


def test_numbers_of_posts_are_unique_in_all_channels(world):
    numbers = Counter(post.id for channel in world.channels.values() for post in channel.posts)

    assert {1} == set(numbers.values())


@pytest.mark.parametrize("name", PIECES)
def test_every_gap_of_a_piece_has_its_words(name):
    pieces = tomllib.loads((compose.PIECES / f"{name}.toml").read_text("utf-8"))
    forms = {word: set.intersection(*map(set, choices)) for word, choices in pieces["word"].items()}
    known = {
        f"{prefix}{word}.{form}" for word, all_ in forms.items() for form in all_ for prefix in ("", "other_")
    }
    gaps = set(re.findall(r"\{(\w+(?:\.\w+)?)\}", str(pieces)))

    assert set() == gaps - known - {"n1", "n2", "n3", "n4"}


def test_another_seed_tells_other_days(world):
    other = plan.load(T0, 2)
    ids = [article.id for article in world.articles.values() if article.outlet == "nov"]

    assert [other.articles[i].title for i in ids if i in other.articles] != [
        world.articles[i].title for i in ids
    ]


def test_every_sentence_begins_with_a_capital(world):
    texts = [
        line for a in world.articles.values() if a.outlet not in FIRST for line in (a.title, *a.paragraphs)
    ]

    assert [] == [text for text in texts if text[:1].islower() or re.search(r"[.!?] [а-яіў]", text)]


def test_a_short_u_follows_a_vowel_in_belarusian(world):
    texts = [line for a in world.articles.values() if a.language == "be" for line in a.paragraphs]

    assert [] == [text for text in texts if re.search("[аеёіоуыэюя] у ", text)]
