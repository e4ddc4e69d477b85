"""What `dazor rules try` prints."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from dazor import simulator
from dazor.config import Config
from dazor.register import Register
from dazor.register.load import beside
from dazor.rules import load, parse
from dazor.rules.rule import Loaded, Rule
from dazor.search import command
from dazor.simulator import Window, report
from store import trials
from store.database import Database
from store.errors import UsageError

Warn = Callable[[str], None]  # says a sentence on stderr
QUERY = "query"  # id of a query that is no rule yet


def rules(config: Config, query: str | None, rule_id: str | None, file: Path | None) -> tuple[Rule, ...]:
    """The rules that are to be tried: a query, one rule, those of a file, or all of the desk's."""
    if sum(given is not None for given in (query, rule_id, file)) > 1:
        raise UsageError("rules try: name a query, --rule or --file; else every rule of the desk is tried.")
    if query is not None:
        tree = command.tree(query, register=register(config))
        return (Rule(id=QUERY, name="The query", sections=(), query=query, tree=tree),)
    loaded = load.from_file(file, sections=None, register=register(config)) if file else desk(config)
    if rule_id is None:
        return loaded.rules or _none(file or config.rules_file, loaded)
    return tuple(rule for rule in loaded.rules if rule.id == rule_id) or _unknown(rule_id, loaded)


def desk(config: Config) -> Loaded:
    """The rules and mutes of the desk; `rules check` tries their examples."""
    return load.from_file(config.rules_file, sections=None, register=register(config), examples_hold=True)


def register(config: Config) -> Register:
    """The names of the desk as its file has them now."""
    return beside(config.entities_file).register


def printed(
    db: Database,
    config: Config,
    tried: tuple[Rule, ...],
    window: Window,
    step: Callable[[], None],
    *,
    form: str,
) -> Iterator[str]:
    """The report on some rules, line by line. `form`: full (one rule), table, json."""
    read = partial(parse.parse, register=register(config))
    result = simulator.run(db, tried, desk(config), window, read, step)
    if form == "json":
        yield json.dumps(report.as_json(result), ensure_ascii=False, indent=2)
    else:
        yield from report.in_full(result) if form == "full" else report.in_a_table(result)


def length(db: Database, window: Window) -> int:
    """How many documents there are to read at most."""
    return trials.seen_since(db, window.since)[1]


def without_store(tried: tuple[Rule, ...], warn: Warn) -> Iterator[str]:
    """What can be said of rules before anything is stored."""
    for rule in tried:
        yield from report.words(rule)
    warn("There is no store yet, so nothing is known of what they find. `dazor run` makes it.")


def _none(file: Path, loaded: Loaded) -> tuple[Rule, ...]:
    what = str(loaded.problems[0]) if loaded.problems else "it has no rules"
    raise UsageError(f"{file.name}: no rule can be tried: {what}")


def _unknown(rule_id: str, loaded: Loaded) -> tuple[Rule, ...]:
    refused = [str(problem) for problem in loaded.problems if problem.entry == rule_id]
    if refused:
        raise UsageError("\n".join(refused))
    known = ", ".join(rule.id for rule in loaded.rules)
    raise UsageError(f"{rule_id[:64]}: no such rule. There are: {known}.")
