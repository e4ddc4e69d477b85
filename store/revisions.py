"""Rule revisions: every text a rule or mute ever had, and how far over the versions it has been run."""

import json
from dataclasses import dataclass
from datetime import datetime

from store import times
from store.database import Database, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text of a rule or mute."""

    id: int
    rule: str
    kind: str  # rule, mute
    query: str
    settings: str  # JSON, as given to `put_in_force`
    first_version: int
    matched_up_to: int
    rerun_down_to: int

    @property
    def names(self) -> str | None:
        """What stands for the names that the query has by their ids; None: it has none."""
        found: str | None = json.loads(self.settings).get("names")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A text that a rule has or had."""

    kind: str  # rule, mute
    query: str
    settings: str  # JSON
    since: datetime
    until: datetime | None  # None: in force


def put_in_force(
    db: Database, rule: str, kind: str, query: str, settings: dict[str, object], now: datetime
) -> bool:
    """
    The rule says this from now on; True where that is new.

    Another query starts over: what the alert stage has looked at already becomes
    a rerun, what it has not is news for the new text too; so does one whose `names`,
    the setting that stands for what its @ids are found by, differ. Other settings
    (title, weight …) go on where the query stood.
    """
    before = in_force(db).get(rule)
    text = json.dumps(settings, ensure_ascii=False, sort_keys=True)
    if before and (before.kind, before.query, before.settings) == (kind, query, text):
        return False
    seen = before.matched_up_to if before else looked_up_to(db)
    progress = (seen, seen, seen + 1)
    if before and (before.kind, before.query, before.names) == (kind, query, settings.get("names")):
        progress = (before.first_version, before.matched_up_to, before.rerun_down_to)
    withdraw(db, rule, now)
    db.write(
        """
        INSERT INTO rule_revision (rule, kind, query, settings, since, first_version, matched_up_to,
            rerun_down_to)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (rule, kind, query, text, times.text(now), *progress),
    )
    return True


def withdraw(db: Database, rule: str, now: datetime) -> None:
    """The rule is no longer in force."""
    db.write("UPDATE rule_revision SET until = ? WHERE rule = ? AND until IS NULL", (times.text(now), rule))


def in_force(db: Database) -> dict[str, Revision]:
    """The revisions in force, by rule."""
    rows = db.rows("SELECT * FROM rule_revision WHERE until IS NULL ORDER BY rule")
    return {row["rule"]: _revision(row) for row in rows}


def latest(db: Database) -> dict[str, Revision]:
    """The newest revision of every rule and mute there ever was, in force or not."""
    rows = db.rows(
        "SELECT * FROM rule_revision WHERE id IN (SELECT max(id) FROM rule_revision GROUP BY rule)"
    )
    return {row["rule"]: _revision(row) for row in rows}


def history(db: Database, rule: str) -> list[Past]:
    """Every text that a rule or mute ever had, the newest first."""
    rows = db.rows("SELECT * FROM rule_revision WHERE rule = ? ORDER BY id DESC", (rule,))
    return [
        Past(
            kind=row["kind"],
            query=row["query"],
            settings=row["settings"],
            since=times.moment(row["since"]),
            until=times.optional_moment(row["until"]),
        )
        for row in rows
    ]


def looked_up_to(db: Database) -> int:
    """The newest version the alert stage has looked at, with whatever rules it had; 0: none yet."""
    version: int | None = db.value("SELECT version FROM walk WHERE stage = 'alerts'")
    return version or 0


def look_up_to(db: Database, version: int) -> None:
    """The alert stage has looked at the versions up to this one. Never goes back."""
    db.write(
        """
        INSERT INTO walk (stage, version) VALUES ('alerts', ?)
        ON CONFLICT (stage) DO UPDATE SET version = max(version, excluded.version)
        """,
        (version,),
    )


def advance(
    db: Database,
    revision_ids: list[int],
    *,
    matched_up_to: int | None = None,
    rerun_down_to: int | None = None,
) -> None:
    """These revisions have been run over the versions up to one number, or down to it."""
    for revision_id in revision_ids:
        db.write(
            """
            UPDATE rule_revision
            SET matched_up_to = coalesce(?, matched_up_to), rerun_down_to = coalesce(?, rerun_down_to)
            WHERE id = ?
            """,
            (matched_up_to, rerun_down_to, revision_id),
        )


def to_see(db: Database) -> int:
    """How much the rules in force have still to be run over, as a number that falls."""
    standing = in_force(db).values()
    return sum(one.rerun_down_to - one.matched_up_to for one in standing if one.kind == "rule")


def _revision(row: Row) -> Revision:
    return Revision(
        id=row["id"],
        rule=row["rule"],
        kind=row["kind"],
        query=row["query"],
        settings=row["settings"],
        first_version=row["first_version"],
        matched_up_to=row["matched_up_to"],
        rerun_down_to=row["rerun_down_to"],
    )
