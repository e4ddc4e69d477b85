"""What hangs on a post of a preview page: photographs, videos, files, polls, places, linked pages."""

import re

from lxml import html

from crawlers import page
from store.types import Media

# Class of the element and the type it stands for, in the order they are looked for.
_TYPES = {
    "tgme_widget_message_photo_wrap": "photo",
    "tgme_widget_message_video_player": "video",
    "tgme_widget_message_roundvideo_player": "round_video",
    "tgme_widget_message_voice_player": "voice",
    "tgme_widget_message_document_wrap": "document",
    "tgme_widget_message_sticker_wrap": "sticker",
    "tgme_widget_message_tgsticker_wrap": "sticker",
    "tgme_widget_message_videosticker_wrap": "sticker",
    "tgme_widget_message_poll": "poll",
    "tgme_widget_message_location_wrap": "location",
    "tgme_widget_message_link_preview": "link",
}
_BACKGROUND = re.compile(r"background-image:\s*url\(\s*['\"]?(?P<url>[^'\")]+)")
_DURATION = re.compile(r"(?:(\d+):)?(\d+):(\d\d)")


def read(block: html.HtmlElement) -> tuple[Media, ...]:
    """In the order of the page. Media that the page does not show is `unsupported`."""
    found = tuple(_media(element, kind) for element, kind in _elements(block))
    return found or _unsupported(block)


def photographs(block: html.HtmlElement) -> tuple[str | None, ...]:
    """Where the photographs of a block lie for some hours, in order; None: the page does not say."""
    styles = [element.get("style", "") for element, kind in _elements(block) if kind == "photo"]
    return tuple(found["url"] if (found := _BACKGROUND.search(style)) else None for style in styles)


def _elements(block: html.HtmlElement) -> list[tuple[html.HtmlElement, str]]:
    """Elements of the post itself, not of the post it answers."""
    found = []
    for element in block.iter("a", "div"):
        kinds = [_TYPES[name] for name in element.get("class", "").split() if name in _TYPES]
        if kinds and not element.xpath("ancestor::a[contains(@class, 'tgme_widget_message_reply')]"):
            found.append((element, kinds[0]))
    return found


def _media(element: html.HtmlElement, kind: str) -> Media:
    if kind == "poll":
        options = tuple(
            page.text_of(x) for x in page.select(element, ".tgme_widget_message_poll_option_text")
        )
        return Media(type=kind, title=_words(element, ".tgme_widget_message_poll_question"), options=options)
    if kind == "document":
        is_audio = bool(page.select(element, ".tgme_widget_message_document_icon.audio"))
        title = _words(element, ".tgme_widget_message_document_title")
        return Media(type="audio" if is_audio else kind, title=title)
    if kind == "link":
        title = _words(element, ".link_preview_title") or _words(element, ".link_preview_site_name")
        return Media(type=kind, title=title, url=_web(element))
    if kind == "location":
        return Media(type=kind, url=_web(element))
    return Media(type=kind, duration_s=_duration_s(element))


def _unsupported(block: html.HtmlElement) -> tuple[Media, ...]:
    """
    "Please open Telegram to view this post" with nothing else to see.

    Beside `.media_supported_cont` the same words are there for old browsers only, and nothing is missing.
    """
    is_shown = bool(page.select(block, ".media_supported_cont"))
    is_refused = bool(page.select(block, ".message_media_not_supported_wrap, .message_media_not_supported"))
    return (Media(type="unsupported"),) if is_refused and not is_shown else ()


def _duration_s(element: html.HtmlElement) -> int | None:
    match = _DURATION.fullmatch(_words(element, "time") or "")
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]) if match else None


def _web(element: html.HtmlElement) -> str | None:
    address: str = element.get("href", "")
    return address if address.startswith(("http://", "https://")) else None


def _words(element: html.HtmlElement, css: str) -> str | None:
    return next((page.text_of(found) for found in page.select(element, css)), None) or None
