"""The pretend t.me: pages, shapes of posts, what is edited and deleted."""

import base64
import json
import re
from datetime import timedelta

import pytest
from parsel import Selector

from dazor.demo import plan, preview
from dazor.demo.newsroom import T0
from dazor.demo.noise import noise
from store.pictures import kind

CHANNEL = "presspul_zarechcha"


@pytest.fixture(scope="module")
def world():
    return plan.load(T0, 1)


def page(world, minute=140, path=f"/s/{CHANNEL}", **query):
    at = world.t0 + timedelta(minutes=minute)
    sites = dict.fromkeys(world.outlets, "http://127.0.1.1:8000")
    return Selector(preview.answer(world, path, query, sites, at, noise(1, "tme", 1, at)).body)


def numbers(page):
    return [int(name.split("/")[1]) for name in page.css("[data-post]::attr(data-post)").getall()]


def post(page, number):
    return page.css(f'[data-post="{CHANNEL}/{number}"]')


def test_the_newest_posts_come_first_and_older_ones_by_paging(world):
    newest = page(world)
    before = newest.css("a.tme_messages_more::attr(data-before)").get()
    older = page(world, before=before)
    oldest = page(world, before=str(numbers(older)[0]))

    assert [20, 20] == [len(numbers(newest)), len(numbers(older))]
    assert [] == oldest.css("a.tme_messages_more[data-before]")
    assert sorted(numbers(oldest) + numbers(older) + numbers(newest)) == [
        post.id for post in world.channels[CHANNEL].posts if post.gone_at is None
    ]


def test_after_leads_forward_again(world):
    assert [389, 390] == numbers(page(world, after="388"))[:2]


def test_a_deleted_post_leaves_its_neighbours(world):
    assert [425, 426, 427] == [number for number in numbers(page(world, 19)) if 425 <= number <= 427]
    assert [425, 427] == [number for number in numbers(page(world, 20)) if 425 <= number <= 427]


def test_an_edited_post_says_so(world):
    early, late = post(page(world, 70), 427), post(page(world, 140), 427)

    assert "мы перекроем им весь транзит" in early.get()
    assert "edited" not in early.css(".tgme_widget_message_meta").get()
    assert "мы найдём, чем ответить" in late.get()
    assert "edited" in late.css(".tgme_widget_message_meta").get()


def test_a_forward_names_its_first_place(world):
    name = post(page(world), 420).css("a.tgme_widget_message_forwarded_from_name")

    assert "https://t.me/vestka_news/8812" == name.attrib["href"]


def test_a_forward_may_hide_where_it_is_from(world):
    assert 1 == len(post(page(world, before="416"), 415).css("span.tgme_widget_message_forwarded_from_name"))


def test_an_album_is_one_post_with_several_numbers(world):
    links = post(page(world), 429).css("a.grouped_media_wrap::attr(href)").getall()

    assert [f"https://t.me/{CHANNEL}/{number}?single" for number in (429, 430)] == links


def test_a_reply_quotes_before_the_text(world):
    texts = post(page(world), 432).css(".tgme_widget_message_text")

    assert [True, False] == ["js-message_reply_text" in text.attrib["class"] for text in texts]


def test_video_poll_and_service_message_have_their_marks(world):
    older = page(world, before="410")

    assert 0 == len(post(older, 400).css("video.tgme_widget_message_video"))
    assert "12:31" == post(older, 400).css("time.message_video_duration::text").get()
    assert 3 == len(post(older, 401).css(".tgme_widget_message_poll_option"))
    assert "service_message" in post(older, 404).attrib["class"]


def test_data_view_tells_the_number_of_the_channel(world):
    told = post(page(world), 433).attrib["data-view"]
    told = json.loads(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)))

    assert (-1003120447, 433) == (told["c"], told["p"])


def test_times_are_utc(world):
    times = post(page(world), 433).css("time.time::attr(datetime)").getall()

    assert ["2026-03-02T07:55:00+00:00"] == times


def test_what_a_post_says_is_text_not_markup():
    html = preview._html("<b>А & Б</b> аб'езд #тэг\nhttps://a.example/x.")

    assert "&lt;b&gt;А &amp; Б&lt;/b&gt; аб&#39;езд" in html
    assert '<a href="?q=%23тэг">#тэг</a><br/><a href="https://a.example/x"' in html


def test_a_channel_has_a_card_and_an_unknown_name_a_landing_page(world):
    card, free = page(world, path=f"/{CHANNEL}"), page(world, path="/s/nobody_at_all")

    assert "87 341 subscribers" == card.css(".tgme_page_extra::text").get()
    assert [] == free.css(".tgme_page_extra, .tgme_channel_history")


def test_photographs_lie_where_the_page_says(world):
    at = world.t0 + timedelta(minutes=140)
    body = preview.answer(
        world, f"/s/{CHANNEL}", {}, dict.fromkeys(world.outlets, ""), at, noise(1, "t", 1, at)
    )
    found = [preview.answer(world, path, {}, {}, at, noise(1, "t", 1, at)) for path in addresses(body.body)]

    pictures = [one.body.encode(one.encoding) for one in found]
    assert found
    assert {"gif"} == {kind(picture) for picture in pictures}
    assert len(set(pictures)) == len(pictures)


def addresses(body):
    return [
        path
        for style in Selector(body).css(".tgme_widget_message_photo_wrap::attr(style)").getall()
        for path in re.findall(r"url\('(.+?)'\)", style)
    ]


def test_counts_are_rounded_as_telegram_does():
    assert ["950", "12.3K", "1.04M"] == [preview.short(count) for count in (950, 12_345, 1_040_000)]
