"""`dazor deliver`: whether letters arrive."""

import sys
from datetime import datetime

import click

from dazor import __version__
from dazor.cli.shared import config_of, now_option, warn


@click.group("deliver")
def deliver_group() -> None:
    """How digests reach those who get them."""


@deliver_group.command("test")
@now_option
@click.pass_context
def deliver_test(context: click.Context, now: datetime) -> None:
    """Send a test message to every subscriber and chat now; exit code 1 where one did not go."""
    from dazor.deliver import trial
    from store.database import opened

    config = config_of(context)
    if not config.subscribers:
        warn("There are no subscribers: config.toml has no [[subscriber]]. Nothing was sent.")
        sys.exit(1)
    with opened(config.store.path, version=__version__, now=now) as db:
        arrived = []
        for tried in trial.rehearse(db, config, now):
            click.echo(tried.sentence())
            arrived.append(tried.has_arrived)
    sys.exit(0 if all(arrived) else 1)
