"""
The text of a post on a preview page.

Plain text: `<br>` and blocks end a line, other spaces are one space, lines lose the spaces at their ends, at
most one empty line stays between two lines; emoji stand as their characters, spoilers as their words.
"""

import re
from html import escape

from lxml import html

from dazor.text.lines import tidy

_OF_OTHERS = (
    "tgme_widget_message_reply",
    "tgme_widget_message_link_preview",
    "tgme_widget_message_forwarded_from",
)
_BLOCKS = (
    "div",
    "p",
    "pre",
    "blockquote",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
)
_MARKS = ("b", "strong", "i", "em", "u", "s", "del", "code", "pre", "blockquote", "tg-spoiler")
_WEB = ("http://", "https://", "tg://")
MAX_DEPTH = 100


def find(block: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that hold the post's own words: not the quoted post, not the page it links to."""
    found = block.xpath(".//*[contains(concat(' ', @class, ' '), ' tgme_widget_message_text ')]")
    return [text for text in found if not any(_is_of_others(above) for above in text.iterancestors())]


def plain(texts: list[html.HtmlElement]) -> str:
    """The words of the post."""
    return tidy("\n".join(_plain(text, 0) for text in texts))


def marked(texts: list[html.HtmlElement]) -> str:
    """The post as HTML: Telegram's own marks and links to the web, everything else as text."""
    return "<br>".join(part for part in (_marked(text, 0).strip() for text in texts) if part)


def links(texts: list[html.HtmlElement]) -> tuple[str, ...]:
    """Where the post links to, each once, in its order; hashtags are no links."""
    found = (_target(anchor) for text in texts for anchor in text.iter("a"))
    return tuple(dict.fromkeys(link for link in found if link))


def _is_of_others(element: html.HtmlElement) -> bool:
    classes = element.get("class", "").split()
    return "tgme_widget_message_text" in classes or any(name in classes for name in _OF_OTHERS)


def _plain(element: html.HtmlElement, depth: int) -> str:
    if element.tag == "br":
        return "\n"
    if not isinstance(element.tag, str) or depth > MAX_DEPTH:
        return ""
    parts = [_inline(element.text, element)]
    for child in element:
        parts += [_plain(child, depth + 1), _inline(child.tail, element)]
    words = "".join(parts)
    return f"\n{words.strip(' ')}\n" if element.tag in _BLOCKS and depth else words


def _inline(text: str | None, parent: html.HtmlElement) -> str:
    """Line ends of the markup mean nothing, but in `<pre>` they do."""
    return (text or "") if parent.tag == "pre" else re.sub(r"\s*\n\s*", " ", text or "")


def _marked(element: html.HtmlElement, depth: int) -> str:
    if element.tag == "br":
        return "<br>"
    if not isinstance(element.tag, str) or depth > MAX_DEPTH:
        return ""
    inside = escape(element.text or "", quote=False)
    for child in element:
        inside += _marked(child, depth + 1) + escape(child.tail or "", quote=False)
    if element.tag == "a":
        target = _target(element)
        return f'<a href="{escape(target)}">{inside}</a>' if target else inside
    is_mark = element.tag in _MARKS and not _is_emoji(element)
    return f"<{element.tag}>{inside}</{element.tag}>" if is_mark else inside


def _is_emoji(element: html.HtmlElement) -> bool:
    """`<i class="emoji"><b>👍</b></i>` draws a picture and marks nothing."""
    parent = element.getparent()
    return element.get("class") == "emoji" or (parent is not None and parent.get("class") == "emoji")


def _target(anchor: html.HtmlElement) -> str | None:
    """Since April 2024 the page doubles the escape of `&` in links to the web."""
    address = str(anchor.get("href", "")).replace("&amp;", "&").strip()
    return address if address.lower().startswith(_WEB) else None
