"""What a digest says of a document besides its matches: that it is gone, or has lost the words."""

from dataclasses import dataclass

from store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a digest says of a document besides its matches, so that it is said once."""

    document: int
    what: str  # gone, words_gone, carried
    mark: str  # gone: gone_at; words_gone: the version without the words; carried: empty


def newly_gone(db: Database, subscriber: str, cursor: int, last_match: int) -> list[Notice]:
    """
    Documents that are gone and of which the subscriber was told or is told up to `last_match`.

    Only what was not said yet, in the order they went; muted documents are left out.
    """
    return _notices(db, GONE, subscriber, cursor, last_match)


def newly_silent(db: Database, subscriber: str, cursor: int, last_match: int) -> list[Notice]:
    """
    Documents that a rule in force matched and whose newest text none matches any more.

    Only what was not said yet and has been matched by every rule, in the order
    the texts came; muted documents are left out.
    """
    return _notices(db, WORDS_GONE, subscriber, cursor, last_match)


TOLD = """
SELECT version.document, max(version.number) AS number
FROM match
JOIN version ON version.id = match.version
LEFT JOIN ledger ON ledger.match = match.id AND ledger.subscriber = :subscriber
WHERE (match.id > :cursor AND match.id <= :last_match AND match.origin IN ('live', 'edit'))
    OR ledger.fate IN ('delivered', 'folded')
GROUP BY version.document
"""

GONE = f"""
SELECT document.id AS document, 'gone' AS what, document.gone_at AS mark
FROM document JOIN ({TOLD}) AS told ON told.document = document.id
WHERE document.gone_at IS NOT NULL
    AND NOT EXISTS (
        SELECT 1 FROM notice
        WHERE notice.subscriber = :subscriber AND notice.document = document.id
            AND notice.what = 'gone' AND notice.mark = document.gone_at
    )
ORDER BY document.gone_at, document.id
"""

WORDS_GONE = f"""
SELECT version.document, 'words_gone' AS what, CAST(version.id AS TEXT) AS mark
FROM version JOIN ({TOLD}) AS told ON told.document = version.document
WHERE version.number = (SELECT max(number) FROM version AS other WHERE other.document = version.document)
    AND version.number > told.number
    AND version.id <= (
        SELECT coalesce(min(matched_up_to), 0) FROM rule_revision WHERE kind = 'rule' AND until IS NULL
    )
    AND NOT EXISTS (SELECT 1 FROM match WHERE match.version = version.id)
    AND NOT EXISTS (
        SELECT 1 FROM notice
        WHERE notice.subscriber = :subscriber AND notice.document = version.document
            AND notice.what = 'words_gone' AND notice.mark = CAST(version.id AS TEXT)
    )
ORDER BY version.id
"""


def _notices(db: Database, sql: str, subscriber: str, cursor: int, last_match: int) -> list[Notice]:
    rows = db.rows(sql, {"subscriber": subscriber, "cursor": cursor, "last_match": last_match})
    return [Notice(document=row["document"], what=row["what"], mark=row["mark"]) for row in rows]
