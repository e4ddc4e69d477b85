"""`dazor digest`: what would go now, or let it go."""

import sys
from datetime import datetime

import click

from dazor.cli.shared import config_of, now_option


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "html", "md", "json"]), default="text")
@click.option("--subscriber", default="desk", metavar="ID", help="Whose; else that of the desk.")
@click.option("--send", is_flag=True, help="Let it go, though it may not be due: the next begins after it.")
@now_option
@click.pass_context
def digest(context: click.Context, form: str, subscriber: str, send: bool, now: datetime) -> None:
    """Show what would go now; nothing is moved."""
    from dazor import digest as stage
    from store.database import opened_to_read

    config = config_of(context)
    with opened_to_read(config.store.path) as db:
        click.echo(stage.show(db, config, now, subscriber).in_format(form))
    if send:
        import scheduler

        code = scheduler.run_now("digest", config, now, only=subscriber, is_due=False)
        known = [job.name for job in scheduler.JOBS]
        sys.exit(max(code, scheduler.run_now("deliver", config, now) if "deliver" in known else 0))
