"""The alert stage: puts the rules of rules.toml in force and runs them over every text, each exactly once."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from itertools import islice

from dazor import search
from dazor.config import Config
from dazor.register import Register, fingerprint, in_force
from dazor.rules import load, matcher, names, parse
from dazor.rules.mistakes import RuleError
from dazor.rules.rule import Loaded, Rule
from dazor.rules.tree import Node
from dazor.text import lemmas
from dazor.toml.problems import Problem
from store import ledger, matches, revisions, settings, texts
from store.database import Database
from store.errors import UsageError
from store.revisions import Revision
from store.texts import Text
from store.types import Counts

BATCH = 200  # texts in one transaction
SEARCHED_AT_MOST = 100  # new rules that are looked up in the index together
RERUN_AT_MOST = 50_000  # stored texts in one run: a new rule does not keep the morning's digest waiting
Trees = dict[int, Node]  # by revision
EXAMPLES = "rules.toml: examples"  # the note of what they were last found to hold for
REMEDY = "Correct it; `dazor rules check` shows every mistake."
CHECK = "Correct it; `dazor register check` shows every mistake."


def run(db: Database, config: Config, now: datetime, *, stored_at_most: int | None = None) -> Counts:
    """
    Match what came since the last run, oldest first, then the stored texts that new rules have not seen.

    A rule that is refused goes on as it last was good, and is a trouble. Whatever
    stops a run, the next one goes on after the last batch.
    """
    counts = Counts()
    register = _register(db, config, now, counts)
    _put_in_force(db, config, register, now, counts)
    trees = _trees(db, register, counts)
    while (texts_seen := _match_new(db, trees, now, counts)) is not None:
        counts.done += texts_seen
    seen_again = 0
    while (
        seen_again < (stored_at_most or RERUN_AT_MOST)
        and (texts_seen := _match_stored(db, trees, now, counts)) is not None
    ):
        seen_again += texts_seen
    return counts


def origin(text: Text, revision: Revision) -> str:
    """Where a match comes from: rerun, edit, backfill or live."""
    if text.version <= revision.first_version:
        return "rerun"
    if text.number > 1:
        return "edit"
    return "backfill" if text.is_backfill else "live"


def _put_in_force(db: Database, config: Config, register: Register, now: datetime, counts: Counts) -> None:
    """Bring the revisions up to what the file says. Its readers come first: before any match."""
    path = config.rules_file
    with db.transaction():
        ledger.welcome_all(db, [ledger.DESK, *(one.id for one in config.subscribers)], now)
        try:
            loaded = _loaded(db, config, register, now)
        except UsageError as error:
            counts.troubles["rules_unreadable", path.name] = (
                f"{error} The rules go on as they were.",
                REMEDY,
            )
            return
        settings.note(db, path.name, path.read_bytes().decode("utf-8-sig", "replace"), now=now)
        for rule in loaded.rules:
            revisions.put_in_force(db, rule.id, "rule", rule.query, _settings(rule, register), now)
        for mute in loaded.mutes:
            revisions.put_in_force(db, mute.id, "mute", mute.query, _names(mute.query, register), now)
        for rule_id in _removed(loaded, set(revisions.in_force(db))):
            revisions.withdraw(db, rule_id, now)
    _report(loaded.problems, "rule_refused", path.name, REMEDY, counts)


def _loaded(db: Database, config: Config, register: Register, now: datetime) -> Loaded:
    """The rules of the file. Their examples are tried again where the file or what reads it has changed."""
    sections = [section.id for section in config.sections]
    tried = _tried(config, register)
    holds = tried is not None and tried == next(settings.earlier(db, EXAMPLES), None)
    loaded = load.from_file(config.rules_file, sections=sections, register=register, examples_hold=holds)
    if tried is not None and not loaded.problems:
        settings.note(db, EXAMPLES, tried, now=now)
    return loaded


def _tried(config: Config, register: Register) -> str | None:
    """What examples depend on: file, register and analysers; None where the file cannot be read."""
    try:
        text = config.rules_file.read_bytes()
    except OSError:
        return None
    return f"{hashlib.sha256(text).hexdigest()} {fingerprint(register)} {lemmas.VERSION}"


def _settings(rule: Rule, register: Register) -> dict[str, object]:
    return _names(rule.query, register) | {
        "name": rule.name,
        "sections": list(rule.sections),
        "weight": rule.weight,
        "urgent": rule.urgent,
    }


def _names(query: str, register: Register) -> dict[str, object]:
    """What stands for the names of a query: where an entity has changed, the rule has."""
    entities = names.entities(parse.syntax(query), register)
    return {"names": fingerprint(entities)} if entities else {}


def _removed(loaded: Loaded, in_force: set[str]) -> list[str]:
    """
    Rules and mutes that the file no longer has.

    None at all while a part is refused that is not one of them: it might be one,
    with its id mistyped.
    """
    refused = {problem.entry for problem in loaded.problems}
    if refused - in_force:
        return []
    kept = {rule.id for rule in loaded.rules} | {mute.id for mute in loaded.mutes} | refused
    return sorted(in_force - kept)


def _report(problems: Iterable[Problem], what: str, file: str, remedy: str, counts: Counts) -> None:
    """A trouble for each entry with mistakes, and one for those of no entry."""
    by_entry: dict[str | None, list[str]] = {}
    for problem in problems:
        by_entry.setdefault(problem.entry, []).append(
            f"line {problem.line}, column {problem.column}: {problem.what}"
        )
    for entry, sentences in by_entry.items():
        place = f"{file}: {entry}" if entry else file
        why = "; ".join(sentences)
        stop = "" if why.endswith((".", "?")) else "."
        counts.troubles[what, place] = (f"{why}{stop} What was good before goes on.", remedy)
    counts.failed += len(by_entry)


def _register(db: Database, config: Config, now: datetime, counts: Counts) -> Register:
    """The names that `@` stands for. An entry of the desk with a mistake goes on as it last was good."""
    path = config.entities_file
    try:
        loaded = in_force.in_force(db, path)
    except UsageError as error:
        counts.troubles["entities_unreadable", path.name] = (
            f"{error} Its entries go on as they were.",
            CHECK,
        )
        return in_force.as_it_was(db, path)
    if path.exists():
        with db.transaction():
            settings.note(db, path.name, path.read_bytes().decode("utf-8-sig", "replace"), now=now)
    _report(loaded.problems, "entity_refused", path.name, CHECK, counts)
    return loaded.register


def _trees(db: Database, register: Register, counts: Counts) -> Trees:
    """The trees of the rules in force, by revision. One that is no longer understood is a trouble."""
    trees = {}
    for revision in revisions.in_force(db).values():
        try:
            tree = parse.parse(revision.query, register)
        except RuleError as error:
            counts.failed += 1
            counts.troubles["rule_refused", f"rules.toml: {revision.rule}"] = (f"{error.what}.", REMEDY)
            continue
        if revision.kind == "rule":
            trees[revision.id] = tree
    return trees


def _match_new(db: Database, trees: Trees, now: datetime, counts: Counts) -> int | None:
    """
    A batch of new texts for the rules that are furthest behind, in one transaction.

    How many texts; None: every rule has seen every one.
    """
    with db.transaction():
        standing = [one for one in revisions.in_force(db).values() if one.id in trees]
        newest = texts.newest(db)
        start = min((one.matched_up_to for one in standing), default=newest)
        if start >= newest:
            revisions.look_up_to(db, newest)
            return None
        behind = [one for one in standing if one.matched_up_to == start]
        end = min((one.matched_up_to for one in standing if one.matched_up_to > start), default=newest)
        batch = texts.above(db, start, up_to=end, limit=BATCH)
        mark = batch[-1].version if len(batch) == BATCH else end
        counts.new += _save_hits(db, batch, behind, trees, now)
        revisions.advance(db, [one.id for one in behind], matched_up_to=mark)
        revisions.look_up_to(db, mark)
        return len(batch)


def _match_stored(db: Database, trees: Trees, now: datetime, counts: Counts) -> int | None:
    """
    A batch of stored texts, newest first, for the new rules that have the most of them to see.

    How many texts; None: every rule has seen every one.
    """
    with db.transaction():
        standing = [
            one for one in revisions.in_force(db).values() if one.id in trees and one.rerun_down_to > 0
        ]
        if not standing:
            return None
        start = max(one.rerun_down_to for one in standing)
        behind = [one for one in standing if one.rerun_down_to == start]
        end = max((one.rerun_down_to for one in standing if one.rerun_down_to < start), default=0)
        versions = _candidates(db, [trees[one.id] for one in behind], start, end)
        mark = versions[-1] if len(versions) == BATCH else end
        found = texts.find(db, versions)
        batch = [found[version] for version in versions if version in found]
        counts.new += _save_hits(db, batch, behind, trees, now)
        revisions.advance(db, [one.id for one in behind], rerun_down_to=mark)
        return len(versions)


def _candidates(db: Database, trees: list[Node], below: int, down_to: int) -> list[int]:
    """
    A batch of stored texts that one of the trees may match, newest first.

    The index of words narrows, where these analysers made it; many rules together match most texts.
    """
    if len(trees) > SEARCHED_AT_MOST:
        return [text.version for text in texts.below(db, below, down_to=down_to, limit=BATCH)]
    return list(islice(search.candidates(db, trees, first=down_to, last=below - 1), BATCH))


@lru_cache(maxsize=4)
def _ready(rules: tuple[tuple[str, Node], ...]) -> matcher.Rules:
    """Rules made ready for matching, once for all batches: they remember the words they met."""
    return matcher.compile_rules(rules)


def _save_hits(db: Database, batch: list[Text], standing: list[Revision], trees: Trees, now: datetime) -> int:
    """Run some revisions over some texts and keep the matches; how many are new."""
    by_rule = {revision.rule: revision for revision in standing}
    rules = _ready(tuple((revision.rule, trees[revision.id]) for revision in standing))
    saved = 0
    for text in batch:
        for hit in matcher.match(rules, search.looked_at(text)):
            revision = by_rule[hit.rule]
            saved += matches.save(
                db,
                rule=hit.rule,
                revision=revision.id,
                version=text.version,
                origin=origin(text, revision),
                spans=hit.spans,
                title_spans=hit.title_spans,
                words=hit.words,
                now=now,
            )
    return saved
