import base64
import json
import re
from datetime import UTC, datetime

import pytest

from crawlers import post, preview
from store.types import Media

VIEW = base64.urlsafe_b64encode(json.dumps({"c": -1005640892, "p": 7, "t": 1}).encode()).decode().rstrip("=")
TEXT = '<div class="tgme_widget_message_text js-message_text" dir="auto">{}</div>'


def block(
    inner: str = "", *, number: int = 7, css: str = "", meta: str = "", at: str = "2026-03-02T06:00:00+00:00"
) -> str:
    return (
        '<div class="tgme_widget_message_wrap">'
        f'<div class="tgme_widget_message text_not_supported_wrap {css}" '
        f'data-post="Vestka/{number}" data-view="{VIEW}">{inner}<span class="tgme_widget_message_meta">{meta}'
        f'<a class="tgme_widget_message_date" href="https://t.me/Vestka/{number}">'
        f'<time datetime="{at}"></time></a>'
        "</span></div></div>"
    )


def page(*blocks: str, head: str = "") -> bytes:
    history = f'<section class="tgme_channel_history js-message_history">{"".join(blocks)}</section>'
    return f"<html><head>{head}</head><body>{history}</body></html>".encode()


def only(*blocks: str):
    (found,) = preview.posts(page(*blocks), "vestka").posts
    return found


def test_posts_come_in_ascending_order_with_the_channel_as_telegram_writes_it():
    found = preview.posts(page(block(number=9), block(number=8)), "vestka")

    assert ("ok", [8, 9]) == (found.outcome, [x.post_id for x in found.posts])
    assert ("Vestka", 1005640892) == (found.posts[0].channel, found.channel_id)
    assert datetime(2026, 3, 2, 6, tzinfo=UTC) == found.posts[0].published_at


def test_lines_stay_lines_and_emoji_are_characters():
    text = 'Мост<br/>открыт <i class="emoji" style="x"><b>👍</b></i><br><br><br><b>Сегодня</b>'

    found = only(block(TEXT.format(text)))

    assert "Мост\nоткрыт 👍\n\nСегодня" == found.text
    assert "Мост<br>открыт 👍<br><br><br><b>Сегодня</b>" == found.html


def test_outside_markup_is_text_in_the_kept_html():
    text = (
        '<a href="javascript:x()">a</a><script>x()</script><img onerror=y>&lt;b&gt;<tg-spoiler>s</tg-spoiler>'
    )

    assert "ax()&lt;b&gt;<tg-spoiler>s</tg-spoiler>" == only(block(TEXT.format(text))).html


def test_links_lose_the_doubled_escape_and_hashtags_are_no_links():
    text = '<a href="https://a.example/?x=1&amp;amp;y=2">a</a> <a href="?q=%23tag">#tag</a>'

    assert ("https://a.example/?x=1&y=2",) == only(block(TEXT.format(text))).links


def test_the_quoted_post_and_the_linked_page_are_not_the_posts_words():
    reply = f'<a class="tgme_widget_message_reply user-color" href="https://t.me/vestka/3">{TEXT.format("Старое")}</a>'
    link = (
        '<a class="tgme_widget_message_link_preview" href="https://a.example/">'
        '<div class="link_preview_title">'
        f"Страница</div>{TEXT.format('Описание')}</a>"
    )

    found = only(block(reply + TEXT.format("Новое") + link))

    assert ("Новое", 3) == (found.text, found.reply_to)
    assert (Media(type="link", title="Страница", url="https://a.example/"),) == found.media


def test_a_reply_to_another_channel_is_no_reply_to_one_of_our_posts():
    assert (
        only(block('<a class="tgme_widget_message_reply" href="https://t.me/other/3">x</a>')).reply_to is None
    )


def test_the_length_of_a_video_is_not_the_time_of_the_post():
    length = '<time class="message_video_duration" datetime="x">1:02:03</time>'
    video = f'<a class="tgme_widget_message_video_player">{length}</a>'

    found = only(block(video))

    assert (Media(type="video", duration_s=3723),) == found.media
    assert datetime(2026, 3, 2, 6, tzinfo=UTC) == found.published_at


def test_an_album_is_one_post_with_all_its_numbers():
    photos = "".join(
        f'<a class="tgme_widget_message_photo_wrap" href="https://t.me/Vestka/{n}?single"></a>'
        for n in (8, 7)
    )
    caption = TEXT.format(TEXT.format("Фотографии"))

    found = only(block(photos + caption))

    assert (7, (7, 8), "Фотографии") == (found.post_id, found.album_ids, found.text)
    assert ["photo", "photo"] == [media.type for media in found.media]


