"""One source: whether it works, since when not, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dazor.catalogue import UNVERIFIED, Source
from dazor.health.drifting import Drifted
from dazor.health.listening import Heard
from store import times
from store.database import Row
from store.fates import explain
from store.sources import Entry

ACCOUNT = "account"  # the kind of entry point that an account of Telegram is
LOOKS_TO_FAIL = 2  # one bad look may be a bad moment
FEW = 3  # pages without a text may be a coincidence
# Texts a day, and how long such a source may name nothing new: a busy one is silent at night only.
MAY_BE_SILENT = (
    (40, timedelta(hours=14)),
    (10, timedelta(hours=36)),
    (2, timedelta(days=3)),
)
USUAL_GAPS = 6  # of a rarer one: so many times its usual gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source is doing."""

    id: str
    name: str
    kind: str
    state: str  # works, quiet, no_text, partly, stumbled, failing, never_worked, not_looked_at, off
    since: datetime | None = None  # when the oldest of what is wrong now began; None: nothing is
    why: str = ""  # its reasons, each once; empty: nothing is wrong
    reasons: tuple[str, ...] = ()  # the same as words of `store.fates`
    failing: tuple[Entry, ...] = ()  # ways in whose last look was bad
    why_off: str | None = None
    instead: str | None = None  # what the source file offers where the site cannot be had
    is_verified: bool = True  # False: any certificate is taken
    last_document_at: datetime | None = None  # when the newest text was first seen
    documents: int = 0
    waiting: int = 0  # addresses found and not fetched
    refused: int = 0  # addresses refused or given up
    received: int | None = None  # texts in the last day; None: not watched for a day yet
    expected: float | None = None  # texts in the hours of that day in which somebody looked; None: not known
    drift: Drifted | None = None  # its articles are read otherwise than before; None: they are not

    @property
    def is_failing(self) -> bool:
        """Whether nothing comes in."""
        return self.state in ("failing", "never_worked", "no_text")


def judge(
    source: Source,
    facts: Row | None,
    entries: Iterable[Entry],
    lost: Row | None,
    now: datetime,
    heard: Heard | None = None,
) -> Health:
    """
    The health of a source.

    `facts` is its row of `store.sources.health`, `lost` that of `store.growth.lost`; None where nothing is
    stored of it. Entry points that have left the file of the source do not count; an account is one that
    stands in no file. `heard`: what came from it lately; None: not listened to.
    """
    urls = {entry.url for entry in source.entries}
    own = [entry for entry in entries if entry.source == source.id and entry.last_outcome]
    looked_at = [entry for entry in own if entry.url in urls or entry.kind == ACCOUNT]
    failing = tuple(entry for entry in looked_at if entry.failing_since)
    facts = facts or {}
    last_document_at = times.optional_moment(facts.get("last_document_at"))
    state = _state(source, looked_at, failing, has_worked=bool(facts.get("first_collected_at")))
    since = min((entry.failing_since for entry in failing if entry.failing_since), default=None)
    reasons = tuple(dict.fromkeys(entry.last_outcome or "" for entry in failing))
    why = "; ".join(explain(reason) for reason in reasons)
    if state in ("works", "partly") and lost and lost["got"] == 0 and lost["count"] >= FEW:
        state, since, reasons = "no_text", times.moment(lost["first_at"]), (lost["reason"],)
        why = f"{explain(lost['reason'])} ({lost['count']} addresses)"
    elif state in ("works", "partly") and (
        silent := _silence(source, heard, looked_at, last_document_at, now)
    ):
        state, since = "quiet", silent[0]
        why = f"{silent[1]} ({why} at {failing[0].url})" if failing else silent[1]
    return Health(
        id=source.id,
        name=source.name,
        kind=source.kind,
        state=state,
        since=since,
        why=why,
        reasons=reasons,
        failing=failing,
        why_off=source.why_off,
        instead=source.instead,
        is_verified=source.tls != UNVERIFIED,
        last_document_at=last_document_at,
        documents=facts.get("documents", 0),
        waiting=facts.get("waiting", 0),
        refused=facts.get("refused", 0),
        received=heard.received if heard else None,
        expected=_expected(source, heard),
    )


def may_be_silent(usual_per_day: float) -> timedelta:
    """How long a source that usually has so many texts a day may name nothing new."""
    usual_gap = timedelta(days=1) / usual_per_day
    return next((wait for least, wait in MAY_BE_SILENT if usual_per_day >= least), USUAL_GAPS * usual_gap)


def _silence(
    source: Source,
    heard: Heard | None,
    looked_at: list[Entry],
    last_document_at: datetime | None,
    now: datetime,
) -> tuple[datetime, str] | None:
    """Since when a source is too silent, and in words; None: it is not, or how much is usual is unknown."""
    if heard and heard.is_known:
        return (heard.since, _too_little(heard)) if heard.silence and heard.since else None
    news = [entry.last_new_at for entry in looked_at if entry.last_new_at]
    news += [last_document_at] if last_document_at else []
    if not news or source.usual_per_day is None:
        return None
    last_at = max(news)
    if now - last_at <= may_be_silent(source.usual_per_day):
        return None
    return (
        last_at,
        f"has named nothing new for {_lasting(now - last_at)}; usual {source.usual_per_day:g} a day",
    )


def _too_little(heard: Heard) -> str:
    found = heard.silence
    assert found is not None
    came = f"{found.received} of {found.expected:.0f} texts" if found.received else "nothing"
    expected = "" if found.received else f"; {found.expected:.0f} texts were to be expected"
    return f"has brought {came} in {_lasting(timedelta(hours=found.hours))}{expected}"


def _expected(source: Source, heard: Heard | None) -> float | None:
    """Of the last day: by its rhythm, else by its file."""
    if heard is None or heard.received is None:
        return None
    return heard.expected if heard.is_known else source.usual_per_day


def _lasting(time: timedelta) -> str:
    hours = int(time.total_seconds() // 3600)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"


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
