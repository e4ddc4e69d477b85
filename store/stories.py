"""Stories: which documents carry the same passages, and what each took from which."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from store.database import Database, Row

WALK = "stories"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The place of a document in its story."""

    document: int
    story: int  # the document it began with
    of: int | None = None  # whose passages this one carries; None: no earlier one's
    relation: str | None = None  # copy, edited, shortened, quotes, forward
    version: int  # that shows it
    of_version: int | None = None
    containment: float | None = None
    longest_run: int | None = None


def save(db: Database, part: Part) -> None:
    """Put a document in its story; it had no other part."""
    db.write(
        """
        INSERT INTO story_part (document, story, of, relation, version, of_version, containment, longest_run)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (document) DO UPDATE SET
            story = excluded.story, of = excluded.of, relation = excluded.relation,
            version = excluded.version, of_version = excluded.of_version,
            containment = excluded.containment, longest_run = excluded.longest_run
        """,
        (
            part.document,
            part.story,
            part.of,
            part.relation,
            part.version,
            part.of_version,
            part.containment,
            part.longest_run,
        ),
    )


def find(db: Database, documents: Collection[int]) -> dict[int, Part]:
    """The parts of these documents, by document; those that were not looked at yet have none."""
    rows = db.rows(
        "SELECT * FROM story_part WHERE document IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(documents)),),
    )
    return {row["document"]: _part(row) for row in rows}


def parts(db: Database, story: int) -> list[Part]:
    """All parts of a story, in the order they came."""
    rows = db.rows("SELECT * FROM story_part WHERE story = ? ORDER BY document", (story,))
    return [_part(row) for row in rows]


def may_move(db: Database, document: int) -> bool:
    """Whether a document stands alone in its story and no digest has told of it."""
    others = db.value(
        """
        SELECT EXISTS (SELECT 1 FROM story_part WHERE story = ? AND document <> story)
            OR EXISTS (
                SELECT 1 FROM ledger
                JOIN match ON match.id = ledger.match
                JOIN version ON version.id = match.version
                WHERE version.document = ?
            )
        """,
        (document, document),
    )
    return not others


def of_posts(db: Database, channel: str, post_id: int) -> int | None:
    """The document of a post, by the user name of its channel in any case of letters; None: not stored."""
    document: int | None = db.value(
        "SELECT document FROM post WHERE lower(channel) = lower(?) AND post_id = ?", (channel, post_id)
    )
    return document


def places(db: Database, versions: Collection[int]) -> dict[int, tuple[int, str]]:
    """Document and source of each of these versions."""
    rows = db.conn.execute(
        """
        SELECT version.id, version.document, document.source
        FROM version JOIN document ON document.id = version.document
        WHERE version.id IN (SELECT value FROM json_each(?))
        """,
        (json.dumps(sorted(versions)),),
    )
    return {version: (document, source) for version, document, source in rows}


def looked_up_to(db: Database) -> int:
    """The newest version that was looked at; 0: none yet."""
    version: int | None = db.value("SELECT version FROM walk WHERE stage = ?", (WALK,))
    return version or 0


def look_up_to(db: Database, version: int) -> None:
    """The versions up to this one were looked at."""
    db.write(
        """
        INSERT INTO walk (stage, version) VALUES (?, ?)
        ON CONFLICT (stage) DO UPDATE SET version = max(version, excluded.version)
        """,
        (WALK, version),
    )


def _part(row: Row) -> Part:
    return Part(**row)
