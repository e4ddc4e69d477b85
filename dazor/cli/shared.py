"""What commands share: the settings, the time of a run, and how lines are printed."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from store.errors import UsageError

if TYPE_CHECKING:
    from dazor.config import Config


class Moment(click.ParamType[datetime]):
    """A point in time, ISO 8601 with a zone."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r}: not a time. Write it as 2026-03-02T06:00:00+00:00.", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r}: a time needs its zone, as in 2026-03-02T06:00:00+00:00.", param, ctx)
        return moment.astimezone(UTC)


now_option = click.option("--now", type=Moment(), default=lambda: datetime.now(UTC), hidden=True)


def config_file(context: click.Context) -> Path:
    """The settings file: the option, the variable, here, or the user's config folder."""
    given = context.find_root().obj or os.environ.get("DAZOR_CONFIG")
    if given:
        return Path(given)
    here = Path("config.toml")
    home = Path(click.get_app_dir("dazor")) / "config.toml"
    return home if home.exists() and not here.exists() else here


def load(path: Path) -> "Config":
    from dazor import config

    loaded = config.load(
        path,
        proxy_password=os.environ.get("DAZOR_PROXY_PASSWORD"),
        mail_password=os.environ.get("DAZOR_MAIL_PASSWORD"),
        variables=os.environ,
    )
    _know_what_subscribers_name(loaded, path)
    return loaded


def config_of(context: click.Context) -> "Config":
    return load(config_file(context))


def reachable(config: "Config") -> "Config":
    """Sites of the open web are asked for only with a contact that their people can write to."""
    if config.crawl.contact is None and not config.crawl.allow_private:
        raise UsageError(
            "config.toml: [crawl] contact is not set. Sites see it with every request, so that their people "
            "can write to whoever runs this. Write an address of your choice, as in "
            'contact = "mailto:watch@example.org".'
        )
    return config


def sources_if_configured(context: click.Context) -> Any:
    """The sources by id; without a settings file the shipped ones."""
    from dazor import catalogue, config

    path = config_file(context)
    settings = config.load(path) if path.exists() else config.Config.model_validate({})
    return {source.id: source for source in catalogue.load(settings).sources}


@contextlib.contextmanager
def progress(words: str, length: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing in a pipe; what it gives is called after each step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=length, label=words, file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def print_lines(lines: Iterator[dict[str, Any]]) -> None:
    for line in lines:
        click.echo(json.dumps(line, ensure_ascii=False))


def warn(sentence: str) -> None:
    click.echo(sentence, err=True)


def _know_what_subscribers_name(config: "Config", path: Path) -> None:
    """Raises UsageError where a subscriber names a rule or a source that does not exist."""
    if not any(one.rules or one.sources for one in config.subscribers):
        return
    from dazor import catalogue
    from dazor.config import contradictions

    known = catalogue.load(config)
    sources = [*(source.id for source in known.sources), *known.resting]
    found = contradictions.unknown_names(config, _rules(config), sources)
    problems = [f"{path}: {sentence}" for sentence in found]
    if problems:
        raise UsageError("\n".join(problems))


def _rules(config: "Config") -> list[str]:
    """The ids in rules.toml. While that has a mistake, also every one that is asked for: it may be there."""
    from dazor.toml import entries

    asked = [rule for one in config.subscribers for rule in one.rules]
    try:
        tables, problems = entries.from_file(config.rules_file, ("rule", "mute"), "a file of rules")
    except UsageError:
        return asked
    return [entry.id for entry in tables if entry.id and entry.kind == "rule"] + (asked if problems else [])
