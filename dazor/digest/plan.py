"""Which document stands where in a digest, and what becomes of each match. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from store.ledger import Fate
from store.matches import Match
from store.texts import Text

OTHER = "other"  # the section of rules that name none


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the digest needs to know of a rule."""

    id: str
    name: str
    sections: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document in the digest."""

    text: Text  # its newest version that matched
    matches: tuple[Match, ...]  # of all its versions
    rules: tuple[str, ...]  # heaviest first; those of the copies included
    copies: tuple["Entry", ...] = ()  # the same text elsewhere, in the order it was seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A digest before it is written out."""

    sections: tuple[tuple[str, tuple[Entry, ...]], ...]  # in the order of the desk; empty ones left out
    changed: tuple[Entry, ...]  # seen before, and matched in a later version
    fates: tuple[Fate, ...]  # one for each match, in their order


def plan(
    matches: Sequence[Match],
    texts: Mapping[int, Text],
    rules: Mapping[str, Rule],
    muted: Mapping[int, str],
    sections: Sequence[str],
) -> Plan:
    """
    Put live and edit matches in their places.

    `texts` and `muted` (the mute that hides a text) go by version, `sections`
    are the desk's in its order. A document stands once, under its heaviest rule;
    equal texts and forwards of one post are folded into the one seen first.
    """
    heard = [match for match in matches if match.version not in muted]
    entries = [_entry(list(group), texts) for _, group in groupby(_by_document(heard), key=_document)]
    live = _folded([entry for entry in entries if any(m.origin == "live" for m in entry.matches)])
    edited = _folded([entry for entry in entries if all(m.origin == "edit" for m in entry.matches)])
    order = _Order(rules=rules, places={section: place for place, section in enumerate([*sections, OTHER])})
    live, edited = order.sort(live), order.sort(edited)
    fates = [Fate(match=m.id, fate="muted", why=muted[m.version]) for m in matches if m.version in muted]
    for entry in live + edited:
        fates += _fates(entry)
    return Plan(
        sections=tuple((section, tuple(group)) for section, group in groupby(live, key=order.section)),
        changed=tuple(edited),
        fates=tuple(sorted(fates, key=lambda fate: fate.match)),
    )


def retold(matches: Iterable[Match], texts: Mapping[int, Text], rules: Mapping[str, Rule]) -> Entry:
    """A document of an earlier digest, from all its matches: its newest version that matched."""
    entry = _entry(list(matches), texts)
    of_newest = tuple(match for match in entry.matches if match.version == entry.text.version)
    heaviest_first = sorted({match.rule for match in of_newest}, key=lambda rule: (-rules[rule].weight, rule))
    return replace(entry, matches=of_newest, rules=tuple(heaviest_first))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """The order of rules and entries for one desk."""

    rules: Mapping[str, Rule]
    places: Mapping[str, int]  # of the sections

    def sort(self, entries: list[Entry]) -> list[Entry]:
        """By section, then weight, then newest arrival; the rules of each heaviest first."""
        weighed = [replace(entry, rules=tuple(sorted(entry.rules, key=self._of_rule))) for entry in entries]
        return sorted(weighed, key=self._of_entry)

    def section(self, entry: Entry) -> str:
        """The first section of the heaviest rule that the desk has."""
        return self._section(entry.rules[0])

    def _section(self, rule: str) -> str:
        return next((section for section in self.rules[rule].sections if section in self.places), OTHER)

    def _of_rule(self, rule: str) -> tuple[float, int, str]:
        return -self.rules[rule].weight, self.places[self._section(rule)], rule

    def _of_entry(self, entry: Entry) -> tuple[int, float, float, int]:
        weight = self.rules[entry.rules[0]].weight
        seen = entry.text.seen_at.timestamp()
        return self.places[self.section(entry)], -weight, -seen, -entry.text.document


def _document(match: Match) -> int:
    return match.document


def _by_document(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (match.document, match.id))


def _entry(matches: list[Match], texts: Mapping[int, Text]) -> Entry:
    newest = max((texts[match.version] for match in matches), key=lambda text: text.number)
    return Entry(
        text=newest, matches=tuple(matches), rules=tuple(dict.fromkeys(match.rule for match in matches))
    )


def _folded(entries: list[Entry]) -> list[Entry]:
    """One entry for each text, with the others as its copies."""
    groups: dict[object, list[Entry]] = {}
    for entry in sorted(entries, key=_first_seen):
        joined: list[Entry] = [entry]
        for key in _keys(entry.text):
            other = groups.get(key)
            if other is not None and other is not joined:
                joined = sorted(other + [e for e in joined if e not in other], key=_first_seen)
        for member in joined:
            groups.update(dict.fromkeys(_keys(member.text), joined))
    unique = {id(group): group for group in groups.values()}
    return [_with_copies(group) for group in unique.values()]


def _keys(text: Text) -> list[object]:
    """What two documents share if they are the same: the words, or the post they come from."""
    return [text.sha256, *([text.post] if text.post else []), *([text.forward_of] if text.forward_of else [])]


def _first_seen(entry: Entry) -> tuple[float, int]:
    return entry.text.first_seen_at.timestamp(), entry.text.document


def _with_copies(group: list[Entry]) -> Entry:
    """The original post if it is among them, else the one seen first, with the others as copies."""
    origins = {entry.text.forward_of for entry in group if entry.text.forward_of}
    first = next((entry for entry in group if entry.text.post in origins), group[0])
    copies = tuple(entry for entry in group if entry is not first)
    rules = dict.fromkeys(rule for entry in (first, *copies) for rule in entry.rules)
    return replace(first, rules=tuple(rules), copies=copies)


def _fates(entry: Entry) -> list[Fate]:
    into = str(entry.matches[0].id)
    delivered = [Fate(match=match.id, fate="delivered") for match in entry.matches]
    folded = [
        Fate(match=match.id, fate="folded", why=into) for copy in entry.copies for match in copy.matches
    ]
    return delivered + folded
