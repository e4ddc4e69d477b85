"""Digests: everything the rules matched since a subscriber's last one, each match with its fate."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dazor import health
from dazor.config import Config
from dazor.digest import as_html, as_json, as_markdown, as_text, files, letter, links, news, readers
from dazor.digest.compose import Composed, compose
from dazor.digest.content import Digest
from dazor.digest.news import News
from dazor.digest.readers import Reader
from dazor.digest.when import Morning
from dazor.register.in_force import known
from store import deliveries, ledger, letters
from store.database import Database
from store.errors import UsageError
from store.ledger import DESK, Subscriber
from store.types import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A digest in all its forms."""

    text: str
    html: str
    markdown: str
    json: dict[str, Any]  # the shape: dazor.digest.as_json

    def in_format(self, form: str) -> str:
        """One of text, html, md, json."""
        if form == "json":
            return json.dumps(self.json, ensure_ascii=False, indent=2)
        return {"text": self.text, "html": self.html, "md": self.markdown}[form]


def run(
    db: Database, config: Config, now: datetime, *, only: str | None = None, is_due: bool = True
) -> Counts:
    """
    Make the digests that are due and not made, and write the files of the desk's that are missing.

    `only`: that of one subscriber; with `is_due` false also one that is not due. A digest, its letter,
    the fates of its matches and the cursor are one transaction; files come after it, so that one
    that could not be written is written by the next pass.
    """
    counts = Counts()
    everyone = readers.readers(config)
    with db.transaction():
        ledger.welcome_all(db, [reader.id for reader in everyone], now)
    for reader in [_named(config, only)] if only else everyone:
        subscriber = ledger.find(db, reader.id)
        assert subscriber is not None
        if not is_due or reader.is_due(_last(db, subscriber), now):
            _make(db, config, reader, subscriber, now, counts)
    _write_files(db, config, now, counts)
    return counts


def show(db: Database, config: Config, now: datetime, subscriber_id: str = DESK) -> Rendered:
    """What would go now to a subscriber. Moves nothing and writes nothing."""
    reader = _named(config, subscriber_id)
    subscriber = ledger.find(db, reader.id)
    if subscriber is None:  # the desk gets all there is; who is new begins with what comes
        newest = news.newest(db) if reader.settings else (0, 0)
        subscriber = Subscriber(id=reader.id, since=now, cursor=newest[0], last_version=newest[1])
    found = news.read(db, subscriber, reader, known(db, config.entities_file), health.line(db, config, now))
    return _rendered(_composed(db, config, found, now).digest, reader)


def _named(config: Config, name: str) -> Reader:
    everyone = {reader.id: reader for reader in readers.readers(config)}
    if name not in everyone:
        raise UsageError(f"{name}: no such subscriber. There are: {', '.join(everyone)}.")
    return everyone[name]


def _last(db: Database, subscriber: Subscriber) -> readers.Last:
    return ledger.last_made(db, subscriber.id), subscriber.since


def _make(
    db: Database, config: Config, reader: Reader, subscriber: Subscriber, now: datetime, counts: Counts
) -> None:
    is_settled = ledger.last_day(db, reader.id) == now.astimezone(reader.zone).date()
    if reader.kind == "urgent" and is_settled and not news.has_any(db, subscriber, reader):
        return
    found = news.read(db, subscriber, reader, known(db, config.entities_file), health.line(db, config, now))
    composed = _composed(db, config, found, now)
    if reader.kind == "urgent" and is_settled and not composed.digest.items:
        return  # muted, or told before: the next settles it, once a day at least
    with db.transaction():
        if not _keep(db, reader, found, composed, now):
            return  # another process made it meanwhile
    counts.done += 1
    counts.new += composed.digest.counts["delivered"]


def _keep(db: Database, reader: Reader, found: News, composed: Composed, now: datetime) -> bool:
    """The digest, the fates of its matches and its letter; False where somebody else made it."""
    rendered = _rendered(composed.digest, reader)
    number = ledger.save(
        db,
        found.subscriber,
        at=now,
        day=composed.digest.day,
        last_match=found.last_match,
        last_version=found.last_version,
        counts=composed.digest.counts,
        text=rendered.text,
        html=rendered.html,
        markdown=rendered.markdown,
    )
    if number is None:
        return False
    ledger.settle(db, number, composed.fates, composed.notices, wanted=found.wanted)
    if reader.settings and reader.is_sent(composed.digest):
        letters.save(db, number, letter.write(composed.digest, found))
        deliveries.queue(db, number, reader.settings.channel, now)
    return True


def _write_files(db: Database, config: Config, now: datetime, counts: Counts) -> None:
    folder = config.data_folder / "digests"
    for digest in ledger.unwritten(db, DESK):
        try:
            files.write(digest, folder)
        except OSError as error:
            counts.failed += 1
            why = f"The digest of {digest.day} is in the store, but its files could not be written: {error}."
            remedy = "Make room or give Dazor the right to write there; the next pass writes them."
            counts.troubles["digest_unwritten", str(folder / digest.subscriber)] = (why, remedy)
            continue
        with db.transaction():
            ledger.written(db, digest.id, now)


def _composed(db: Database, config: Config, found: News, now: datetime) -> Composed:
    missed = found.reader.missed(_last(db, found.subscriber), now)
    return compose(found, Morning(now=now, zone=found.reader.zone, missed=missed), config.sections)


def _rendered(digest: Digest, reader: Reader) -> Rendered:
    shown = links.as_wanted(digest, reader.links)
    return Rendered(
        text=as_text.render(shown),
        html=as_html.render(shown),
        markdown=as_markdown.render(shown),
        json=as_json.render(shown),
    )
