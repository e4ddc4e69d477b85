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
from dazor.cli.shared import config_of, now_option, warn
from store.errors import DazorError

if TYPE_CHECKING:
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
            except DazorError as error:
                found = standing.Standing(line=str(error), is_well=False)
            click.echo(found.line)
            are_well = are_well and found.is_well
    sys.exit(0 if are_well else 1)


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
