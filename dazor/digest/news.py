"""What the store has for a subscriber since their last digest."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dazor.digest import mutes, readers
from dazor.digest.novelty import Stories, additions
from dazor.digest.plan import Rule
from dazor.digest.readers import Reader
from dazor.digest.reasons import reasons
from dazor.register import Register
from dazor.rules.why import Reason
from store import (
    backlog,
    backups,
    carried,
    deliveries,
    ledger,
    matches,
    notices,
    revisions,
    runs,
    sources,
    stories,
    texts,
    times,
)
from store.backlog import Backlog
from store.carried import Carried
from store.database import Database, Row
from store.ledger import Subscriber
from store.matches import Match
from store.notices import Notice
from store.revisions import Revision
from store.texts import Text

LEAST_SOURCES = 3  # that carry a story which "everyone ran"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What keeps the store whole."""

    health: str  # how everything is, in a sentence
    complete_since: datetime | None  # since then nothing was missing, but what is late now
    backup_at: datetime | None  # None: never
    drill_at: datetime | None  # a restore was rehearsed; None: never
    drill_fault: str | None  # what was wrong then; None: nothing
    lost: list[datetime]  # when digests were made that could not be delivered, since the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything one digest is made from."""

    subscriber: Subscriber
    reader: Reader
    last_match: int  # what comes after it is for the next digest
    last_version: int
    matches: list[Match]  # live and edit, for this reader
    left_out: dict[int, str]  # why the others are not for this reader, by the number of the match
    wanted: set[str]  # rules whose matches are
    old: list[tuple[str, str, int]]  # rule, origin (backfill, rerun), number of matches
    old_left_out: int  # such matches of rules that are not for this reader
    rules: dict[str, Rule]  # every one there ever was, as it says now
    muted: dict[int, str]  # version -> mute
    gone: list[Notice]
    words_gone: list[Notice]
    told: list[Match]  # all matches of the documents in the notices
    texts: dict[int, Text]  # of all these matches, and what has none of the words any more; by version
    reasons: dict[int, tuple[Reason, ...]]  # why it matched, by the number of the match
    before: dict[int, Text]  # what stood before an edit among the matches, by the version after it
    stories: Stories
    collected: tuple[int, int]  # new documents, changed texts
    backlog: Backlog
    sources: list[Row]
    troubles: list[Row]
    upkeep: Upkeep


def newest(db: Database) -> tuple[int, int]:
    """The newest match, and the newest version that the alert stage has looked at."""
    return matches.newest(db), revisions.looked_up_to(db)


def has_any(db: Database, subscriber: Subscriber, reader: Reader) -> bool:
    """Whether any rule that is for this reader has found news since the last digest."""
    rules = readers.wanted(reader, (_rule(revision) for revision in revisions.latest(db).values()))
    return matches.has_news(db, subscriber.cursor, rules)


def read(db: Database, subscriber: Subscriber, reader: Reader, register: Register, health: str) -> News:
    """Everything up to the newest match and version there is now; `health` is the sentence of how all is."""
    last_match, last_version = matches.newest(db), texts.newest(db)
    latest = revisions.latest(db)
    rules = {rule: _rule(revision) for rule, revision in latest.items()}
    wanted = readers.wanted(reader, rules.values())
    found = matches.news(db, subscriber.cursor, last_match)
    old = matches.old(db, subscriber.cursor, last_match)
    said = _notices(db, subscriber, reader, last_match)
    told = matches.of_documents(db, [notice.document for notice in said])
    known = _texts(db, [m for m in (*found, *told) if m.rule in wanted], said)
    found, left_out = readers.sorted_out(reader, found, rules, known)
    told, _ = readers.sorted_out(reader, told, rules, known)
    linked = _stories(db, subscriber, reader, found, known, last_version)
    known |= texts.find(db, [one.version for one in linked.carried])
    return News(
        subscriber=subscriber,
        reader=reader,
        last_match=last_match,
        last_version=last_version,
        matches=found,
        left_out=left_out,
        wanted=wanted,
        old=[one for one in old if one[0] in wanted],
        old_left_out=sum(number for rule, _, number in old if rule not in wanted),
        rules=rules,
        muted=mutes.muted(revisions.in_force(db).values(), known.values(), register),
        gone=[notice for notice in said if notice.what == "gone"],
        words_gone=[notice for notice in said if notice.what == "words_gone"],
        told=told,
        texts=known,
        reasons=reasons([*found, *told], known, latest.values(), register),
        before=_before(db, found, known),
        stories=linked,
        collected=backlog.collected(db, subscriber.last_version, last_version),
        backlog=backlog.backlog(db),
        sources=sources.health(db),
        troubles=runs.open_troubles(db),
        upkeep=_upkeep(db, subscriber, health),
    )


