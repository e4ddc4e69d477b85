"""What the store has for a subscriber since their last digest."""

import json
from dataclasses import dataclass
from typing import Any

from dazor.digest import mutes
from dazor.digest.plan import Rule
from dazor.digest.reasons import reasons
from dazor.register import Register
from dazor.rules.why import Reason
from store import backlog, ledger, matches, revisions, runs, sources, texts
from store.backlog import Backlog
from store.database import Database, Row
from store.ledger import Notice, Subscriber
from store.matches import Match
from store.revisions import Revision
from store.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything one digest is made from."""

    subscriber: Subscriber
    last_match: int  # what comes after it is for the next digest
    last_version: int
    matches: list[Match]  # live and edit
    old: list[tuple[str, str, int]]  # rule, origin (backfill, rerun), number of matches
    rules: dict[str, Rule]  # every one there ever was, as it says now
    muted: dict[int, str]  # version -> mute
    gone: list[Notice]
    words_gone: list[Notice]
    told: list[Match]  # all matches of the documents in the notices
    texts: dict[int, Text]  # of all these matches, and what has none of the words any more; by version
    reasons: dict[int, tuple[Reason, ...]]  # why it matched, by the number of the match
    before: dict[int, Text]  # what stood before an edit among the matches, by the version after it
    collected: tuple[int, int]  # new documents, changed texts
    backlog: Backlog
    sources: list[Row]
    troubles: list[Row]


def read(db: Database, subscriber: Subscriber, register: Register) -> News:
    """Everything up to the newest match and version there is now, whatever comes meanwhile."""
    last_match, last_version = matches.newest(db), texts.newest(db)
    found = matches.news(db, subscriber.cursor, last_match)
    gone = ledger.newly_gone(db, subscriber, last_match)
    words_gone = ledger.newly_silent(db, subscriber, last_match)
    told = matches.of_documents(db, [notice.document for notice in gone + words_gone])
    wanted = {match.version for match in [*found, *told]} | {int(notice.mark) for notice in words_gone}
    known = texts.find(db, wanted)
    latest = revisions.latest(db)
    return News(
        subscriber=subscriber,
        last_match=last_match,
        last_version=last_version,
        matches=found,
        old=matches.old(db, subscriber.cursor, last_match),
        rules={rule: _rule(revision) for rule, revision in latest.items()},
        muted=mutes.muted(revisions.in_force(db).values(), known.values(), register),
        gone=gone,
        words_gone=words_gone,
        told=told,
        texts=known,
        reasons=reasons([*found, *told], known, latest.values(), register),
        before=_before(db, found, known),
        collected=backlog.collected(db, subscriber.last_version, last_version),
        backlog=backlog.backlog(db),
        sources=sources.health(db),
        troubles=runs.open_troubles(db),
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
    )
