"""
Looks at a channel: what a page of posts says, by whichever way it came, and what it leaves out.

Preview and account fill the same rows here. A text that only another way of reading makes different is no
edit: what the source itself says of its edits decides.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from store import documents, posts, raws, versions
from store.database import Database
from store.documents import Arrival, Saved
from store.types import Candidate, Post, Published, Reading
from store.versions import Version, fingerprint

ABSENCE_S = 3600.0  # a post is gone when two looks so far apart miss it
SLACK = timedelta(minutes=5)  # clocks differ; what is dated later than that is not believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page of posts, as it is stored."""

    source: str
    via: str  # preview, account
    url: str  # what was asked for
    at: datetime
    fetch: int
    sha256: str  # of its bytes
    is_backfill: bool = False  # asked for with --since


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How pages of this way are read today."""

    name: str  # the way and a number that goes up with every other reading of the same bytes
    language: Callable[[str], str | None]
    again: Callable[[bytes], Iterable[Post]]  # the posts of a page that was kept


def save(
    db: Database, look: Look, shown: Collection[Post], reader: Reader, *, first_days: float = 2.0
) -> list[Saved]:
    """Keep every post of a page, in the transaction that is open or one of its own."""
    with db.transaction():
        known = documents.find_all(db, look.source, [str(post.post_id) for post in shown])
        there = {number for post in shown for number in (post.post_id, *post.album_ids)}
        placed = [_under_its_number(db, look, post, known, there) for post in shown]
        return [_save(db, look, post, known, reader, first_days) for post in placed]


def miss(db: Database, look: Look, low: int, high: int, shown: Collection[int]) -> int:
    """
    Stored posts between two numbers, both included, that the page leaves out; how many of them are gone now.

    The caller knows that the page is whole between these numbers.
    """
    absent = posts.missing(db, look.source, low, high, shown)
    return sum(gone(db, look, one, f"was missing between others on {look.url}") for one in absent)


def gone(db: Database, look: Look, absent: posts.Absent, how: str) -> bool:
    """A look has missed a post. True where that, with an earlier look, establishes that it is gone."""
    detail = f"post {absent.post_id} {how}; last seen {absent.last_seen_at}"
    return documents.miss(db, absent.document, at=look.at, detail=detail, confirm_after_s=ABSENCE_S)


def post_url(post: Post) -> str:
    """The public address of a post."""
    return f"https://t.me/{post.channel}/{post.post_id}"


def is_edit(before: Version, post: Post) -> bool:
    """
    Whether a post that another way of reading showed otherwise was edited by its source since.

    Only the account tells when; a preview tells that there was an edit. Where a preview does not show the
    post at all, it says nothing of its text.
    """
    if _letters(before.text) == _letters(post.text):
        return False
    if not post.text and any(media.type == "unsupported" for media in post.media):
        return False
    return post.is_edited if post.edited_at is None else post.edited_at > before.seen_at


def _save(
    db: Database, look: Look, post: Post, known: Mapping[str, int], reader: Reader, first_days: float
) -> Saved:
    is_new = str(post.post_id) not in known
    reading = _reading(look, post, reader)
    arrival = Arrival(
        source=look.source,
        kind="post",
        key=str(post.post_id),
        url=post_url(post),
        reading=reading,
        seen_at=look.at,
        fetch=look.fetch,
        raw_sha256=look.sha256,
        is_backfill=look.is_backfill,
    )
    if is_new:
        saved = documents.add(db, arrival, first_days=first_days)
    else:
        reread = _reread(db, look, post, reading, reader)
        saved = documents.save(db, arrival, reread=reread, first_days=first_days)
    posts.save(db, saved.id, post, at=look.at, via=look.via, is_new=is_new)
    return saved


def _under_its_number(
    db: Database, look: Look, post: Post, known: dict[str, int], there: Collection[int]
) -> Post:
    """
    An album that has lost its first photograph stays the document it was, which becomes `known`.

    `there` are the numbers that the page shows: what follows one of them is no rest of an album.
    """
    if not post.media or str(post.post_id) in known or post.post_id - 1 in there:
        return post
    number = posts.album_with(db, look.source, post.post_id)
    if number is None:
        return post
    known |= documents.find_all(db, look.source, [str(number)])
    return replace(post, post_id=number)


def _reading(look: Look, post: Post, reader: Reader) -> Reading:
    if post.published_at > look.at + SLACK:
        return _undated(post, reader)
    return Reading(
        extractor=reader.name,
        outcome="ok",
        text=post.text,
        published=Published(at=post.published_at, precision="minute", origin="post"),
        language=reader.language(post.text),
        warnings=post.warnings,
    )


def _undated(post: Post, reader: Reader) -> Reading:
    """A post whose date is in the future: it is kept as it was given, and not believed."""
    stamp = post.published_at.isoformat()
    return Reading(
        extractor=reader.name,
        outcome="ok",
        text=post.text,
        published=Published(candidates=(Candidate(origin="post", value=stamp),)),
        language=reader.language(post.text),
        warnings=(*post.warnings, f"Its date is in the future: {stamp}."),
    )


def _reread(db: Database, look: Look, post: Post, reading: Reading, reader: Reader) -> Reading | None:
    """The stored version as it reads today, where the difference to what came is ours, not the source's."""
    stored = documents.find(db, look.source, str(post.post_id))
    before = None if stored is None else versions.current(db, stored)
    if before is None or fingerprint(reading.title, reading.text) in versions.fingerprints(db, before):
        return None
    if before.extractor is None or before.extractor == reader.name:
        return None
    if before.extractor.split()[0] != reader.name.split()[0]:
        return None if is_edit(before, post) else reading
    if before.raw_sha256 is None or not raws.is_kept(db, before.raw_sha256):
        return None
    kept = reader.again(raws.read(db, before.raw_sha256))
    return next((_reading(look, one, reader) for one in kept if one.post_id == post.post_id), None)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
