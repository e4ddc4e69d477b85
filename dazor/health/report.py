"""What the doctor says: as text for a person, as JSON for a script."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dazor.health import letters
from dazor.health.accounts import AccountHealth
from dazor.health.disk import Disk, size
from dazor.health.drifting import Drifted
from dazor.health.jobs import LastRun
from dazor.health.sources import Health
from dazor.health.troubles import Trouble, moment
from store import times
from store.deliveries import Delivery
from store.fates import explain
from store.sources import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Sources, jobs and troubles at one point in time."""

    checked_at: datetime
    zone: ZoneInfo  # of the desk, for the text
    troubles: tuple[Trouble, ...]  # oldest first
    sources: tuple[Health, ...]
    accounts: tuple[AccountHealth, ...]
    jobs: tuple[LastRun, ...]
    disk: Disk
    unindexed: int  # texts that wait for the index of words
    photographs: Mapping[str, tuple[int, int]]  # by state: how many, and their bytes
    letters: tuple[Delivery, ...]  # that wait to be sent
    whole_at: datetime | None  # when the file of the store was last looked at; None: never yet
    exits: str  # from which address sites are asked

    def as_json(self) -> dict[str, Any]:
        """As COMMANDS says: ok, checked_at, troubles, sources, jobs; and what came later, below them."""
        return {
            "ok": not self.troubles,
            "checked_at": times.text(self.checked_at),
            "troubles": [_trouble(trouble) for trouble in self.troubles],
            "sources": [_source(health, self.zone) for health in self.sources],
            "accounts": [account.as_json(self.zone) for account in self.accounts],
            "jobs": [_job(job) for job in self.jobs],
            "disk": self.disk.as_json(),
            "unindexed": self.unindexed,
            "photographs": {
                state: {"number": number, "size_bytes": size_bytes}
                for state, (number, size_bytes) in self.photographs.items()
            },
            "letters_waiting": len(self.letters),
            "whole_at": times.optional_text(self.whole_at),
        }

    def as_text(self) -> str:
        """Troubles first, then a line for each source, account and job."""
        parts = [
            [f"{trouble.where}: {trouble.why} {trouble.do}" for trouble in self.troubles] or ["No troubles."],
            [f"{health.id:20} {sentence(health, self.zone)}" for health in self.sources],
            [f"{account.id:20} {account.sentence(self.zone)}" for account in self.accounts],
            [f"{job.job:20} {run_sentence(job, self.zone)}" for job in self.jobs],
            [f"{name:20} {said}" for name, said in self._own()],
        ]
        return "\n\n".join("\n".join(lines) for lines in parts if lines)

    def _own(self) -> tuple[tuple[str, str], ...]:
        """What is neither a source nor a job."""
        whole = f"looked at {moment(self.whole_at, self.zone)}." if self.whole_at else "not looked at yet."
        return (
            ("disk", self.disk.sentence()),
            ("file of the store", whole),
            ("search", index_sentence(self.unindexed)),
            ("letters", letters.sentence(self.letters, self.zone)),
            ("way out", self.exits),
        )


def sentence(health: Health, zone: ZoneInfo) -> str:
    """How a source is doing, in one line."""
    drift = f" It is read otherwise than before: {health.drift.sentence()}" if health.drift else ""
    return _state(health, zone) + drift + ("" if health.is_verified else " Its certificate is not verified.")


def _state(health: Health, zone: ZoneInfo) -> str:
    since = moment(health.since, zone) if health.since else ""
    match health.state:
        case "off":
            return f"off: {health.why_off}"
        case "not_looked_at":
            return "not looked at yet; the next run does."
        case "works":
            return f"works. {_income(health, zone)}"
        case "quiet":
            return f"answers, but {health.why}. {_income(health, zone)}"
        case "no_text":
            return f"answers, but its pages give no text since {since}: {health.why}. {_income(health, zone)}"
        case "partly":
            ways = ", ".join(f"{entry.kind} {entry.url}" for entry in health.failing)
            return f"works, but not by {ways} since {since}: {health.why}. {_income(health, zone)}"
        case "stumbled":
            return f"did not answer at the last look ({health.why}). {_income(health, zone)}"
        case "never_worked":
            return f"has not answered here yet, tried since {since}: {health.why}."
        case _:
            return f"fails since {since}: {health.why}. {_income(health, zone)}"


