"""One post of a preview page: the block `div.tgme_widget_message` to a `store.types.Post`."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lxml import html

from crawlers import page, post_media, post_text
from store.types import Post

_POST = re.compile(r"(?P<channel>\w+)/(?P<number>\d+)g?")
_SHORT = re.compile(r"(?P<number>\d[\d\s]*(?:[.,]\d+)?)\s*(?P<unit>[KMB]?)", re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}


def number(block: html.HtmlElement, channel: str) -> int | None:
    """The post's number; None if the block is of another channel than `channel`, or of none."""
    match = _POST.fullmatch(block.get("data-post", ""))
    return int(match["number"]) if match and match["channel"].lower() == channel.lower() else None


def read(block: html.HtmlElement) -> Post | None:
    """The post of a block; None if the block does not say when it was published."""
    published_at = _published_at(block)
    match = _POST.fullmatch(block.get("data-post", ""))
    if published_at is None or match is None:
        return None
    album = _album_ids(block, match["channel"])
    text = post_text.find(block)
    forwarded_from, forwarded_post_id = _forward(block)
    return Post(
        channel=match["channel"],
        post_id=min((int(match["number"]), *album)),
        published_at=published_at,
        text=post_text.plain(text),
        html=post_text.marked(text) or None,
        author=_words(block, ".tgme_widget_message_from_author"),
        is_edited=_is_edited(block),
        album_ids=album,
        forwarded_from=forwarded_from,
        forwarded_post_id=forwarded_post_id,
        reply_to=_reply_to(block, match["channel"]),
        views=count(_words(block, ".tgme_widget_message_views") or ""),
        reactions=_reactions(block),
        media=post_media.read(block),
        links=post_text.links(text),
    )


def count(text: str) -> int | None:
    """`4.85K` is 4850: the preview rounds. None where there is no number."""
    match = _SHORT.fullmatch(text.strip().replace("\xa0", " "))
    if match is None:
        return None
    return round(float(re.sub(r"\s", "", match["number"]).replace(",", ".")) * _UNITS[match["unit"].lower()])


def _published_at(block: html.HtmlElement) -> datetime | None:
    """Of the link to the post itself: the first `<time>` of a block can be the length of a video."""
    stamps = block.xpath(".//a[contains(@class, 'tgme_widget_message_date')]//time/@datetime")
    try:
        at = datetime.fromisoformat(stamps[-1]) if stamps else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at and at.tzinfo else None


def _is_edited(block: html.HtmlElement) -> bool:
    """The word "edited" beside the time, or a class of that name; not a signature with this word."""
    texts = block.xpath(".//*[contains(@class, 'tgme_widget_message_meta')]/text()")
    marks = block.xpath(".//*[contains(@class, 'tgme_widget_message_meta')]/*[contains(@class, 'edited')]")
    return bool(marks) or any(re.search(r"\bedited\b", text) for text in texts)


def _album_ids(block: html.HtmlElement, channel: str) -> tuple[int, ...]:
    """Only the links with ?single name the other posts of an album."""
    links = block.xpath(".//a[contains(@href, '?single')]/@href")
    found = {
        address[1] for address in map(_address, links) if address and address[0].lower() == channel.lower()
    }
    numbers = sorted(number for number in found if number is not None)
    return tuple(numbers) if len(numbers) > 1 else ()


def _forward(block: html.HtmlElement) -> tuple[str | None, int | None]:
    """User name and number of the original, if it has a public address, else the name as shown."""
    for name in page.select(block, ".tgme_widget_message_forwarded_from_name"):
        address = None if isinstance(name, str) else _address(name.get("href", ""))
        return address or (page.text_of(name) or None, None)
    for line in page.select(block, ".tgme_widget_message_forwarded_from"):
        return re.sub(r"^Forwarded from\s*", "", page.text_of(line)) or None, None
    return None, None


def _reply_to(block: html.HtmlElement, channel: str) -> int | None:
    """None also for a reply to a post of another channel: its number would be taken for one of ours."""
    for address in map(_address, block.xpath(".//a[contains(@class, 'tgme_widget_message_reply')]/@href")):
        if address and address[0].lower() == channel.lower():
            return address[1]
    return None


def _reactions(block: html.HtmlElement) -> tuple[tuple[str, int], ...]:
    """Emoji, `paid` for stars, `emoji:<id>` for one of Telegram's own that the page does not draw."""
    found = []
    for reaction in block.xpath(".//*[contains(concat(' ', @class, ' '), ' tgme_reaction ')]"):
        emoji = "".join(reaction.xpath(".//b//text()")).strip()
        own = next(iter(reaction.xpath(".//tg-emoji/@emoji-id")), None)
        is_paid = "tgme_reaction_paid" in reaction.get("class", "")
        name = "paid" if is_paid else emoji or (f"emoji:{own}" if own else "")
        number = count(page.text_of(reaction).replace(emoji, "", 1))
        if name and number is not None:
            found.append((name, number))
    return tuple(found)


def _address(link: str) -> tuple[str, int | None] | None:
    """Channel and number of an address on t.me or on a host that stands for it."""
    try:
        parts = urlsplit(link).path.strip("/").split("/")
    except ValueError:
        return None
    if parts[:1] == ["s"]:
        parts = parts[1:]
    if not parts or parts[0] == "c" or not re.fullmatch(r"\w+", parts[0]):
        return None
    return parts[0], int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else None


def _words(block: html.HtmlElement, css: str) -> str | None:
    return next((page.text_of(found) for found in page.select(block, css)), None) or None
