"""
The command line: reads the settings, calls a stage or a question to the store, and prints.

Stages are imported inside the command that runs them: Scrapy, trafilatura
and pydantic each cost several starts of the interpreter, and `--help` needs
none of them.
"""

import contextlib
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from dazor import __version__
from dazor.cli.backup import backup_group
from dazor.cli.deliver import deliver_group
from dazor.cli.digest import digest
from dazor.cli.export import export
from dazor.cli.raw import raw_group
from dazor.cli.register import analyse, register_group
from dazor.cli.rules import rules_export, rules_history, rules_import, rules_try
from dazor.cli.search import reindex, search
from dazor.cli.shared import (
    config_file,
    config_of,
    load,
    now_option,
    print_lines,
    reachable,
    sources_if_configured,
    warn,
)
from dazor.cli.sources import capture, catalogue_group
from dazor.cli.stories import stories
from dazor.cli.telegram import telegram_group
from store.errors import Busy, DazorError, Stopped, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="Dazor %(version)s")
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    help="The settings; else DAZOR_CONFIG, else config.toml here.",
)
@click.pass_context
def dazor(context: click.Context, config_file: Path | None) -> None:
    """Watch Belarusian state media: collect, keep, find, and send a digest that is complete."""
    context.obj = config_file


def main() -> None:
    """The `dazor` command: expected errors are one message and an exit code."""
    try:
        dazor.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except DazorError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@dazor.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[DIR]")
def init(folder: Path) -> None:
    """Write config.toml, rules.toml, entities.toml, sources/ and the data folder; overwrite nothing."""
    from dazor.config import init as start

    click.echo(start.said(start.write(folder)))


@dazor.command()
@click.option(
    "--once/--serve", default=None, help="End after the passes; or keep the newsroom up until Ctrl-C."
)
@click.option("--port", type=int, default=0, help="The newsroom's port; 0: any that is free.")
@click.option("--keep", type=click.Path(path_type=Path), help="Where everything lies afterwards.")
def demo(once: bool | None, port: int, keep: Path | None) -> None:
    """The whole line on a pretend newsroom on this machine."""
    from dazor.demo.show import show

    show(keep, port=port, stays=sys.stdout.isatty() if once is None else not once, say=click.echo)


@dazor.command()
@now_option
@click.pass_context
def run(context: click.Context, now: datetime) -> None:
    """One pass of everything that is due, for cron; silent when all went well."""
    import scheduler

    path = config_file(context)
    sys.exit(scheduler.run_pass(reachable(load(path)), path, now))


@dazor.command()
@click.argument("name")
@now_option
@click.pass_context
def job(context: click.Context, name: str, now: datetime) -> None:
    """One job in this process, under its lock."""
    import scheduler

    known = [one.name for one in scheduler.JOBS]
    if name not in known:
        raise UsageError(f"{name}: no such job. There are: {', '.join(known)}.")
    try:
        sys.exit(scheduler.run_job(name, config_of(context), now))
    except Busy as error:
        if sys.stderr.isatty():  # a pass that was overtaken says nothing: its rival does the work
            warn(str(error))
        sys.exit(error.exit_code)


@dazor.command()
@now_option
@click.pass_context
def serve(context: click.Context, now: datetime) -> None:
    """The clock until stopped: everything when it is due, and what comes in matched within seconds."""
    import scheduler

    path = config_file(context)
    with contextlib.suppress(Stopped):
        scheduler.serve(lambda: reachable(load(path)), path, now)


@dazor.command()
@now_option
@click.pass_context
def follow(context: click.Context, now: datetime) -> None:
    """Read, match and link what comes in, as it comes, until stopped: what `serve` starts."""
    import scheduler

    path = config_file(context)
    with contextlib.suppress(Stopped):
        scheduler.follow(lambda: load(path), now, click.echo)


