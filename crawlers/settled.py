"""What settling an article and settling posts have in common."""

from dazor.catalogue import Source
from store import fetches
from store import urls as addresses
from store.database import Database
from store.documents import Arrival, Saved
from store.fetches import Unread
from store.types import Reading


def arrival_of(
    db: Database, source: Source, fetch: Unread, kind: str, key: str, url: str, reading: Reading
) -> Arrival:
    """A reading as the store takes it in, with the fetch that brought it."""
    return Arrival(
        source=source.id,
        kind=kind,
        key=key,
        url=url,
        reading=reading,
        seen_at=fetch.at,
        fetch=fetch.id,
        raw_sha256=fetch.sha256,
        is_backfill=is_backfill(db, fetch),
    )


def keep_body(db: Database, fetch: Unread, saved: list[Saved]) -> int:
    """The fetch is read; how many versions it made."""
    made = sum(one.outcome in ("new", "changed") for one in saved)
    fetches.settle(db, fetch.id, fetch.sha256, fetch.at, has_made=made > 0)
    return made


def is_backfill(db: Database, fetch: Unread) -> bool:
    """Whether a fetch was asked for with --since."""
    return fetch.url_id is not None and addresses.find(db, fetch.url_id).is_backfill
