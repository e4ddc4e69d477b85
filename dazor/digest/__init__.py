"""The morning digest: everything the rules matched since the last one, each match with its fate."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dazor.config import Config
from dazor.digest import as_html, as_json, as_markdown, as_text, files, news, when
from dazor.digest.compose import Composed, compose
from dazor.digest.content import Digest
from dazor.digest.news import News
from dazor.digest.when import Morning
from dazor.register.in_force import known
from store import ledger
from store.database import Database
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


def run(db: Database, config: Config, now: datetime) -> Counts:
    """
    Make the digest of today if it is due and not made, and write the files that are missing.

    The digest, the fates of its matches and the cursor are one transaction;
    files come after it, so that one that could not be written is written by the
    next pass.
    """
    counts = Counts()
    with db.transaction():
        subscriber = ledger.welcome(db, DESK, now)
    last_day = ledger.last_day(db, DESK)
    if when.is_due(last_day, now, zone=config.desk.zoneinfo, send_at=config.digest.send_at):
        _make(db, config, subscriber, now, counts)
    _write_files(db, config, now, counts)
    return counts


def show(db: Database, config: Config, now: datetime) -> Rendered:
    """What would go now. Moves nothing and writes nothing."""
    nobody = Subscriber(id=DESK, since=now, cursor=0, last_version=0)
    found = news.read(db, ledger.find(db, DESK) or nobody, known(db, config.entities_file))
    return _rendered(_composed(db, config, found, now).digest)


def _make(db: Database, config: Config, subscriber: Subscriber, now: datetime, counts: Counts) -> None:
    found = news.read(db, subscriber, known(db, config.entities_file))
    composed = _composed(db, config, found, now)
    rendered = _rendered(composed.digest)
    with db.transaction():
        number = ledger.save(
            db,
            subscriber,
            at=now,
            day=composed.digest.day,
            last_match=found.last_match,
            last_version=found.last_version,
            counts=composed.digest.counts,
            text=rendered.text,
            html=rendered.html,
            markdown=rendered.markdown,
        )
        if number is None:  # another process made it meanwhile
            return
        ledger.settle(db, number, composed.fates, composed.notices)
    counts.done += 1
    counts.new += composed.digest.counts["delivered"]


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
    zone = config.desk.zoneinfo
    missed = when.missed(
        ledger.last_day(db, DESK), found.subscriber.since, now, zone=zone, send_at=config.digest.send_at
    )
    return compose(found, Morning(now=now, zone=zone, missed=missed), config.sections)


def _rendered(digest: Digest) -> Rendered:
    return Rendered(
        text=as_text.render(digest),
        html=as_html.render(digest),
        markdown=as_markdown.render(digest),
        json=as_json.render(digest),
    )