def _notices(db: Database, subscriber: Subscriber, reader: Reader, last_match: int) -> list[Notice]:
    """What is gone or has lost its words; an urgent digest does not say it."""
    if reader.kind == "urgent":
        return []
    asked = (db, subscriber.id, subscriber.cursor, last_match)
    return notices.newly_gone(*asked) + notices.newly_silent(*asked)


def _texts(db: Database, found: list[Match], said: list[Notice]) -> dict[int, Text]:
    silent = {int(notice.mark) for notice in said if notice.what == "words_gone"}
    return texts.find(db, {match.version for match in found} | silent)


def _stories(
    db: Database,
    subscriber: Subscriber,
    reader: Reader,
    found: list[Match],
    known: dict[int, Text],
    last_version: int,
) -> Stories:
    documents = {match.document for match in found}
    parts = stories.find(db, documents)
    heads = carried.heads(db, documents)
    told = carried.told(db, subscriber.id, documents)
    repeated = {match.version for match in found if heads[match.document] in told}
    of_versions = {
        parts[m.document].of_version or 0 for m in found if m.version in repeated and m.document in parts
    }
    unseen = [] if reader.kind == "urgent" else _carried(db, subscriber, last_version)
    return Stories(
        heads=heads,
        told=told,
        parts=parts,
        additions=additions(
            (known[version] for version in sorted(repeated)), parts, texts.find(db, of_versions)
        ),
        carried=unseen,
    )


def _carried(db: Database, subscriber: Subscriber, last_version: int) -> list[Carried]:
    """Stories that every rule in force has had before it and none saw."""
    return carried.unmatched(
        db,
        subscriber.id,
        after=ledger.version_before_last(db, subscriber),
        up_to=min(last_version, backlog.matched_up_to(db)),
        least=LEAST_SOURCES,
    )


def _upkeep(db: Database, subscriber: Subscriber, health: str) -> Upkeep:
    last_made = ledger.last_made(db, subscriber.id) or subscriber.since
    copy, drill = backups.last_copy(db), backups.last_drill(db)
    return Upkeep(
        health=health,
        complete_since=backlog.complete_since(db),
        backup_at=times.moment(copy["at"]) if copy else None,
        drill_at=times.moment(drill["at"]) if drill else None,
        drill_fault=drill["fault"] if drill else None,
        lost=[one.queued_at for one in deliveries.lost(db, subscriber.id, since=last_made)],
    )


def _before(db: Database, found: list[Match], known: dict[int, Text]) -> dict[int, Text]:
    edited = {match.version for match in found if match.origin == "edit"}
    before = {version: texts.before(db, known[version]) for version in sorted(edited)}
    return {version: text for version, text in before.items() if text}


def _rule(revision: Revision) -> Rule:
    settings: dict[str, Any] = json.loads(revision.settings)
    return Rule(
        id=revision.rule,
        name=settings.get("name") or revision.rule,
        sections=tuple(settings.get("sections", ())),
        weight=settings.get("weight", 1),
        is_urgent=settings.get("urgent", False),
    )
