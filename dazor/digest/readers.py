"""Who a digest is for: when it is due, what belongs to it, in which form it goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dazor.config import Config, Subscriber
from dazor.config.subscribers import DAYS
from dazor.digest import when
from dazor.digest.content import Digest
from dazor.digest.plan import OTHER, Rule
from store.ledger import DESK
from store.matches import Match
from store.texts import Text

Last = tuple[datetime | None, datetime]  # when the newest digest was made, and when the subscriber came


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A subscriber with everything that other settings decide where their own say nothing."""

    id: str
    zone: ZoneInfo
    send_at: time
    settings: Subscriber | None = None  # None: the desk, which gets everything as files

    @property
    def kind(self) -> str:
        """One of daily, weekly, urgent."""
        return self.settings.kind if self.settings else "daily"

    @property
    def links(self) -> str:
        """One of plain, defanged, none."""
        return self.settings.links if self.settings else "plain"

    def is_due(self, last: Last, now: datetime) -> bool:
        """
        Whether a digest is to be made now: one that was missed at once, not on the next day.

        The first daily one is that of the day on which the subscriber comes, also after its time.
        """
        if self.settings and self.kind == "urgent":
            return not self.settings.is_quiet(now.astimezone(self.zone).time())
        is_first = last[0] is None and self.kind == "daily"
        return bool(self._slots(last, now)) or (is_first and now.astimezone(self.zone).time() >= self.send_at)

    def missed(self, last: Last, now: datetime) -> tuple[date, ...]:
        """The days before this one on which a digest was due and none was made, oldest first."""
        today = now.astimezone(self.zone).date()
        return () if self.kind == "urgent" else tuple(day for day in self._slots(last, now) if day < today)

    def is_sent(self, digest: Digest) -> bool:
        """Whether a digest is worth a letter: one that says something, and others where they are wanted."""
        says_something = bool(digest.items or (self.kind != "urgent" and (digest.repeats or digest.carried)))
        wants_empty = self.settings is not None and self.settings.send_empty and self.kind != "urgent"
        return says_something or wants_empty

    def left_out(self, rule: Rule) -> str | None:
        """Why what a rule finds is not for this reader; None: it is."""
        settings = self.settings
        if settings is None:
            return None
        if self.kind == "urgent" and not rule.is_urgent:
            return "not_urgent"
        if settings.rules and rule.id not in settings.rules:
            return "rule"
        if settings.sections and not set(settings.sections) & set(rule.sections or (OTHER,)):
            return "section"
        return None

    def left_out_text(self, text: Text) -> str | None:
        """Why a text is not for this reader; None: it is. One whose language is not certain may be."""
        settings = self.settings
        if settings and settings.sources and text.source not in settings.sources:
            return "source"
        if settings and settings.languages and text.language:
            return None if text.language.split("-")[0] in settings.languages else "language"
        return None

    def _slots(self, last: Last, now: datetime) -> tuple[date, ...]:
        last_made, since = last
        weekday = DAYS.index(self.settings.day) if self.settings and self.kind == "weekly" else None
        return when.slots(last_made or since, now, zone=self.zone, send_at=self.send_at, weekday=weekday)


def readers(config: Config) -> list[Reader]:
    """The desk, then the subscribers in the order of the settings."""
    desk = Reader(id=DESK, zone=config.desk.zoneinfo, send_at=config.digest.send_at)
    return [desk, *(_reader(one, config) for one in config.subscribers)]


def wanted(reader: Reader, rules: Iterable[Rule]) -> set[str]:
    """The rules whose matches are for this reader."""
    return {rule.id for rule in rules if reader.left_out(rule) is None}


def sorted_out(
    reader: Reader, matches: Iterable[Match], rules: dict[str, Rule], texts: dict[int, Text]
) -> tuple[list[Match], dict[int, str]]:
    """The matches that are for a reader, and why the others are not, by their number."""
    kept: list[Match] = []
    others: dict[int, str] = {}
    for match in matches:
        text = texts.get(match.version)
        why = reader.left_out(rules[match.rule]) or (reader.left_out_text(text) if text else None)
        if why:
            others[match.id] = why
        else:
            kept.append(match)
    return kept, others


def _reader(subscriber: Subscriber, config: Config) -> Reader:
    return Reader(
        id=subscriber.id,
        zone=ZoneInfo(subscriber.zone) if subscriber.zone else config.desk.zoneinfo,
        send_at=subscriber.send_at or config.digest.send_at,
        settings=subscriber,
    )
