"""What several sources carried: whose text a document's is, who was told of it, and what no rule saw."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from store.database import Database

MOST = 50  # stories that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A story without a match."""

    document: int  # it began with
    version: int
    sources: tuple[str, ...]  # names of those that carried it, in the order they came


def heads(db: Database, documents: Collection[int]) -> dict[int, int]:
    """
    The document that each of these goes back to as a copy, an edited or shortened text, or a forward.

    Itself where it does not. A text that only quotes another stands for itself.
    """
    rows = db.rows(
        """
        WITH RECURSIVE up (document, head) AS (
            SELECT value, value FROM json_each(?)
            UNION
            SELECT up.document, story_part.of FROM up JOIN story_part ON story_part.document = up.head
            WHERE story_part.of IS NOT NULL AND story_part.relation <> 'quotes'
        )
        SELECT document, head FROM up
        WHERE NOT EXISTS (
            SELECT 1 FROM story_part
            WHERE story_part.document = up.head AND story_part.of IS NOT NULL
                AND story_part.relation <> 'quotes'
        )
        """,
        (json.dumps(sorted(documents)),),
    )
    return {document: document for document in documents} | {row["document"]: row["head"] for row in rows}


def told(db: Database, subscriber: str, documents: Collection[int]) -> dict[int, int]:
    """
    What a subscriber was told already of the stories of these documents, by other documents.

    By head: the match that stands for it, the first one there was.
    """
    rows = db.rows(
        """
        SELECT version.document, min(match.id) AS match
        FROM story_part
        JOIN version ON version.document = story_part.document
        JOIN match ON match.version = version.id
        JOIN ledger ON ledger.match = match.id AND ledger.subscriber = :subscriber
        WHERE story_part.story IN (
                SELECT story FROM story_part WHERE document IN (SELECT value FROM json_each(:documents))
            )
            AND story_part.document NOT IN (SELECT value FROM json_each(:documents))
            AND ledger.fate IN ('delivered', 'folded')
        GROUP BY version.document
        ORDER BY min(match.id) DESC
        """,
        {"subscriber": subscriber, "documents": json.dumps(sorted(documents))},
    )
    head_of = heads(db, [row["document"] for row in rows])
    return {head_of[row["document"]]: row["match"] for row in rows}


def unmatched(db: Database, subscriber: str, *, after: int, up_to: int, least: int) -> list[Carried]:
    """
    Stories that came on with a version above one number and that so many sources carried, most first.

    No rule matched any text of them, and the subscriber was not told of them. Texts that quote a
    passage, texts above `up_to` and those from before their source was watched do not count.
    """
    rows = db.rows(
        """
        SELECT story_part.story, count(DISTINCT document.source) AS sources
        FROM story_part JOIN document ON document.id = story_part.document
        WHERE story_part.story IN (
                SELECT story_part.story FROM version
                JOIN story_part ON story_part.document = version.document
                WHERE version.id > :after AND version.id <= :up_to
            )
            AND story_part.relation IS NOT 'quotes' AND document.is_backfill = 0
            AND story_part.version <= :up_to
        GROUP BY story_part.story
        HAVING sources >= :least
            AND NOT EXISTS (
                SELECT 1 FROM story_part AS part
                JOIN version ON version.document = part.document
                JOIN match ON match.version = version.id
                WHERE part.story = story_part.story
            )
            AND NOT EXISTS (
                SELECT 1 FROM notice
                WHERE notice.subscriber = :subscriber AND notice.document = story_part.story
                    AND notice.what = 'carried'
            )
        ORDER BY sources DESC, story_part.story DESC
        LIMIT :most
        """,
        {"subscriber": subscriber, "after": after, "up_to": up_to, "least": least, "most": MOST},
    )
    return [_carried(db, row["story"], up_to) for row in rows]


def _carried(db: Database, story: int, up_to: int) -> Carried:
    rows = db.rows(
        """
        SELECT source.name, story_part.document, story_part.version
        FROM story_part
        JOIN document ON document.id = story_part.document
        JOIN source ON source.id = document.source
        WHERE story_part.story = ? AND story_part.relation IS NOT 'quotes' AND story_part.version <= ?
            AND document.is_backfill = 0
        ORDER BY story_part.document
        """,
        (story, up_to),
    )
    first = next((row for row in rows if row["document"] == story), rows[0])
    names = tuple(dict.fromkeys(row["name"] for row in rows))
    return Carried(document=first["document"], version=first["version"], sources=names)
