"""What a later text adds to a story, and how stories decide what is told."""

import pytest
from test_dazor_digest_plan import RULES, SECTIONS, match, text

from dazor.digest.novelty import Stories, added, additions
from dazor.digest.plan import plan
from store.stories import Part

FIRST = "Учения начались под Бобровкой в среду утром. В них участвуют тысяча двести военных трёх бригад."
NEW = "Вечером к учениям присоединились лётчики соседнего гарнизона."


def sentences(before, after):
    return [after[start:end] for start, end in added(before, after)]


def test_a_sentence_that_was_not_there_is_added():
    assert [NEW] == sentences(FIRST, f"{FIRST} {NEW}")
    assert [NEW] == sentences(FIRST, f"{NEW} {FIRST}")


@pytest.mark.parametrize(
    "after",
    [
        FIRST,
        FIRST.upper(),
        FIRST.replace("в среду утром", "утром в среду"),
        f"{FIRST} Читайте нас.",
        FIRST.split(". ")[1],
        "",
    ],
)
def test_what_only_says_it_again_adds_nothing(after):
    assert [] == sentences(FIRST, after)


def part(document, relation, of_version=1):
    return Part(document=document, story=1, of=1, relation=relation, version=document, of_version=of_version)


@pytest.mark.parametrize(
    ("relation", "found"), [("edited", [2]), ("copy", []), ("quotes", []), ("forward", [])]
)
def test_only_an_edited_text_adds(relation, found):
    before, after = text(1, text=FIRST), text(2, text=f"{FIRST} {NEW}")

    assert found == list(additions([after], {2: part(2, relation)}, {1: before}))


def test_without_the_earlier_text_nothing_is_said_to_be_added():
    after = text(2, text=f"{FIRST} {NEW}")

    assert {} == additions([after], {}, {}) == additions([after], {2: part(2, "edited", None)}, {})


def planned(matches, texts, stories):
    return plan(matches, {one.version: one for one in texts}, RULES, {}, SECTIONS, stories)


def test_texts_with_one_head_are_one_entry():
    a, b = text(1), text(2)
    found = planned([match(1, "border", a), match(2, "drills", b)], [a, b], Stories(heads={1: 1, 2: 1}))

    [(_, [entry])] = found.sections
    assert (1, [2]) == (entry.text.document, [copy.text.document for copy in entry.copies])
    assert [("delivered", None), ("folded", "1")] == [(fate.fate, fate.why) for fate in found.fates]


def test_a_told_story_is_a_repeat_of_the_match_that_told_it():
    a, b = text(5), text(6)
    stories = Stories(heads={5: 2, 6: 2}, told={2: 77})
    found = planned([match(101, "border", a), match(102, "border", b)], [a, b], stories)

    assert ((), (), [5, 6]) == (
        found.sections,
        found.added,
        [one.entry.text.document for one in found.repeats],
    )
    assert [("folded", "77"), ("folded", "77")] == [(fate.fate, fate.why) for fate in found.fates]


def test_what_adds_to_a_told_story_is_delivered():
    a, b = text(5), text(6)
    stories = Stories(heads={5: 2, 6: 2}, told={2: 77}, additions={6: ((0, 9),)})
    found = planned([match(101, "border", a), match(102, "border", b)], [a, b], stories)

    assert ([6], [5]) == (
        [entry.text.document for entry in found.added],
        [one.entry.text.document for one in found.repeats],
    )
    assert ["folded", "delivered"] == [fate.fate for fate in found.fates]
