"""Commands about the Telegram accounts."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING

import click

from dazor import __version__
from dazor.cli.shared import config_of, now_option, progress, reachable, warn
from store.errors import Busy, DazorError, Stopped

if TYPE_CHECKING:
    from dazor.catalogue import Source
    from dazor.config import Config
    from telegram.person import Person

account_option = click.option("--account", "name", metavar="NAME", help="Which one, if there are several.")


@click.group("telegram")
def telegram_group() -> None:
    """The accounts that read channels; without any, channels are read from their previews."""


@telegram_group.command("login")
@account_option
@click.option("--qr", "by_qr", is_flag=True, help="Show a QR code for the Telegram app instead of asking.")
@now_option
@click.pass_context
def telegram_login(context: click.Context, name: str | None, by_qr: bool, now: datetime) -> None:
    """Log an account in: number, code, password. A login that ends early leaves nothing behind."""
    from store.database import opened
    from store.times import Clock
    from telegram import account, login

    config = config_of(context)
    who = account.one(config, name)
    with _interruptible(), opened(config.store.path, version=__version__, now=now) as db:
        found = login.login(db, who, _person(), Clock(now), by_qr=by_qr)
    click.echo(f"{who.name}: logged in as {found}")
    warn("Next: `dazor telegram check` finds and confirms the channels.")


@telegram_group.command("logout")
@account_option
@now_option
@click.pass_context
def telegram_logout(context: click.Context, name: str | None, now: datetime) -> None:
    """End the session at Telegram and remove it from this machine."""
    from store.database import opened
    from store.times import Clock
    from telegram import account, standing

    config = config_of(context)
    with opened(config.store.path, version=__version__, now=now) as db:
        click.echo(standing.logout(db, account.one(config, name), Clock(now)))


@telegram_group.command("status")
@account_option
@now_option
@click.pass_context
def telegram_status(context: click.Context, name: str | None, now: datetime) -> None:
    """How each account is; exit code 1 if one cannot be used."""
    from store.database import opened
    from store.times import Clock
    from telegram import account, standing

    config = config_of(context)
    names = [name] if name else list(config.telegram.accounts)
    whom = [account.of(config, one) for one in names] or [account.one(config, None)]
    are_well = True
    with opened(config.store.path, version=__version__, now=now) as db:
        for who in whom:
            try:
                found = standing.status(db, who, Clock(now))
            except (Busy, Stopped):
                raise
            except DazorError as error:
                found = standing.Standing(line=str(error), is_well=False)
            click.echo(found.line)
            are_well = are_well and found.is_well
    sys.exit(0 if are_well else 1)


@telegram_group.command("check")
@click.option("--source", "only", multiple=True, metavar="ID", help="Only this channel; may be given again.")
@now_option
@click.pass_context
def telegram_check(context: click.Context, only: tuple[str, ...], now: datetime) -> None:
    """
    Find the channels of the catalogue, confirm that they are who they were, and say which have a preview.

    A name is looked up once, at most [telegram] names_per_day a day; only channels that were found here are
    read by account. --source also asks again for a name that led nowhere.
    """
    from dazor import catalogue
    from store.database import opened
    from store.times import Clock
    from telegram import account, check

    config = config_of(context)
    account.one(
        config, next(iter(config.telegram.accounts), None)
    )  # says what is missing before anything is asked
    found = catalogue.load(config)
    named = catalogue.choose(found, only) if only else found.watched
    wanted = [source for source in named if source.kind == "channel"]
    for line in _previews(config, wanted, now):
        click.echo(line)
    with (
        opened(config.store.path, version=__version__, now=now) as db,
        progress("Looking", len(wanted)) as advance,
    ):
        report = check.check(db, config, wanted, Clock(now), again=frozenset(only), advance=advance)
    for line in report.lines:
        click.echo(line)
    sys.exit(1 if report.troubles or report.is_cut_short else 0)


def _previews(config: "Config", wanted: list["Source"], now: datetime) -> Iterator[str]:
    """A line for each preview: whether it can be read from here."""
    import scheduler
    from crawlers import checking

    try:
        with (
            scheduler.working("web", reachable(config), now) as db,
            progress("Previews", len(wanted)) as advance,
        ):
            checked = checking.check(db, config, wanted, now, advance=advance)
    except DazorError as error:
        yield f"previews are not asked for: {error}"
        return
    for one in checked:
        if one.kind == "preview":
            has = "has a preview" if one.verdict == "works" else f"no preview ({one.why})"
            yield f"{one.source}: {has}"


def _person() -> "Person":
    from telegram.person import Person

    def password(hint: str | None) -> str:
        words = f"Password of the second step{f' (hint: {hint})' if hint else ''}"
        return str(click.prompt(words, hide_input=True, err=True))

    return Person(
        phone=lambda: str(click.prompt("Telephone number, with + and the code of its country", err=True)),
        code=lambda where: str(click.prompt(f"The code that Telegram sent {where}", err=True)),
        password=password,
        say=warn,
    )


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C and SIGTERM end a login at once and with a sentence; asyncio would let a prompt go on."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {name: signal.signal(name, stop) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except (KeyboardInterrupt, click.exceptions.Abort) as error:
        raise DazorError("telegram: stopped. The account is not logged in; nothing was kept.") from error
    finally:
        for name, former in before.items():
            signal.signal(name, former)