@dazor.command()
@click.argument("way", type=click.Choice(["web", "telegram"]))
@click.option("--source", "only", multiple=True, metavar="ID", help="Only this source; may be given again.")
@click.option("--account", "name", metavar="NAME", help="Of telegram: only the channels of this account.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Go back to this day through archives, sitemaps, older pages and posts; what comes is backfill.",
)
@now_option
@click.pass_context
def collect(
    context: click.Context,
    way: str,
    only: tuple[str, ...],
    name: str | None,
    since: datetime | None,
    now: datetime,
) -> None:
    """Look at the sources now, also those that are not due; pace and robots.txt hold."""
    import scheduler
    from dazor import catalogue
    from telegram import account

    config = config_of(context)
    chosen = catalogue.choose(catalogue.load(config), only)
    start = since.replace(tzinfo=config.desk.zoneinfo) if since else None
    if start and start > now:
        raise UsageError(f"--since {start:%Y-%m-%d}: that day is still to come.")
    options: dict[str, Any] = {"only": [source.id for source in chosen], "is_due": False, "since": start}
    if way == "telegram":
        options["name"] = name
        if name or not config.telegram.accounts:
            account.of(config, name or "")  # says what is wrong
    elif name:
        raise UsageError("--account is of `collect telegram`: sites need none.")
    else:
        reachable(config)
    sys.exit(scheduler.run_now(way, config, now, **options))


@dazor.command()
@click.option("--json", "as_json", is_flag=True)
@now_option
@click.pass_context
def doctor(context: click.Context, as_json: bool, now: datetime) -> None:
    """How each source and job is doing; exit code 1 while a trouble is open."""
    from dazor import health
    from store.database import opened_to_read

    config = config_of(context)
    with opened_to_read(config.store.path) as db:
        report = health.report(db, config, now)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if as_json else report.as_text())
    sys.exit(1 if report.troubles else 0)


@dazor.command()
@click.option("--rules", "rules_file", type=click.Path(path_type=Path), required=True)
@click.option(
    "--texts", type=click.File(encoding="utf-8"), required=True, help="JSON lines with id and text."
)
def match(rules_file: Path, texts: Any) -> None:
    """Run rules over given texts with the alert engine; one JSON line a match."""
    from dazor.rules import command

    print_lines(command.matches(rules_file, texts, warn=warn))


@dazor.group()
def rules() -> None:
    """What the desk wants to know of."""


@rules.command("check")
@click.pass_context
def rules_check(context: click.Context) -> None:
    """Check rules.toml: every mistake with its line, what deserves a second look, and the examples run."""
    from dazor.rules import command

    config = config_of(context)
    mistakes = command.check(config.rules_file, [section.id for section in config.sections], warn=warn)
    sys.exit(2 if mistakes else 0)


@rules.command("list")
@click.pass_context
def rules_list(context: click.Context) -> None:
    """The rules in rules.toml, one a line."""
    from dazor.rules import command

    config = config_of(context)
    for line in command.listed(config.rules_file, [section.id for section in config.sections], warn=warn):
        click.echo(line)


@dazor.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--batch", type=click.File(encoding="utf-8"), help='JSON lines: {"file", "url", "source"?}.')
@click.option("--url", help="Where the page came from.")
@click.option("--source", "source_id", metavar="ID", help="Use what this source's file says of its pages.")
@now_option
@click.pass_context
def extract(
    context: click.Context,
    files: tuple[Path, ...],
    batch: Any,
    url: str | None,
    source_id: str | None,
    now: datetime,
) -> None:
    """Bytes to clean text; one JSON line a page."""
    from crawlers import command

    wanted = [{"file": str(path), "url": url, "source": source_id} for path in files]
    sources = sources_if_configured(context)
    print_lines(command.extracted(wanted, batch, sources, now))


dazor.add_command(backup_group)
dazor.add_command(raw_group)
dazor.add_command(export)
dazor.add_command(catalogue_group)
dazor.add_command(deliver_group)
dazor.add_command(capture)
dazor.add_command(digest)
dazor.add_command(stories)
dazor.add_command(analyse)
dazor.add_command(register_group)
dazor.add_command(search)
rules.add_command(reindex)
for command in (rules_try, rules_import, rules_export, rules_history):
    rules.add_command(command)
dazor.add_command(telegram_group)
