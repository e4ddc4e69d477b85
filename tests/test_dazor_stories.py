"""Stories: who was first, who took what, once for each document, whatever stops the stage."""

import random
from datetime import timedelta

import newsdesk
import pytest

from dazor import stories as stage
from dazor.stories.given import Given, group
from store import stories

WORDS = [f"слова{number}" for number in range(900)]


def passage(seed, length=60):
    return " ".join(random.Random(seed).choices(WORDS, k=length))


@pytest.fixture
def config(tmp_path):
    return newsdesk.make_config(tmp_path)


@pytest.fixture
def add(db, now):
    known = set()

    def add(source, key, text, **more):
        if source not in known:
            known.add(source)
            newsdesk.add_source(db, source, source.title())
        return newsdesk.add_text(db, source, key, text, more.pop("seen_at", now), **more)

    return add


def part(db, document):
    return stories.find(db, [document])[document]


def test_a_text_of_its_own_begins_a_story(db, config, now, add):
    document = add("baravik", "a", passage(1))

    stage.run(db, config, now)

    assert (document, None, None) == (
        part(db, document).story,
        part(db, document).of,
        part(db, document).relation,
    )


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (passage(1), "copy"),
        (passage(1).upper() + "!", "copy"),
        (" ".join(passage(1).split()[:30]), "shortened"),
        (passage(1) + " " + passage(2, 20), "edited"),
        (passage(2, 50) + " " + " ".join(passage(1).split()[10:30]) + " " + passage(3, 50), "quotes"),
    ],
)
def test_what_a_text_is_to_an_earlier_one_has_a_name(db, config, now, add, text, relation):
    first = add("baravik", "a", passage(1))
    second = add("rybak", "a", text)

    stage.run(db, config, now)

    assert (first, first, relation) == (
        part(db, second).story,
        part(db, second).of,
        part(db, second).relation,
    )


def test_a_turn_of_phrase_joins_nothing(db, config, now, add):
    add("baravik", "a", passage(1))
    other = add("rybak", "a", passage(2) + " " + " ".join(passage(1).split()[:8]))

    stage.run(db, config, now)

    assert part(db, other).of is None


def test_what_a_source_writes_under_each_text_joins_nothing(db, config, now, add):
    footer = passage(99, 20)
    documents = [add("baravik", str(number), f"{passage(number)} {footer}") for number in range(6)]

    stage.run(db, config, now)

    assert {None} == {part(db, document).of for document in documents[3:]}


def test_a_footer_quoted_elsewhere_joins_nothing_either(db, config, now, add):
    footer = passage(99, 20)
    for number in range(6):
        add("baravik", str(number), f"{passage(number)} {footer}")
    other = add("rybak", "a", f"{passage(50)} {footer}")

    stage.run(db, config, now)

    assert part(db, other).of is None


def test_a_forward_belongs_to_its_origin(db, config, now, add):
    for channel in ("baravik", "rybak"):
        newsdesk.add_source(db, channel, channel, kind="channel")
    first = newsdesk.add_post(db, "baravik", 7, "Коротко.", now)
    second = newsdesk.add_post(db, "rybak", 9, "Коротко.", now, forward_of=("Baravik", 7))

    stage.run(db, config, now)

    assert (first, "forward") == (part(db, second).story, part(db, second).relation)


def test_a_forward_of_a_post_that_is_not_stored_stands_alone(db, config, now):
    newsdesk.add_source(db, "rybak", "Rybak", kind="channel")
    document = newsdesk.add_post(db, "rybak", 9, "Коротко.", now, forward_of=("baravik", 7))

    stage.run(db, config, now)

    assert part(db, document).of is None


def test_copies_of_copies_are_one_story(db, config, now, add):
    first = add("baravik", "a", passage(1))
    add("rybak", "a", passage(1) + " " + passage(2, 15))
    third = add("sonca", "a", passage(2, 15) + " " + passage(1))

    stage.run(db, config, now)

    assert [first, first, first] == [one.story for one in stories.parts(db, first)]
    assert third in [one.document for one in stories.parts(db, first)]


def test_texts_that_come_later_join_as_if_they_had_come_together(db, config, now, add):
    first = add("baravik", "a", passage(1))
    stage.run(db, config, now)
    second = add("rybak", "a", passage(1))

    counts = stage.run(db, config, now)

    assert (1, 1, first) == (counts.done, counts.new, part(db, second).story)


def test_a_second_run_finds_nothing_to_do(db, config, now, add):
    add("baravik", "a", passage(1))
    stage.run(db, config, now)

    assert 0 == stage.run(db, config, now).done


def test_what_was_long_ago_is_no_story_of_today(db, config, now, add):
    add("baravik", "a", passage(1), seen_at=now - timedelta(days=150))
    second = add("rybak", "a", passage(1))

    stage.run(db, config, now)

    assert part(db, second).of is None


def test_old_fingerprints_go(db, config, now, add):
    add("baravik", "a", passage(1), seen_at=now - timedelta(days=150))

    stage.run(db, config, now)

    assert 0 == db.value("SELECT count(*) FROM shingle")


def test_an_edit_brings_a_lonely_document_into_its_story(db, config, now, add):
    late = add("rybak", "a", "Дополняется.")
    first = add("baravik", "a", passage(1))
    stage.run(db, config, now)
    add("rybak", "a", passage(1))

    stage.run(db, config, now)

    assert (first, "copy") == (part(db, late).story, part(db, late).relation)


def test_a_document_that_was_sent_stays_where_it_is(db, config, now, add):
    late = add("rybak", "a", "Санкции. Дополняется.")
    add("baravik", "a", passage(1))
    stage.run(db, config, now)
    newsdesk.match(db, config, now)
    newsdesk.make_digest(db, config, now)
    add("rybak", "a", passage(1))

    stage.run(db, config, now)

    assert late == part(db, late).story


def test_a_stop_in_mid_batch_loses_nothing(db, config, now, add, monkeypatch):
    first = add("baravik", "a", passage(1))
    second = add("rybak", "a", passage(1))
    monkeypatch.setattr(stage.stories, "look_up_to", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stage.run(db, config, now)
    monkeypatch.undo()

    assert 2 == stage.run(db, config, now).done
    assert first == part(db, second).story


@pytest.mark.parametrize("text", ["", "Да.", "😱" * 4096, "a" * 50_000, "да " * 20_000])
def test_odd_texts_are_stories_too(db, config, now, add, text):
    first = add("baravik", "a", text or " ")
    second = add("rybak", "a", text + " ")

    stage.run(db, config, now)

    assert {first, second} == set(stories.find(db, [first, second]))


def test_given_texts_are_grouped():
    found = list(
        group(
            [
                Given(id="a", text=passage(1), source="baravik"),
                Given(id="b", text=passage(2), source="rybak"),
                Given(id="c", text=passage(1).upper(), source="sonca"),
            ]
        )
    )

    assert ["a", "b", "a"] == [one["story"] for one in found]
    assert {"id": "c", "story": "a", "of": "a", "relation": "copy", "containment": 1.0} == found[2]
    assert {"id": "b", "story": "b", "of": None, "relation": None, "containment": 0.0} == found[1]
