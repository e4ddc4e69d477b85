from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dazor.digest.novelty import Stories
from dazor.digest.plan import OTHER, Rule, plan, retold
from store.matches import Match
from store.texts import Text

START = datetime(2024, 5, 30, tzinfo=UTC)
SECTIONS = ("military", "political")
RULES = {
    "border": Rule(id="border", name="Border", sections=("military",), weight=2),
    "drills": Rule(id="drills", name="Drills", sections=("military", "political"), weight=3),
    "sanctions": Rule(id="sanctions", name="Sanctions", sections=("political",), weight=3),
    "odd": Rule(id="odd", name="Odd", sections=("gone-section",), weight=1),
}


def text(version, document=None, number=1, **facts):
    seen_at = START + timedelta(minutes=version)
    return Text(
        **{
            "version": version,
            "document": document or version,
            "number": number,
            "seen_at": seen_at,
            "first_seen_at": seen_at,
            "title": None,
            "text": "",
            "language": None,
            "sha256": str(version),
            "kind": "article",
            "url": "",
            "published_at": None,
            "published_precision": None,
            "is_backfill": False,
            "gone_at": None,
            "gone_detail": None,
            "source": "baravik",
            "source_name": "Baravik News",
            "zone": "Europe/Minsk",
            "watched_since": None,
            "found_at": None,
            "post": None,
            "forward_of": None,
            **facts,
        }
    )


def match(number, rule, of, origin="live"):
    return Match(
        id=number,
        rule=rule,
        revision=1,
        version=of.version,
        document=of.document,
        origin=origin,
        spans=(),
        title_spans=(),
        words=(),
    )


def planned(matches, texts, muted=None, stories=None):
    return plan(
        matches, {text.version: text for text in texts}, RULES, muted or {}, SECTIONS, stories or Stories()
    )


def documents(plan):
    return {section: [entry.text.document for entry in entries] for section, entries in plan.sections}


def fates(plan):
    return {fate.match: (fate.fate, fate.why) for fate in plan.fates}


def test_a_document_stands_once_under_its_heaviest_rule():
    a = text(1)

    found = planned([match(1, "border", a), match(2, "sanctions", a)], [a])

    assert {"political": [1]} == documents(found)
    assert ("sanctions", "border") == found.sections[0][1][0].rules


def test_sections_keep_the_order_of_the_desk_and_unknown_ones_come_last():
    a, b, c = text(1), text(2), text(3)

    found = planned([match(1, "odd", a), match(2, "sanctions", b), match(3, "border", c)], [a, b, c])

    assert {"military": [3], "political": [2], OTHER: [1]} == documents(found)
    assert ["military", "political", OTHER] == list(documents(found))


def test_weight_goes_before_novelty():
    a, b, c = text(1), text(2), text(3)

    found = planned([match(1, "drills", a), match(2, "border", b), match(3, "border", c)], [a, b, c])

    assert {"military": [1, 3, 2]} == documents(found)


def test_equal_texts_are_folded_into_the_one_seen_first():
    a, b = text(1, sha256="same"), text(2, sha256="same")

    found = planned([match(1, "border", b), match(2, "border", a), match(3, "drills", b)], [a, b])

    [entry] = found.sections[0][1]
    assert (1, [2]) == (entry.text.document, [copy.text.document for copy in entry.copies])
    assert {1: ("folded", "2"), 2: ("delivered", None), 3: ("folded", "2")} == fates(found)
    assert ("drills", "border") == entry.rules


def test_forwards_are_folded_into_the_post_they_come_from():
    post, forward, other = (
        text(3, post=("lysa", 7)),
        text(1, post=("zubr", 1), forward_of=("lysa", 7)),
        text(2, post=("sava", 1), forward_of=("lysa", 7)),
    )

    found = planned(
        [match(n, "border", t) for n, t in enumerate((post, forward, other), 1)], [post, forward, other]
    )

    [entry] = found.sections[0][1]
    assert (3, [1, 2]) == (entry.text.document, [copy.text.document for copy in entry.copies])


