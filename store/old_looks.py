"""
Looks at feeds, lists and previews, two weeks later.

What first showed an address or missed a document is evidence: its bytes go
to the archive. The bytes of the others go; fetch, hash and chain stay.
"""

from datetime import datetime, timedelta

from store import raws, times
from store.database import Database

KEPT = timedelta(days=14)


def tidy(db: Database, now: datetime) -> int:
    """Archive or drop the bytes that no look has given for two weeks; of how many."""
    old = _old(db, now - KEPT)
    for sha256 in old:
        with db.transaction():
            raws.drop(db, sha256)
            if raws.is_received(db, sha256):
                raws.keep(db, sha256, raws.archive(db, sha256, now))
    return len(old)


def _old(db: Database, before: datetime) -> list[str]:
    """Bodies in the database that only looks at entry points gave, none of them since, and none needs."""
    rows = db.rows(
        """
        SELECT sha256 FROM raw
        WHERE body IS NOT NULL AND first_at < :before
        AND NOT EXISTS (
            SELECT 1 FROM fetch
            WHERE fetch.sha256 = raw.sha256
            AND (fetch.at >= :before OR fetch.is_unread = 1 OR fetch.kind = 'article')
        )
        AND NOT EXISTS (SELECT 1 FROM entry WHERE raw.sha256 IN (good_raw, bad_raw))
        ORDER BY first_at
        """,
        {"before": times.text(before)},
    )
    return [row["sha256"] for row in rows]
