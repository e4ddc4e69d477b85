"""
Photographs of matching posts by account, after the texts, so that a wait for files holds up no post.

Telegram gives a file only to who shows the reference that came with its message. It stands in the captured
answer; once it has expired, the message is asked for again, once.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from telethon import TelegramClient, errors
from telethon.tl import types

from dazor.catalogue import Source
from dazor.config.settings import Photographs
from store import fetches, floods, photographs, pictures, raws
from store.fetches import Fetch
from store.photographs import Wanted
from telegram import history, rounds, serial, states
from telegram.calls import Calls
from telegram.rounds import Round
from telegram.watched import Watched

VIA = "account"
METHOD = "upload.getFile"
PART_KIB = 512  # the most that Telegram gives in one answer
KINDS = ("history", "messages")  # of the fetches whose bytes hold messages
EXPIRED = (
    errors.FileReferenceExpiredError,
    errors.FileReferenceInvalidError,
    errors.FileReferenceEmptyError,
    errors.FileIdInvalidError,
    errors.LocationInvalidError,
)
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


def has_work(here: Round, known: Iterable[Source], settings: Photographs) -> bool:
    """Whether there is a photograph to connect for: one is due, and files may be asked for."""
    if not settings.is_on:
        return False
    now = here.clock()
    with here.db.transaction():
        photographs.want(here.db, now)
    may_ask = floods.until(here.db, here.account, METHOD, now) is None
    has_left = photographs.spent(here.db, now) < settings.daily_bytes
    return may_ask and has_left and bool(_due(here, known))


async def fetch(here: Round, calls: Calls, known: Iterable[Source], settings: Photographs) -> None:
    """Fetch what is due of the channels that the account reads, within the day's budget."""
    if not has_work(here, known, settings):
        return
    for wanted, one in _due(here, known):
        if here.clock() >= here.ends_at:
            return
        try:
            if not await _fetch(here, calls, wanted, one, settings):
                return
        except states.Deferred:
            return
        except (states.ChannelOut, states.Refused) as out:
            _fail(here, wanted, out.state.id if isinstance(out, states.ChannelOut) else "refused")


def _due(here: Round, known: Iterable[Source]) -> list[tuple[Wanted, Watched]]:
    reached = {one.source.id: one for one in rounds.readable(here, known)}
    due = photographs.due(here.db, here.clock())
    return [(wanted, reached[wanted.source]) for wanted in due if wanted.source in reached]


async def _fetch(here: Round, calls: Calls, wanted: Wanted, one: Watched, settings: Photographs) -> bool:
    """Fetch one, by the reference that is known, else by a new one. False: the day's budget is spent."""
    if photo := _known(here, wanted):
        try:
            return await _download(here, calls, wanted, one, photo, settings)
        except EXPIRED:
            pass
    answer = await _ask_again(here, calls, wanted, one)
    there = [message for message in answer.messages if isinstance(message, types.Message)]
    photo = shown(answer, wanted)
    if photo is None:
        with here.db.transaction():
            photographs.gone(here.db, wanted, "no_photograph" if there else "not_found", via=VIA)
        return True
    try:
        return await _download(here, calls, wanted, one, photo, settings)
    except EXPIRED:
        _fail(here, wanted, "refused")
        return True


async def _download(
    here: Round, calls: Calls, wanted: Wanted, one: Watched, photo: types.Photo, settings: Photographs
) -> bool:
    """The bytes of a photograph into the store, where they are not too many. Raises what is `EXPIRED`."""
    name, size = largest(photo)
    left = settings.daily_bytes - photographs.spent(here.db, here.clock())
    if size == 0:
        with here.db.transaction():
            photographs.gone(here.db, wanted, "no_photograph", via=VIA)
        return True
    if size > settings.max_bytes:
        with here.db.transaction():
            photographs.too_big(here.db, wanted, size, via=VIA)
        return True
    if size > left:
        return False
    body = await calls.run(METHOD, partial(_bytes, calls.client, photo, name, size), expected=EXPIRED)
    _keep(here, wanted, one, photo, body, settings)
    return True