def run_sentence(job: LastRun, zone: ZoneInfo) -> str:
    """How the newest run of a job ended, in one line."""
    began = moment(job.started_at, zone)
    match job.outcome:
        case "ok":
            counts = ", ".join(f"{count} {name}" for name, count in job.counts.items())
            return f"ran well at {began}: {counts}.{_took(job)}"
        case None:
            return f"began at {began} and has not ended."
        case outcome:
            return f"{outcome} at {began}: {job.message or 'no reason is known.'}"


def index_sentence(waiting: int) -> str:
    """How far the index of words is behind, in one line."""
    if not waiting:
        return "every text is in the index of words."
    texts = "text waits" if waiting == 1 else "texts wait"
    return f"{waiting} {texts} for the index of words; the next runs go on with it."


def photographs_sentence(counts: Mapping[str, tuple[int, int]]) -> str:
    """What became of the photographs of matching posts, in one line."""
    words = [
        f"{number} {state.replace('_', ' ')}" + (f" ({size(size_bytes)})" if state == "kept" else "")
        for state, (number, size_bytes) in counts.items()
    ]
    return f"{', '.join(words)}."


def _took(job: LastRun) -> str:
    if job.ended_at is None or job.peak_mebibytes is None:
        return ""
    return (
        f" It took {(job.ended_at - job.started_at).total_seconds():.0f} s and {job.peak_mebibytes:.0f} MB."
    )


def _income(health: Health, zone: ZoneInfo) -> str:
    if health.last_document_at is None:
        return "No text of it yet."
    waiting = f", {health.waiting} addresses wait" if health.waiting else ""
    expected = "" if health.expected is None else f", {health.expected:.3g} to be expected"
    lately = "" if health.received is None else f" In the last day {health.received}{expected}."
    newest = moment(health.last_document_at, zone)
    return f"Texts: {health.documents}, the newest seen {newest}{waiting}.{lately}"


def _trouble(trouble: Trouble) -> dict[str, Any]:
    return {
        "what": trouble.what,
        "where": trouble.where,
        "since": times.text(trouble.since),
        "why": trouble.why,
        "do": trouble.do,
    }


def _source(health: Health, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "source": health.id,
        "name": health.name,
        "kind": health.kind,
        "state": health.state,
        "since": times.optional_text(health.since),
        "sentence": sentence(health, zone),
        "last_document_at": times.optional_text(health.last_document_at),
        "documents": health.documents,
        "waiting": health.waiting,
        "refused": health.refused,
        "received": health.received,
        "expected": None if health.expected is None else round(health.expected, 1),
        "reasons": list(health.reasons),
        "drift": _drift(health.drift) if health.drift else None,
        "instead": health.instead,
        "is_verified": health.is_verified,
        "failing": [_way(entry) for entry in health.failing],
    }


def _drift(drifted: Drifted) -> dict[str, Any]:
    return {
        "since": times.text(drifted.since),
        "found": [
            {"kind": one.kind, "bad": one.bad, "of": one.of, "before": round(one.before, 3)}
            for one in drifted.drifts
        ],
        "pages": [{"url": url, "document": document} for url, document in drifted.pages],
    }


def _way(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "url": entry.url,
        "outcome": entry.last_outcome,
        "why": explain(entry.last_outcome or ""),
        "since": times.optional_text(entry.failing_since),
    }


def _job(job: LastRun) -> dict[str, Any]:
    return {
        "job": job.job,
        "started_at": times.text(job.started_at),
        "ended_at": times.optional_text(job.ended_at),
        "outcome": job.outcome,
        "message": job.message,
        "counts": job.counts,
        "peak_mebibytes": job.peak_mebibytes,
    }
