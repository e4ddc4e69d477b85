"""The commands of the index of words: `search`, and `rules reindex`."""

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from dazor.cli.shared import config_of, now_option, progress, warn
from store.errors import UsageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

day = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("query")
@click.option("--since", type=day, metavar="DATE", help="From this day on.")
@click.option("--until", type=day, metavar="DATE", help="Up to this day, it included.")
@click.option(
    "--source", "sources", multiple=True, metavar="ID", help="Only this source; may be given again."
)
@click.option("--limit", type=click.IntRange(1), default=20, help="At most so many hits; 20.")
@click.option(
    "--by", type=click.Choice(["seen", "published"]), default="seen", help="Which time counts, and orders."
)
@click.option("--all-versions", is_flag=True, help="Every version that matches, not only the newest of them.")
@click.option("--jsonl", is_flag=True, help="One JSON object a hit.")
@click.pass_context
def search(
    context: click.Context,
    query: str,
    since: datetime | None,
    until: datetime | None,
    sources: tuple[str, ...],
    limit: int,
    by: str,
    all_versions: bool,
    jsonl: bool,
) -> None:
    """Search everything stored with the language of the rules, newest first."""
    from dazor.register.in_force import known
    from dazor.search import Query, command
    from store.database import opened_to_read
    from store.words_found import Window

    config = config_of(context)
    zone = config.desk.zoneinfo
    window = Window(since=_start(since, zone), before=_start(until, zone, days=1), by=by)
    with opened_to_read(config.store.path) as db:
        command.check_sources(db, sources)
        tree = command.tree(query, sources, known(db, config.entities_file))
        asked = Query(tree=tree, window=window, all_versions=all_versions)
        for line in command.printed(db, asked, limit, None if jsonl else zone, warn=warn):
            click.echo(line)


@click.command()
@click.option("--anew", "is_anew", is_flag=True, help="Make the whole index once more.")
@now_option
@click.pass_context
def reindex(context: click.Context, is_anew: bool, now: datetime) -> None:
    """Bring the index of words up to every stored text at once; the runs do it bit by bit."""
    import scheduler
    from dazor.search import command
    from store.database import opened_to_read

    config = config_of(context)
    with opened_to_read(config.store.path) as db:
        length = command.unindexed(db, is_anew=is_anew)
    with progress("texts", length) as step:
        options = {"back_at_most": None, "is_anew": is_anew, "step": step}
        code = scheduler.run_now("analyse", config, now, **options)
    sys.exit(code)


def _start(day: datetime | None, zone: "ZoneInfo", days: int = 0) -> datetime | None:
    """When a day of the desk begins, or one so many days later."""
    if day is None:
        return None
    try:
        return (day + timedelta(days=days)).replace(tzinfo=zone).astimezone(UTC)
    except OverflowError as error:
        raise UsageError(f"{day:%Y-%m-%d}: no day that a text can be of.") from error