def test_forwards_fold_though_the_post_itself_is_not_there():
    a, b = text(1, forward_of=("lysa", 7)), text(2, forward_of=("lysa", 7))

    found = planned([match(1, "border", a), match(2, "border", b)], [a, b])

    assert {"military": [1]} == documents(found)


def test_groups_that_one_document_joins_are_one():
    a, b, c = (
        text(1, sha256="x"),
        text(2, forward_of=("lysa", 7)),
        text(3, sha256="x", forward_of=("lysa", 7)),
    )

    found = planned([match(n, "border", t) for n, t in enumerate((a, b, c), 1)], [a, b, c])

    assert {"military": [1]} == documents(found)


def test_muted_matches_are_not_shown_and_say_by_what():
    a = text(1)

    found = planned([match(1, "border", a)], [a], {1: "weather"})

    assert ({}, {1: ("muted", "weather")}) == (documents(found), fates(found))


def test_an_edit_of_a_document_of_an_earlier_digest_is_changed():
    a = text(2, document=1, number=2)

    found = planned([match(1, "border", a, "edit")], [a])

    assert ({}, [1]) == (documents(found), [entry.text.document for entry in found.changed])
    assert {1: ("delivered", None)} == fates(found)


def test_a_document_that_is_new_and_edited_stands_once_with_its_newest_text():
    first, second = text(1), text(2, document=1, number=2)

    found = planned([match(1, "border", first), match(2, "border", second, "edit")], [first, second])

    assert ({"military": [1]}, ()) == (documents(found), found.changed)
    assert 2 == found.sections[0][1][0].text.version


def test_a_document_is_retold_with_the_rules_of_its_newest_text():
    first, second = text(1), text(2, document=1, number=2)

    entry = retold([match(1, "drills", first), match(2, "border", second)], {1: first, 2: second}, RULES)

    assert (2, ("border",)) == (entry.text.version, entry.rules)


@st.composite
def mornings(draw):
    """Texts of documents with versions, copies and forwards; matches of rules with them; mutes."""
    texts, matches = [], []
    for version in range(1, draw(st.integers(1, 14))):
        document = draw(st.integers(1, 8))
        number = 1 + sum(one.document == document for one in texts)
        origin = draw(st.sampled_from([None, ("lysa", 1), ("lysa", 2)]))
        same = str(draw(st.integers(0, 5)))
        texts.append(text(version, document, number, sha256=same, post=("lysa", document), forward_of=origin))
    for one in texts:
        for rule in draw(st.sets(st.sampled_from(sorted(RULES)))):
            origin = "edit" if one.number > 1 else "live"
            matches.append(match(len(matches) + 1, rule, one, origin))
    muted = {one.version: "weather" for one in texts if draw(st.integers(0, 4)) == 0}
    return matches, texts, muted


@given(mornings())
def test_every_match_has_one_fate_and_every_document_one_place(morning):
    matches, texts, muted = morning

    found = planned(matches, texts, muted)

    assert [one.id for one in matches] == [fate.match for fate in found.fates]
    entries = [entry for _, group in found.sections for entry in group] + list(found.changed)
    shown = Counter(member.text.document for entry in entries for member in (entry, *entry.copies))
    heard = {one.document for one in matches if one.version not in muted}
    assert (heard, {1} if heard else set()) == (set(shown), set(shown.values()))


@given(mornings())
def test_what_is_folded_is_folded_into_what_is_delivered(morning):
    found = fates(planned(*morning))

    assert all(found[int(why)] == ("delivered", None) for fate, why in found.values() if fate == "folded")


@given(mornings(), st.randoms())
def test_the_order_of_the_matches_changes_nothing(morning, random):
    matches, texts, muted = morning
    shuffled = random.sample(texts, len(texts))

    assert planned(matches, texts, muted) == planned(matches, shuffled, muted)


@pytest.mark.parametrize("weight", [-1, 0, 0.5, 1e9])
def test_any_weight_is_a_weight(weight):
    a = text(1)
    rules = {"border": replace(RULES["border"], weight=weight)}

    assert 1 == len(plan([match(1, "border", a)], {1: a}, rules, {}, SECTIONS, Stories()).sections)
