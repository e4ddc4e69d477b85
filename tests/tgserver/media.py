"""Media of a message, from what the world says of it; the bytes of files are made up from their number."""

import random
from collections.abc import Callable
from typing import Any

from telethon.tl import types

from tgserver.stamps import stable_id, when

Spec = dict[str, Any]
FILES = {"photo", "document", "video", "audio"}
MIME = {"video": "video/mp4", "audio": "audio/ogg"}
JPEG = b"\xff\xd8\xff\xe0"


def build(files: dict[int, Spec], channel_id: int, message: Spec) -> Any:
    """The media of a message, None without; a file that can be fetched is entered in `files`."""
    spec = message.get("media")
    if not spec:
        return None
    number = number_of(channel_id, message)
    if spec["type"] in FILES:
        files[number] = spec
    make = _MAKERS.get(spec["type"])
    return make(number, spec, when(message["date"])) if make else types.MessageMediaUnsupported()


def number_of(channel_id: int, message: Spec) -> int:
    """The number of the file of a message."""
    number: int = message["media"].get("fid") or stable_id("file", channel_id, message["id"])
    return number


def content(number: int, spec: Spec) -> bytes:
    """The bytes of a file; `content` in its spec makes two files alike."""
    head = JPEG if spec["type"] == "photo" else b""
    size = spec.get("size", 4096)
    return (head + random.Random(spec.get("content", number)).randbytes(size))[:size]


def reference(number: int) -> bytes:
    """What a client has to show to fetch a file."""
    return b"ref%d" % number


def _photo(number: int, spec: Spec, date: Any) -> Any:
    size = spec.get("size", 4096)
    sizes = [types.PhotoSize("m", 320, 240, max(1, size // 8)), types.PhotoSize("y", 1280, 960, size)]
    access = stable_id("ah", number)
    return types.MessageMediaPhoto(
        photo=types.Photo(number, access, reference(number), date, sizes, spec.get("dc", 2))
    )


def _document(number: int, spec: Spec, date: Any) -> Any:
    kind, attributes = spec["type"], []
    if kind == "video":
        sizes = spec.get("w", 640), spec.get("h", 360)
        attributes.append(types.DocumentAttributeVideo(spec.get("duration", 10.0), *sizes))
    if spec.get("name"):
        attributes.append(types.DocumentAttributeFilename(spec["name"]))
    document = types.Document(
        number,
        stable_id("ah", number),
        reference(number),
        date,
        spec.get("mime") or MIME.get(kind, "application/octet-stream"),
        spec.get("size", 4096),
        spec.get("dc", 2),
        attributes,
    )
    return types.MessageMediaDocument(document=document, video=kind == "video" or None)


def _web_page(number: int, spec: Spec, _date: Any) -> Any:
    url = spec["url"]
    page = types.WebPage(
        number,
        url,
        url.split("//")[-1],
        0,
        type="article",
        site_name=spec.get("site"),
        title=spec.get("title"),
        description=spec.get("description"),
    )
    return types.MessageMediaWebPage(page)


def _poll(number: int, spec: Spec, _date: Any) -> Any:
    answers = spec["answers"]
    options = [types.PollAnswer(_words(text), bytes([n])) for n, (text, _) in enumerate(answers)]
    poll = types.Poll(
        number, _words(spec["question"]), options, 0, closed=spec.get("closed"), quiz=spec.get("quiz")
    )
    voters = [
        types.PollAnswerVoters(
            bytes([n]), voters=votes or None, recent_voters=[types.PeerUser(1)] if votes else None
        )
        for n, (_, votes) in enumerate(answers)
    ]
    total = sum(votes for _, votes in answers)
    return types.MessageMediaPoll(poll, types.PollResults(results=voters, total_voters=total))


def _place(_number: int, spec: Spec, _date: Any) -> Any:
    return types.MessageMediaGeo(types.GeoPoint(spec["long"], spec["lat"], 0))


def _words(text: str) -> Any:
    return types.TextWithEntities(text, [])


_MAKERS: dict[str, Callable[[int, Spec, Any], Any]] = {
    "photo": _photo,
    "document": _document,
    "video": _document,
    "audio": _document,
    "webpage": _web_page,
    "poll": _poll,
    "geo": _place,
}
