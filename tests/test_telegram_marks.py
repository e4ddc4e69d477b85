import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from telethon.tl import types

from telegram import marks

BOLD, ITALIC = types.MessageEntityBold, types.MessageEntityItalic
KINDS = [BOLD, ITALIC, types.MessageEntityBlockquote, types.MessageEntityUrl, types.MessageEntityHashtag]


def html(text, *entities):
    return marks.html(text, marks.read(text, entities)[0])


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ([], "Мост &lt;b&gt;<br>открыт"),
        ([BOLD(0, 4)], "<b>Мост</b> &lt;b&gt;<br>открыт"),
        ([BOLD(0, 8), ITALIC(0, 4)], "<b><i>Мост</i> &lt;b&gt;</b><br>открыт"),
        ([BOLD(0, 6), ITALIC(5, 3)], "<b>Мост <i>&lt;</i></b><i>b&gt;</i><br>открыт"),  # across each other
        (
            [types.MessageEntityHashtag(0, 4), types.MessageEntityCustomEmoji(0, 4, 1)],
            "Мост &lt;b&gt;<br>открыт",
        ),
    ],
)
def test_marks_become_tags_and_the_rest_is_text(entities, expected):
    assert expected == html("Мост <b>\nоткрыт", *entities)


def test_places_are_counted_in_utf_16():
    assert "👍👍<b>Мост</b>" == html("👍👍Мост", BOLD(4, 4))


def test_text_of_4096_emoji_has_its_last_one_marked():
    assert html("👍" * 4096, BOLD(8190, 2)).endswith("👍<b>👍</b>")


@pytest.mark.parametrize(("offset", "length"), [(2, 99), (99, 3), (-2, 4), (0, -1), (2**31 - 1, 2**31 - 1)])
def test_mark_past_the_end_is_cut_and_named(offset, length):
    found, warnings = marks.read("Мост", [BOLD(offset, length)])

    assert all(0 <= mark.start < mark.end <= 4 for mark in found)
    assert ["ends past the text of 4 units" in warning for warning in warnings] == [True]


def test_thousands_of_marks_are_not_all_read():
    found, warnings = marks.read("Мост", [BOLD(0, 4)] * 5000)

    assert marks.MOST == len(found)
    assert ["Only 500 of 5000 marks were read."] == warnings


@pytest.mark.parametrize(
    ("words", "entity", "expected"),
    [
        ("https://a.example/?x=1&y", types.MessageEntityUrl, ("https://a.example/?x=1&y",)),
        ("a.example", types.MessageEntityUrl, ("http://a.example",)),
        ("@vestka", types.MessageEntityMention, ("https://t.me/vestka",)),
        ("#news", types.MessageEntityHashtag, ()),
        ("a@a.example", types.MessageEntityEmail, ()),
    ],
)
def test_links_are_those_of_the_preview(words, entity, expected):
    assert expected == marks.links(marks.read(words, [entity(0, len(words))])[0])


def test_link_with_a_script_is_text():
    text_url = types.MessageEntityTextUrl(0, 4, 'javascript:x("')

    assert "Мост" == html("Мост", text_url)
    assert '<a href="https://a.example/?&quot;">Мост</a>' == html(
        "Мост", types.MessageEntityTextUrl(0, 4, 'https://a.example/?"')
    )


@given(
    some.text(alphabet="аb <&👍\n", max_size=20),
    some.lists(
        some.builds(
            lambda k, a, b: k(a, b), some.sampled_from(KINDS), some.integers(-5, 50), some.integers(-5, 50)
        )
    ),
)
def test_tags_are_always_nested_and_the_words_stay(text, entities):
    made = html(text, *entities)

    opened = []
    for closing, tag in re.findall(r"<(/?)(b|i|blockquote|a)\b[^>]*>", made):
        assert not closing or opened.pop() == tag
        opened += [] if closing else [tag]
    assert [] == opened
    words = re.sub(r"</?(b|i|blockquote|a)\b[^>]*>", "", made).replace("<br>", "\n")
    assert text == words.replace("&lt;", "<").replace("&amp;", "&")