@pytest.mark.parametrize(
    ("meta", "is_edited", "author"),
    [
        ("", False, None),
        ("edited &nbsp;", True, None),
        ('<span class="tgme_widget_message_edited"></span>', True, None),
        ('<span class="tgme_widget_message_from_author">edited by me</span>,&nbsp;', False, "edited by me"),
    ],
)
def test_edited_is_a_word_beside_the_time_and_not_in_a_signature(meta, is_edited, author):
    found = only(block(meta=meta))

    assert (is_edited, author) == (found.is_edited, found.author)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/istok/27889">Исток</a>',
            ("istok", 27889),
        ),
        (
            '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/istok">Исток</a>',
            ("istok", None),
        ),
        ('<span class="tgme_widget_message_forwarded_from_name">Иван Лугов</span>', ("Иван Лугов", None)),
        ("Иван Лугов", ("Иван Лугов", None)),
    ],
)
def test_a_forward_names_the_original(name, expected):
    line = f'<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;{name}</div>'

    found = only(block(line + TEXT.format("x")))

    assert expected == (found.forwarded_from, found.forwarded_post_id)
    assert "x" == found.text


def test_a_poll_keeps_question_and_options():
    option = '<div class="tgme_widget_message_poll_option_text">{}</div>'
    poll = (
        '<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">Придёте?</div>'
        f"{option.format('Да')}{option.format('Нет')}</div>"
    )

    assert (Media(type="poll", title="Придёте?", options=("Да", "Нет")),) == only(block(poll)).media


def test_media_that_the_page_does_not_show_is_no_empty_post():
    refusal = '<div class="message_media_not_supported_wrap">Please open Telegram to view this post</div>'
    shown = f'<div class="media_supported_cont">{TEXT.format("x")}</div>'

    assert (Media(type="unsupported"),) == only(block(refusal)).media
    assert () == only(block(shown + refusal)).media


def test_reactions_are_emoji_own_emoji_or_paid():
    reactions = (
        '<span class="tgme_reaction tgme_reaction_paid"><i class="icon"></i>7.46K</span>'
        '<span class="tgme_reaction"><i class="emoji"><b>👍</b></i>12</span>'
        '<span class="tgme_reaction"><tg-emoji emoji-id="53"></tg-emoji>40.7K</span>'
    )

    assert (("paid", 7460), ("👍", 12), ("emoji:53", 40700)) == only(block(reactions)).reactions


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("4.85K", 4850), ("2.15M", 2_150_000), ("11 286 994", 11_286_994), ("", None), ("many", None)],
)
def test_rounded_counters_are_numbers(text, number):
    assert number == post.count(text)


def test_service_messages_are_counted_and_are_no_posts():
    found = preview.posts(
        page(block(TEXT.format("pinned"), css="service_message"), block(number=8)), "vestka"
    )

    assert ((7,), [8]) == (found.service_ids, [x.post_id for x in found.posts])


def test_a_block_without_time_or_of_another_channel_is_named():
    found = preview.posts(page(block(at="yesterday"), block(number=8).replace("Vestka", "Other")), "vestka")

    assert () == found.posts
    assert ("'Vestka/7': no time", "'Other/8': not a post of vestka") == found.unreadable


@pytest.mark.parametrize(
    "mark",
    [
        '<link rel="prev" href="/s/vestka?before=519">',
        '<a class="tme_messages_more" href="/s/vestka?before=519"></a>',
    ],
)
def test_the_page_with_older_posts_is_named_by_either_link(mark):
    assert 519 == preview.posts(page(mark, block()), "vestka").older
    assert preview.posts(page(block()), "vestka").older is None


def test_the_end_of_a_channel_is_what_telegram_says_and_not_an_empty_page():
    assert preview.posts(page('<div class="tme_no_messages_found">No posts found</div>'), "vestka").is_empty
    assert "not_a_preview" == preview.posts(page(), "vestka").outcome


def test_a_card_is_no_preview_and_another_page_is_none_at_all():
    assert "no_preview" == preview.posts(b'<div class="tgme_page"></div>', "vestka").outcome
    assert "not_a_preview" == preview.posts(b"<html><body>502</body></html>", "vestka").outcome
    assert "not_a_preview" == preview.posts(b"", "vestka").outcome


def test_real_messages_give_the_expected_fields(shared):
    lines = (shared / "data/telegram_web/messages_tchan.jsonl").read_text("utf-8").splitlines()
    for case in map(json.loads, lines):
        expected = case["expected"]
        if not expected or expected["type"] == "service":
            continue
        (found,) = preview.posts(case["html"].encode(), expected["channel"]).posts

        assert re.sub(r"\s", "", expected["text"] or "") == re.sub(r"\s", "", found.text), case["name"]
        assert (expected["id"], expected["created_at"]) == (found.post_id, found.published_at.isoformat())
        assert (expected["edited"], expected["author"]) == (found.is_edited, found.author)
        assert (expected["views"], expected.get("reply_to_id")) == (found.views, found.reply_to)


def test_a_real_page_gives_all_its_posts(shared):
    body = (shared / "data/telegram_web/pages/channel_feed.html").read_bytes()

    found = preview.posts(body, "durov")

    assert (20, 519, ()) == (len(found.posts), found.older, found.unreadable)
    assert sorted(x.post_id for x in found.posts) == [x.post_id for x in found.posts]