async def _bytes(client: TelegramClient, photo: types.Photo, size_name: str, size: int) -> bytes:
    """Of one size of a photograph, from the data centre where it lies."""
    place = types.InputPhotoFileLocation(photo.id, photo.access_hash, photo.file_reference, size_name)
    found: bytes = await client.download_file(
        place, bytes, part_size_kb=PART_KIB, file_size=size, dc_id=photo.dc_id
    )
    return found


def largest(photo: types.Photo) -> tuple[str, int]:
    """Name and bytes of the largest size that Telegram has of a photograph; 0: it has none."""
    number, name = max(((_bytes_of(size), size.type) for size in photo.sizes), default=(0, ""))
    return name, number


def shown(answer: Any, wanted: Wanted) -> types.Photo | None:
    """The photograph among the messages of an answer; None: it shows none there, or an expired one."""
    parts = [one for one in answer.messages if isinstance(one, types.Message) and one.id in wanted.ids]
    found = [
        part.media.photo
        for part in sorted(parts, key=lambda part: part.id)
        if isinstance(part.media, types.MessageMediaPhoto)
    ]
    photo = found[wanted.place - 1] if wanted.place <= len(found) else None
    return photo if isinstance(photo, types.Photo) else None


def _bytes_of(size: Any) -> int:
    """How many bytes a size has; what only stands in for a photograph has none."""
    match size:
        case types.PhotoSize():
            return int(size.size)
        case types.PhotoSizeProgressive():
            return int(max(size.sizes))
        case _:
            return 0


def _known(here: Round, wanted: Wanted) -> types.Photo | None:
    """The photograph in the captured answer that showed the post."""
    digest = wanted.raw_sha256
    if wanted.shown_by not in KINDS or digest is None or not raws.is_kept(here.db, digest):
        return None
    try:
        return shown(serial.read(raws.read(here.db, digest)), wanted)
    except errors.TypeNotFoundError:  # captured before an update of Telethon
        return None


async def _ask_again(here: Round, calls: Calls, wanted: Wanted, one: Watched) -> Any:
    """The messages of the post as they are now; what they show of it is kept like every look."""
    question = history.by_number(one, wanted.ids)
    answer = await history.ask_for(calls.ask, one, question, here.clock)
    with here.db.transaction():
        settled = history.settle(here.db, one, answer, first_days=here.first_days)
        history.keep_bytes(here.db, settled)
    return answer.given


def _keep(
    here: Round, wanted: Wanted, one: Watched, photo: types.Photo, body: bytes, settings: Photographs
) -> None:
    """What came, as a link of the chain; the bytes where they are a picture."""
    kind, at = pictures.kind(body), here.clock()
    here.counts.done += 1
    sent = Fetch(
        kind=photographs.KIND,
        url=f"telegram:{METHOD}?{urlencode({'channel': one.channel.id, 'photo': photo.id})}",
        at=at,
        outcome="ok" if kind else "not_a_picture",
        source=one.source.id,
        content_type=CONTENT_TYPES.get(kind or ""),
    )
    with here.db.transaction():
        if kind and len(body) <= settings.max_bytes:
            photographs.keep(here.db, wanted, sent, body, via=VIA)
            here.counts.new += 1
            return
        number = fetches.save(here.db, sent, body, is_received=False)
        digest = fetches.sha256(here.db, number)
        raws.keep_hash(here.db, digest, body, content_type=None, at=at)
    if kind:
        with here.db.transaction():
            photographs.too_big(here.db, wanted, len(body), via=VIA)
    else:
        _fail(here, wanted, "not_a_picture")


def _fail(here: Round, wanted: Wanted, reason: str) -> None:
    here.counts.failed += 1
    with here.db.transaction():
        photographs.failed(here.db, wanted, reason, here.clock(), via=VIA)
