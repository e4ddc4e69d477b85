"""The commands by which the desk tries its rules, moves them between files and looks at their past."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dazor.cli.shared import config_of, now_option, progress, warn
from store.errors import UsageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from store.revisions import Past


@click.command("try")
@click.argument("query", required=False)
@click.option("--rule", "rule_id", metavar="ID", help="This rule of rules.toml.")
@click.option("--file", type=click.Path(path_type=Path), help="The rules of another file.")
@click.option("--days", type=click.IntRange(1, 366), default=30, help="How many days back; 30.")
@click.option("--json", "as_json", is_flag=True)
@now_option
@click.pass_context
def rules_try(
    context: click.Context,
    query: str | None,
    rule_id: str | None,
    file: Path | None,
    days: int,
    as_json: bool,
    now: datetime,
) -> None:
    """What a query or rule finds in the texts of the last days; without either, all rules in short."""
    from dazor.simulator import Window, command
    from store.database import opened_to_read

    config = config_of(context)
    tried = command.rules(config, query, rule_id, file)
    if not config.store.path.is_file():
        for line in command.without_store(tried, warn):
            click.echo(line)
        return
    form = "json" if as_json else "full" if len(tried) == 1 and (query or rule_id or file) else "table"
    window = Window(now=now, days=days, zone=config.desk.zoneinfo)
    with opened_to_read(config.store.path) as db, progress("texts", command.length(db, window)) as step:
        lines = list(command.printed(db, config, tried, window, step, form=form))
    for line in lines:
        click.echo(line)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def rules_import(context: click.Context, file: Path) -> None:
    """Add the rules of another file to rules.toml, all or none of them."""
    from dazor.register.load import beside
    from dazor.rules import moving

    config = config_of(context)
    register = beside(config.entities_file).register
    sections = [section.id for section in config.sections]
    for rule in moving.imported(config.rules_file, file, sections=sections, register=register):
        click.echo(f"added {rule}")


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--section", metavar="S", help="Only rules of this section.")
@click.pass_context
def rules_export(context: click.Context, ids: tuple[str, ...], section: str | None) -> None:
    """Print rules as they stand in rules.toml; without an id, all of them."""
    from dazor.rules import moving

    click.echo(moving.exported(config_of(context).rules_file, ids, section))


@click.command("history")
@click.argument("rule_id", metavar="ID")
@click.pass_context
def rules_history(context: click.Context, rule_id: str) -> None:
    """Every text that a rule ever had, the newest first."""
    from store import revisions
    from store.database import opened_to_read

    config = config_of(context)
    with opened_to_read(config.store.path) as db:
        found = revisions.history(db, rule_id)
    if not found:
        raise UsageError(
            f"{rule_id[:64]}: no such rule was ever in force. `dazor rules list` has those there are."
        )
    for past in found:
        click.echo(_past(past, config.desk.zoneinfo))


def _past(past: "Past", zone: "ZoneInfo") -> str:
    """When a text of a rule was in force, with what settings, and the query below."""
    until = f"to {past.until.astimezone(zone):%Y-%m-%d %H:%M}" if past.until else "on"
    settings = ", ".join(
        f"{key} {', '.join(value) if isinstance(value, list) else value}"
        for key, value in json.loads(past.settings).items()
    )
    query = "\n".join(f"    {line}" for line in past.query.strip().splitlines())
    return f"from {past.since.astimezone(zone):%Y-%m-%d %H:%M} {until}: {settings or past.kind}\n{query}"
