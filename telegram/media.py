"""What hangs on a message, as facts: photographs, videos, files, polls, places, linked pages."""

from typing import Any

from telethon.tl import types

from store.types import Media


def read(message: types.Message) -> tuple[Media, ...]:
    """None or one; what this Telethon does not know is `unsupported`."""
    media = message.media
    match media:
        case None | types.MessageMediaEmpty():
            return ()
        case types.MessageMediaPhoto():
            return (Media(type="photo"),)
        case types.MessageMediaDocument():
            return (_file(media.document),)
        case types.MessageMediaWebPage():
            return _page(media.webpage)
        case types.MessageMediaPoll():
            options = tuple(_words(answer.text) for answer in media.poll.answers)
            return (Media(type="poll", title=_words(media.poll.question) or None, options=options),)
        case types.MessageMediaGeo() | types.MessageMediaGeoLive() | types.MessageMediaVenue():
            return (Media(type="location", title=getattr(media, "title", None), url=_map(media.geo)),)
        case _:
            return (Media(type="unsupported"),)


def _file(document: Any) -> Media:
    """By the first attribute that says what it is; an expired one has none."""
    attributes = getattr(document, "attributes", ())
    name = next((a.file_name for a in attributes if isinstance(a, types.DocumentAttributeFilename)), None)
    for attribute in attributes:
        match attribute:
            case types.DocumentAttributeSticker():
                return Media(type="sticker")
            case types.DocumentAttributeVideo():
                kind = "round_video" if attribute.round_message else "video"
                return Media(type=kind, duration_s=int(attribute.duration))
            case types.DocumentAttributeAudio():
                kind = "voice" if attribute.voice else "audio"
                return Media(type=kind, title=attribute.title or name, duration_s=attribute.duration)
            case types.DocumentAttributeAnimated():
                return Media(type="video")
    return Media(type="document", title=name)


def _page(page: Any) -> tuple[Media, ...]:
    """A linked page that Telegram has looked at; else there is only the link in the text."""
    if not isinstance(page, types.WebPage):
        return ()
    return (Media(type="link", title=page.title or page.site_name, url=page.url),)


def _map(place: Any) -> str | None:
    if not isinstance(place, types.GeoPoint):
        return None
    return f"https://maps.google.com/maps?q={place.lat:.6f},{place.long:.6f}"


def _words(text: Any) -> str:
    """Words with or without marks: it was plain text before layer 179."""
    return str(getattr(text, "text", text) or "")
