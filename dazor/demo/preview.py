"""
What t.me answers about a pretend channel.

The shape (attributes, class names, nesting) is that of the real preview pages in ../shared/data/telegram_web,
taken in August 2026; the words are our own.
"""

import base64
import json
import re
from datetime import datetime

from markupsafe import Markup, escape

from dazor.demo.drawing import Page, draw
from dazor.demo.noise import Noise
from dazor.demo.world import Article, Channel, Post, World, edited, posts_at

PER_PAGE = 20
_LINK = re.compile(r"https?://[^\s<]+[^\s<.,)]")
_PICTURE = re.compile(r"/file/(\d+)-(\d+)-\w+\.jpg")
_HASHTAG = re.compile(r"(?<![\w&])#(\w+)")  # not the &#39; of an escaped apostrophe
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?")


def answer(
    world: World, path: str, query: dict[str, str], sites: dict[str, str], at: datetime, noise: Noise
) -> Page:
    """
    The page at /s/name (posts, newest last), at /name (the card), a photograph, else that of a free name.

    `query` may say before=N or after=N; `sites` gives the address of each outlet, for links to articles.
    """
    name = path.removeprefix("/s/").strip("/")
    channel = world.channels.get(name)
    if path == "/robots.txt":
        return Page(body="User-agent: *\nDisallow:\n", content_type="text/plain; charset=utf-8")
    if shown := _PICTURE.fullmatch(path):
        return _picture(int(shown[1]), int(shown[2]))
    if channel is None:
        return Page(body=draw("tme_free.html", name=name))
    if not path.startswith("/s/"):
        return Page(body=draw("tme_card.html", channel=channel))
    posts = posts_at(channel, at)
    page = window(posts, query)
    body = draw(
        "tme_preview.html",
        channel=channel,
        posts=[_told(world, channel, post, sites, at, noise) for post in page],
        older=page[0].id if page and page[0] != posts[0] else None,
        newer=page[-1].id if page and page[-1] != posts[-1] else None,
        subscribers=short(channel.subscribers),
        noise=noise,
    )
    return Page(body=body)


def window(posts: list[Post], query: dict[str, str]) -> list[Post]:
    """The posts of one page: the newest, those next before a number, or those next after it."""
    if (before := query.get("before", "")).isdecimal():
        return [post for post in posts if post.id < int(before)][-PER_PAGE:]
    if (after := query.get("after", "")).isdecimal():
        return [post for post in posts if post.id > int(after)][:PER_PAGE]
    return posts[-PER_PAGE:]


def short(number: int) -> str:
    """A count as Telegram rounds it: 950, 12.3K, 1.04M."""
    for size, letter in ((1_000_000, "M"), (1_000, "K")):
        if number >= size:
            return f"{number / size:.3g}{letter}"
    return str(number)


def _picture(post: int, number: int) -> Page:
    """One dot whose colour says which photograph of which post it stands for."""
    colour = bytes((post // 256 % 256, post % 256, 40 * number % 256))
    dot = b"GIF89a\x01\0\x01\0\x80\0\0" + colour + bytes(3) + b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
    return Page(body=dot.decode("latin-1"), content_type="image/gif", encoding="latin-1")


def _told(
    world: World, channel: Channel, post: Post, sites: dict[str, str], at: datetime, noise: Noise
) -> dict[str, object]:
    """What the template needs of one post."""
    article = world.articles[post.link] if post.link else None
    return {
        "post": post,
        "html": _html(edited(post.text, post.edits, at)),
        "is_edited": any(edit.at <= at for edit in post.edits),
        "views": short(noise.views + 13 * (channel.posts[-1].id - post.id) + 400),
        "data_view": _data_view(channel, post, noise),
        "reply": _find(channel, post.reply_to),
        "article": article,
        "url": _url(article, sites) if article else None,
    }


def _url(article: Article, sites: dict[str, str]) -> str:
    return sites[article.outlet] + article.path


def _find(channel: Channel, id: int | None) -> Post | None:
    return next((post for post in channel.posts if post.id == id), None)


def _data_view(channel: Channel, post: Post, noise: Noise) -> str:
    """base64url of a small JSON object; `t` and `h` are others at every load."""
    told = {"c": -channel.chat_id, "p": post.id, "t": noise.seconds, "h": noise.token}
    return base64.urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).decode().rstrip("=")


def _html(text: str) -> Markup:
    """The text with Telegram's marks: line breaks, links, hashtags, emoji as small pictures."""
    html = str(escape(text))
    html = _LINK.sub(lambda link: f'<a href="{link[0]}" target="_blank" rel="noopener">{link[0]}</a>', html)
    html = _HASHTAG.sub(lambda tag: f'<a href="?q=%23{tag[1]}">#{tag[1]}</a>', html)
    html = _EMOJI.sub(lambda sign: f'<i class="emoji"><b>{sign[0]}</b></i>', html)
    return Markup(html.replace("\n", "<br/>"))  # noqa: S704 - escaped first, above
