"""Which document stands where in a digest, and what becomes of each match. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dazor.digest.novelty import Stories
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
    is_urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document in the digest."""

    text: Text  # its newest version that matched
    matches: tuple[Match, ...]  # of all its versions
    rules: tuple[str, ...]  # heaviest first; those of the copies included
    copies: tuple["Entry", ...] = ()  # the same text elsewhere, in the order it was seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A document whose story was told already, and that adds nothing to it."""

    entry: Entry
    told_by: int  # match


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A digest before it is written out."""

    sections: tuple[tuple[str, tuple[Entry, ...]], ...]  # in the order of the desk; empty ones left out
    added: tuple[Entry, ...]  # what it adds to a story that was told
    changed: tuple[Entry, ...]  # seen before, and matched in a later version
    repeats: tuple[Repeat, ...]
    fates: tuple[Fate, ...]  # one for each match, in their order


def plan(
    matches: Sequence[Match],
    texts: Mapping[int, Text],
    rules: Mapping[str, Rule],
    muted: Mapping[int, str],
    sections: Sequence[str],
    stories: Stories,
) -> Plan:
    """
    Put live and edit matches in their places.

    `texts` and `muted` (the mute that hides a text) go by version, `sections`
    are the desk's in its order. A document stands once, under its heaviest rule;
    texts of one story, equal texts and forwards of one post are folded into the
    one seen first. A story that was told is not told again: only what is added.
    """
    heard = [match for match in matches if match.version not in muted]
    entries = [_entry(list(group), texts) for _, group in groupby(_by_document(heard), key=_document)]
    groups = _folded([entry for entry in entries if any(m.origin == "live" for m in entry.matches)], stories)
    changed = _folded([entry for entry in entries if all(m.origin == "edit" for m in entry.matches)], stories)
    order = _Order(rules=rules, places={section: place for place, section in enumerate([*sections, OTHER])})
    live, added, repeats = _by_novelty(groups, stories)
    edited = order.sort([_with_copies(group) for group in changed])
    live, added = order.sort(live), order.sort(added)
    fates = [Fate(match=m.id, fate="muted", why=muted[m.version]) for m in matches if m.version in muted]
    for entry in live + added + edited:
        fates += _fates(entry)
    for repeat in repeats:
        fates += [Fate(match=m.id, fate="folded", why=str(repeat.told_by)) for m in repeat.entry.matches]
    return Plan(
        sections=tuple((section, tuple(group)) for section, group in groupby(live, key=order.section)),
        added=tuple(added),
        changed=tuple(edited),
        repeats=tuple(repeats),
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


def _by_novelty(groups: list[list[Entry]], stories: Stories) -> tuple[list[Entry], list[Entry], list[Repeat]]:
    """New stories, what is added to told ones, and what only repeats them."""
    new, added, repeats = [], [], []
    for group in groups:
        told_by = next((told for entry in group if (told := stories.told_by(entry.text.document))), None)
        if told_by is None:
            new.append(_with_copies(group))
            continue
        for entry in group:
            if entry.text.document in stories.additions:
                added.append(entry)
            else:
                repeats.append(Repeat(entry=entry, told_by=told_by))
    return new, added, repeats


def _folded(entries: list[Entry], stories: Stories) -> list[list[Entry]]:
    """The entries of each text, in the order they were seen."""
    groups: dict[object, list[Entry]] = {}
    for entry in sorted(entries, key=_first_seen):
        joined: list[Entry] = [entry]
        for key in _keys(entry.text, stories):
            other = groups.get(key)
            if other is not None and other is not joined:
                joined = sorted(other + [e for e in joined if e not in other], key=_first_seen)
        for member in joined:
            groups.update(dict.fromkeys(_keys(member.text, stories), joined))
    unique = {id(group): group for group in groups.values()}
    return list(unique.values())


def _keys(text: Text, stories: Stories) -> list[object]:
    """What two documents share if they are the same: the story, the words, or the post they come from."""
    head = stories.heads.get(text.document, text.document)
    posts = [post for post in (text.post, text.forward_of) if post]
    return [head, text.sha256, *posts]


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
