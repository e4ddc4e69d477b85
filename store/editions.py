"""Editions: the same text in other languages, as its page declares them."""

from collections.abc import Iterable
from dataclasses import dataclass

from store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Where the text of a document stands in another language."""

    language: str  # BCP 47
    url: str
    document: int | None = None  # the document there; None: not collected


def replace(db: Database, document: int, declared: Iterable[tuple[str, str, str]]) -> None:
    """The editions of a document as its page declares them now: language, address and its key of each."""
    db.write("DELETE FROM edition WHERE document = ?", (document,))
    for language, url, key in declared:
        db.write(
            "INSERT OR IGNORE INTO edition (document, language, url, key) VALUES (?, ?, ?, ?)",
            (document, language, url, key),
        )


def of(db: Database, document: int) -> list[Edition]:
    """The other editions of a document by language, each with its document where that is collected."""
    rows = db.rows(
        """
        SELECT edition.language, edition.url, (
            SELECT min(url.document) FROM url
            WHERE url.source IN (SELECT id FROM source) AND url.key = edition.key
        ) AS document
        FROM edition WHERE edition.document = ? ORDER BY edition.language
        """,
        (document,),
    )
    return [Edition(**row) for row in rows]
