"""Commands about the raw archive."""

from datetime import datetime

import click

from dazor.cli.shared import config_of, now_option

NOTHING_DONE = "Nothing was done. With --yes these go; their hashes and all texts stay."
COPIES_FOLLOW = "Copies made before keep them for four weeks: move one away if you want them for longer."


@click.group("raw")
def raw_group() -> None:
    """Raw pages, as they came from the sites."""


@raw_group.command("list")
@click.pass_context
def raw_list(context: click.Context) -> None:
    """What each month of the archive takes, and whether the last copy holds it."""
    from dazor.backup import months
    from store import raw_months
    from store.database import opened_to_read

    with opened_to_read(config_of(context).store.path) as db:
        for line in months.told(raw_months.held(db), months.in_last_copy(db)):
            click.echo(line)


@raw_group.command("drop")
@click.option("--before", "month", required=True, metavar="MONTH", help="The months before this one.")
@click.option("--yes", is_flag=True, help="Do it; without it you see what would go.")
@now_option
@click.pass_context
def raw_drop(context: click.Context, month: str, yes: bool, now: datetime) -> None:
    """Take raw pages of old months away; hashes, chain and texts stay. First shows what would go."""
    import scheduler
    from dazor.backup import months
    from store import raw_months

    with scheduler.working("backup", config_of(context), now) as db:
        going = months.before(db, month, now)
        for line in months.told(going, months.in_last_copy(db)):
            click.echo(line)
        for one in going if yes else ():
            raw_months.take_away(db, one, now)
    if going:
        click.echo(COPIES_FOLLOW if yes else NOTHING_DONE)
    else:
        click.echo(f"There is nothing before {month}.")
