"""One source: whether it works, since when not, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dazor.catalogue import Source
from store import times
from store.database import Row
from store.fates import explain
from store.sources import Entry

LOOKS_TO_FAIL = 2  # one bad look may be a bad moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source is doing."""

    id: str
    name: str
    kind: str
    state: str  # works, partly, stumbled, failing, never_worked, not_looked_at, off
    since: datetime | None = None  # when the oldest of what fails now began; None: nothing fails
    failing: tuple[Entry, ...] = ()  # ways in whose last look was bad
    why_off: str | None = None
    last_document_at: datetime | None = None  # when the newest text was first seen
    documents: int = 0
    waiting: int = 0  # addresses found and not fetched
    refused: int = 0  # addresses refused or given up

    @property
    def is_failing(self) -> bool:
        """Whether nothing comes in."""
        return self.state in ("failing", "never_worked")

    @property
    def why(self) -> str:
        """The reasons of its failing ways in, each once; empty: nothing fails."""
        return "; ".join(dict.fromkeys(explain(entry.last_outcome or "") for entry in self.failing))


def judge(source: Source, facts: Row | None, entries: Iterable[Entry]) -> Health:
    """
    The health of a source; `facts` is its row of `store.sources.health`, None where nothing is stored of it.

    Entry points that have left the file of the source do not count.
    """
    urls = {entry.url for entry in source.entries}
    looked_at = [e for e in entries if e.source == source.id and e.url in urls and e.last_outcome]
    failing = tuple(entry for entry in looked_at if entry.failing_since)
    facts = facts or {}
    return Health(
        id=source.id,
        name=source.name,
        kind=source.kind,
        state=_state(source, looked_at, failing, has_worked=bool(facts.get("first_collected_at"))),
        since=min((entry.failing_since for entry in failing if entry.failing_since), default=None),
        failing=failing,
        why_off=source.why_off,
        last_document_at=times.optional_moment(facts.get("last_document_at")),
        documents=facts.get("documents", 0),
        waiting=facts.get("waiting", 0),
        refused=facts.get("refused", 0),
    )


def _state(source: Source, looked_at: list[Entry], failing: tuple[Entry, ...], *, has_worked: bool) -> str:
    if not source.on:
        return "off"
    if not looked_at:
        return "not_looked_at"
    if not failing:
        return "works"
    if len(failing) < len(looked_at):
        return "partly"
    if any(entry.bad_looks < LOOKS_TO_FAIL for entry in failing):
        return "stumbled"
    return "failing" if has_worked else "never_worked"
