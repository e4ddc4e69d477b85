"""What planted.toml promises is what the pretend newsroom publishes."""

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from dazor.demo import plan
from dazor.demo.newsroom import T0
from dazor.demo.world import edited, posts_at, shown, text_at

PLANTED = tomllib.loads((plan.FOLDER / "planted.toml").read_text("utf-8"))
RULES = tomllib.loads((plan.FOLDER / "rules.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def world():
    return plan.load(T0, 1)


def at(world, minute):
    return world.t0 + timedelta(minutes=minute)


def post(world, number):
    return next(p for c in world.channels.values() for p in c.posts if p.id == number)


def said(world, where, minute=0):
    """Title and text of an article or post."""
    if "post" in where:
        return edited(post(world, where["post"]).text, post(world, where["post"]).edits, at(world, minute))
    article = world.articles[where["article"]]
    return "\n".join([article.title, *text_at(article, at(world, minute))])


@pytest.mark.parametrize(
    "truth", PLANTED["found"], ids=lambda t: f"{t['rule']}-{t.get('article', t.get('post'))}"
)
def test_watch_words_stand_in_the_texts(world, truth):
    text = said(world, truth)

    assert truth["rule"] in [rule["id"] for rule in RULES["rule"]]
    assert [] == [word for word in truth["words"] if word not in text]


@pytest.mark.parametrize("truth", PLANTED["mixed"], ids=lambda t: t["article"])
def test_mixed_words_stand_with_latin_letters_only(world, truth):
    text = said(world, truth)

    assert truth["word"] in text
    assert truth["cyrillic"] not in text


def test_a_reprint_has_the_same_title_and_text(world):
    (truth,) = PLANTED["reprint"]
    (copy,) = truth["copies"]
    forwards = [post(world, number) for number in truth["forwards"]]

    assert said(world, {"article": truth["first"]}) == said(world, {"article": copy})
    assert {("vestka_news", 8812)} == {(p.forward.channel, p.forward.post) for p in forwards}
    assert world.articles[truth["first"]].published_at < world.articles[copy].published_at


def test_the_silent_edit_comes_between_two_passes(world):
    (truth,) = PLANTED["edit"]
    before, after = said(world, truth, truth["minute"] - 1), said(world, truth, truth["minute"])

    assert [True, True, False] == [truth[key] in before for key in ("before", "gone", "after")]
    assert [False, False, True] == [truth[key] in after for key in ("before", "gone", "after")]


def test_posts_are_edited_and_deleted_on_time(world):
    (edit,), (deletion,) = PLANTED["edited_post"], PLANTED["deleted_post"]
    channel = world.channels["presspul_zarechcha"]
    ids = [[p.id for p in posts_at(channel, at(world, deletion["minute"] + step))] for step in (-1, 0)]

    assert edit["after"] in said(world, edit, edit["minute"])
    assert edit["before"] in said(world, edit, edit["minute"] - 1)
    assert [True, False] == [deletion["post"] in listed for listed in ids]


def test_what_has_a_fate_other_than_a_document_is_listed(world):
    listed = {article.id for outlet in world.outlets for article in shown(world, outlet, None, world.t0)}
    planted = {entry["article"] for kind in ("missing", "no_text") for entry in PLANTED[kind]}
    (closed,) = PLANTED["disallowed"]

    assert {*planted, *closed["articles"]} <= listed
    assert "missing" == world.articles["mayor-gone"].state
    assert "photo_only" == world.articles["gallery"].state


def test_the_late_article_says_an_earlier_day(world):
    (truth,) = PLANTED["late"]
    article = world.articles[truth["article"]]

    assert at(world, truth["minute"]) == article.appears_at
    assert timedelta(days=2) < article.appears_at - article.published_at


@pytest.mark.parametrize("truth", PLANTED["appears"], ids=lambda t: str(t["minutes"]))
def test_new_texts_appear_between_the_passes(world, truth):
    since, until = (at(world, minute) for minute in truth["minutes"])
    articles = {a.id for a in world.articles.values() if since < a.appears_at <= until}
    posts = {p.id for c in world.channels.values() for p in c.posts if since < p.published_at <= until}

    assert (set(truth["articles"]), set(truth["posts"])) == (articles, posts)


def test_it_is_a_world_of_two_weeks(world):
    first = min(article.published_at for article in world.articles.values())
    posts = [post for channel in world.channels.values() for post in channel.posts]

    assert timedelta(days=10) < world.t0 - first < timedelta(days=14)
    assert {"ru", "be", "en"} == {article.language for article in world.articles.values()}
    assert (167, 252) == (len(world.articles), len(posts))


def test_another_day_moves_everything():
    moved = plan.load(datetime(2027, 1, 10, 6, tzinfo=UTC), 1)
    article = moved.articles["drills-announced"]

    assert "2027-01-04T10:20:00+03:00" == article.published_at.isoformat()
    assert article.paragraphs[0].startswith("4 января, Старолесск")
    assert "/2027" in moved.articles["knihi"].path


def test_no_text_keeps_a_placeholder(world):
    texts = [text for article in world.articles.values() for text in (article.title, *article.paragraphs)]
    texts += [post.text for channel in world.channels.values() for post in channel.posts]

    assert [] == [text for text in texts if "{" in text]


def test_numbers_in_addresses_do_not_follow_time(world):
    articles = [a for a in world.articles.values() if a.outlet == "vestka"]
    numbers = [int(article.path.split("-")[-2]) for article in articles]

    assert sorted(numbers, reverse=True) != numbers
    assert len(numbers) == len(set(numbers))
