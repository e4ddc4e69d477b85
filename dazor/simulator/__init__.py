"""
What a rule finds in the texts of the last days, before it is let loose on the digest.

A hit is a document; it counts once, on the day its newest version that matches was seen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dazor import search
from dazor.rules import matcher, why
from dazor.rules.matcher import Hit, Rules
from dazor.rules.rule import Loaded, Rule
from dazor.rules.why import Read, Terms
from dazor.search import Query
from store import texts, trials
from store.database import Database
from store.texts import Text

AT_ONCE = 200  # texts that are read together
SAMPLES = 10
EXPLAINED = 500  # hits whose words are told apart by form


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The last days: the present one is the last, however much of it there is."""

    now: datetime
    days: int
    zone: ZoneInfo

    @property
    def since(self) -> datetime:
        first = self.now.astimezone(self.zone).date() - timedelta(days=self.days - 1)
        return datetime(first.year, first.month, first.day, tzinfo=self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document that the rule finds."""

    text: Text
    hit: Hit
    is_alone: bool  # no other rule finds it
    is_muted: bool


@dataclass(slots=True, kw_only=True)
class Trial:
    """What one rule found."""

    rule: Rule
    found: list[Found] = field(default_factory=list)  # newest first
    forms: dict[str, Counter[str]] = field(default_factory=dict)  # by term, as written in the texts
    last_at: datetime | None = None  # the newest text it finds at all, where it found none in the window

    @property
    def alone(self) -> list[Found]:
        return [one for one in self.found if one.is_alone]

    @property
    def added(self) -> int:
        """Documents that are in the digest for this rule only."""
        return sum(not one.is_muted and not one.text.is_backfill for one in self.alone)

    def by_day(self, window: Window) -> dict[date, int]:
        """Hits on each day of the window, the empty ones too."""
        first = window.since.date()
        hits = Counter(one.text.seen_at.astimezone(window.zone).date() for one in self.found)
        return {day: hits[day] for day in (first + timedelta(days=at) for at in range(window.days))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """What some rules found in the same texts."""

    window: Window
    documents: int  # seen in the window
    digest: int  # documents that the rules in force brought into the digest in the window
    trials: tuple[Trial, ...]


def run(
    db: Database,
    rules: Sequence[Rule],
    desk: Loaded,
    window: Window,
    read: Read,
    step: Callable[[], None] = lambda: None,
) -> Trials:
    """
    Try rules on the stored texts; `desk` are the rules and mutes that it has.

    `read` understands a query; `step` is called for each text that is read.
    """
    first, documents = trials.seen_since(db, window.since)
    tried = {rule.id: Trial(rule=rule) for rule in rules}
    others = [rule for rule in desk.rules if rule.id not in tried]
    _look(db, list(tried.values()), others, desk, first, step)
    if len(tried) == 1:
        _explain(next(iter(tried.values())), read)
    known = {rule.id for rule in desk.rules}
    for trial in tried.values():
        if not trial.found:
            trial.last_at = _last(db, trial.rule, is_known=trial.rule.id in known)
    return Trials(
        window=window,
        documents=documents,
        digest=trials.in_digests(db, first, [rule.id for rule in others]),
        trials=tuple(tried.values()),
    )


def samples(trial: Trial) -> list[Found]:
    """Ten hits at most, spread over all of them, the newest first."""
    step = max(len(trial.found) / SAMPLES, 1)
    return [trial.found[int(at * step)] for at in range(min(len(trial.found), SAMPLES))]


def _look(
    db: Database,
    tried: list[Trial],
    others: list[Rule],
    desk: Loaded,
    first: int,
    step: Callable[[], None],
) -> None:
    """Read the texts that may match, newest first, and keep what does."""
    asked = _ready(trial.rule for trial in tried)
    beside = _ready(others)
    mutes = matcher.compile_rules((mute.id, mute.tree) for mute in desk.mutes)
    seen: set[tuple[str, int]] = set()
    trees = [trial.rule.tree for trial in tried]
    candidates = search.candidates(db, trees, first=first, last=texts.newest(db))
    while versions := list(islice(candidates, AT_ONCE)):
        found = texts.find(db, versions)
        for text in (found[version] for version in versions if version in found):
            step()
            looked_at = search.looked_at(text)
            hits = matcher.match(asked, looked_at)
            if not hits:
                continue
            is_alone = len(hits) == 1 and not matcher.match(beside, looked_at)
            is_muted = bool(matcher.match(mutes, looked_at))
            for trial, hit in _by_trial(tried, hits):
                if (hit.rule, text.document) not in seen:
                    seen.add((hit.rule, text.document))
                    trial.found.append(Found(text=text, hit=hit, is_alone=is_alone, is_muted=is_muted))


def _ready(rules: Iterable[Rule]) -> Rules:
    return matcher.compile_rules((rule.id, rule.tree) for rule in rules)


def _by_trial(tried: list[Trial], hits: list[Hit]) -> list[tuple[Trial, Hit]]:
    by_rule = {trial.rule.id: trial for trial in tried}
    return [(by_rule[hit.rule], hit) for hit in hits]


def _explain(trial: Trial, read: Read) -> None:
    """Count the forms in which each term was found."""
    terms: Terms = why.compile_terms({trial.rule.id: trial.rule.query}, read)
    trial.forms = {term: Counter() for term in terms.of_rule[trial.rule.id]}
    for one in trial.found[:EXPLAINED]:
        looked_at = search.looked_at(one.text)
        found = why.find(terms, looked_at)
        for reason in why.reasons(terms, trial.rule.id, looked_at, one.hit, found):
            trial.forms[reason.term].update(form.lower() for form in reason.forms)


def _last(db: Database, rule: Rule, *, is_known: bool) -> datetime | None:
    """When the newest text was seen that the rule finds: a rule of the desk has been run over all of them."""
    if is_known:
        return trials.last_match(db, rule.id)
    found = search.find(db, Query(tree=rule.tree), 1)
    return found[0].text.seen_at if found else None
