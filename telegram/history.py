"""What is asked of a channel's history, and how an answer goes into the store."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from telethon.tl import types
from telethon.tl.functions.channels import GetMessagesRequest
from telethon.tl.functions.messages import GetHistoryRequest
from telethon.tl.tlobject import TLRequest

from store import fetches, looks, raws
from store.database import Database
from store.documents import Saved
from store.fetches import Fetch
from store.looks import Look
from store.times import Clock
from telegram import convert, serial
from telegram.convert import Page
from telegram.watched import Watched

PAGE = 100  # posts; Telegram gives no more in one answer
Ask = Callable[[TLRequest], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A call for posts, and the address that stands for it in the store."""

    request: TLRequest
    kind: str  # of the fetch: history, messages
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came, and what it shows."""

    question: Question
    given: types.messages.ChannelMessages
    body: bytes  # of it
    page: Page
    at: datetime
    is_whole: bool  # there is nothing below it


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What an answer showed and what became of it."""

    page: Page
    look: Look
    body: bytes
    saved: tuple[Saved, ...]

    @property
    def made(self) -> int:
        """How many versions it made."""
        return sum(one.outcome in ("new", "changed") for one in self.saved)


def newest(watched: Watched) -> Question:
    """The newest posts."""
    return below(watched, 0)


def below(watched: Watched, number: int) -> Question:
    """The newest posts with lower numbers than this one; 0: the newest of all."""
    request = GetHistoryRequest(
        watched.peer,
        offset_id=number,
        offset_date=None,
        add_offset=0,
        limit=PAGE,
        max_id=0,
        min_id=0,
        hash=0,
    )
    return Question(
        request=request,
        kind="history",
        url=_url("messages.getHistory", channel=watched.channel.id, offset_id=number, limit=PAGE),
    )


def by_number(watched: Watched, numbers: Iterable[int]) -> Question:
    """These posts, each where it is there; no more than a page of them."""
    wanted = sorted(numbers)[:PAGE]
    request = GetMessagesRequest(watched.peer, [types.InputMessageID(number) for number in wanted])
    ids = ",".join(map(str, wanted))
    return Question(
        request=request,
        kind="messages",
        url=_url("channels.getMessages", channel=watched.channel.id, id=ids),
    )


async def ask_for(ask: Ask, watched: Watched, question: Question, clock: Clock) -> Answer:
    """Ask, and read the answer."""
    return read(watched, question, await ask(question.request), clock())


def read(watched: Watched, question: Question, given: types.messages.ChannelMessages, at: datetime) -> Answer:
    """An answer with its posts, taken apart."""
    whole = is_whole(question, given)
    page = convert.page(given, watched.name, is_whole=whole)
    return Answer(question=question, given=given, body=serial.write(given), page=page, at=at, is_whole=whole)


def is_whole(question: Question, given: types.messages.ChannelMessages) -> bool:
    """Whether an answer shows all there is. Only such a one says what is below it: nothing."""
    return question.kind == "messages" or len(given.messages) >= getattr(given, "count", 0)


def settle(
    db: Database, watched: Watched, answer: Answer, *, first_days: float, is_backfill: bool = False
) -> Settled:
    """Capture an answer and keep its posts, in the transaction of the caller, who moves the cursor in it."""
    question, at = answer.question, answer.at
    fetch = Fetch(
        kind=question.kind,
        url=question.url,
        at=at,
        outcome="ok",
        source=watched.source.id,
        request_headers=(serial.LAYER_HEADER,),
        content_type=serial.CONTENT_TYPE,
    )
    fetch_id = fetches.save(db, fetch, answer.body, is_received=False)
    look = Look(
        source=watched.source.id,
        via="account",
        url=question.url,
        at=at,
        fetch=fetch_id,
        sha256=fetches.sha256(db, fetch_id),
        is_backfill=is_backfill,
    )
    saved = looks.save(db, look, answer.page.posts, watched.reader, first_days=first_days)
    return Settled(page=answer.page, look=look, body=answer.body, saved=tuple(saved))


def keep_bytes(db: Database, *settled: Settled) -> None:
    """The archive keeps the answers that made a version, with one flush; of others the hash stays."""
    made = {one.look.sha256: one.body for one in settled if one.made}
    if made:
        raws.keep_all(db, made, content_type=serial.CONTENT_TYPE, at=settled[0].look.at)
    for one in settled:
        if not one.made:
            raws.keep_hash(db, one.look.sha256, one.body, content_type=serial.CONTENT_TYPE, at=one.look.at)


def _url(method: str, **words: object) -> str:
    return f"telegram:{method}?{urlencode(words, safe=',')}"
