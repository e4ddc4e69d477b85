"""The raw archive by month: what each holds, and taking one away."""

from datetime import datetime

from store import times
from store.complaints import explained
from store.database import Database, Row


def held(db: Database) -> list[Row]:
    """Of each month: its bodies, the bytes of its file, and the versions whose page is in it."""
    rows = db.rows(
        """
        SELECT raw.month, count(*) AS bodies,
            sum(EXISTS (SELECT 1 FROM version WHERE raw_sha256 = raw.sha256)) AS versions
        FROM raw WHERE raw.month IS NOT NULL GROUP BY raw.month
        """
    )
    known = {row["month"]: row for row in rows}
    files = {path.stem: path.stat().st_size for path in db.archive.folder.glob("????-??.dzr")}
    nothing = {"bodies": 0, "versions": 0}
    return [
        {**nothing, **known.get(month, {}), "month": month, "size_bytes": files.get(month, 0)}
        for month in sorted(known.keys() | files.keys())
    ]


def take_away(db: Database, month: Row, at: datetime) -> None:
    """
    Leave of a month, as `held` gives it, only the hashes.

    The rows go first: a file without rows is harmless and goes the next time.
    """
    with db.transaction():
        db.write(
            """
            INSERT INTO month_gone (month, at, bodies, size_bytes) VALUES (?, ?, ?, ?)
            ON CONFLICT (month) DO UPDATE SET at = excluded.at, bodies = bodies + excluded.bodies,
                size_bytes = size_bytes + excluded.size_bytes
            """,
            (month["month"], times.text(at), month["bodies"], month["size_bytes"]),
        )
        db.write("UPDATE raw SET month = NULL, position = NULL WHERE month = ?", (month["month"],))
    with explained(db.archive.path(month["month"])):
        db.archive.path(month["month"]).unlink(missing_ok=True)
        db.archive.dictionaries.pop(month["month"], None)
