"""How accounts are: `dazor telegram status` and `logout`, and what the doctor is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telethon.tl import functions, types
from telethon.utils import get_display_name

from dazor.config import secrets
from store import accounts
from store.database import Database
from store.errors import UsageError
from store.times import Clock
from telegram import client as clients
from telegram import loop, sessions, states
from telegram.account import Account
from telegram.calls import Calls

Troubles = dict[tuple[str, str], tuple[str, str]]  # (what, place) to (why, remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One account in one line."""

    line: str
    is_well: bool


def status(db: Database, account: Account, clock: Clock) -> Standing:
    """How the account is now: asks Telegram, and writes down what it says."""
    with clients.alone(account):
        try:
            user = loop.run(_user(db, account, clock))
        except states.Deferred as wait:
            return Standing(line=f"{wait} This does not mean that it is logged out.", is_well=True)
        except states.AccountOut as out:
            note(db, account.name, out, clock())
            return Standing(line=str(out), is_well=False)
    note(db, account.name, None, clock())
    return Standing(line=f"{account.name}: logged in as {called(user)}", is_well=True)


def logout(db: Database, account: Account, clock: Clock) -> str:
    """End the session at Telegram and remove it here; what was done, for people."""
    with clients.alone(account):
        try:
            loop.run(_log_out(db, account, clock))
        except states.AccountOut as out:
            said = f"{account.name}: the session was worth nothing already: {out.why}"
        else:
            said = f"{account.name}: logged out."
        sessions.forget(account)
        note(db, account.name, states.LoggedOut(account.name, states.LOGGED_OUT, "logout"), clock())
    return f"{said} Unset {secrets.SESSION}, or remove session_file." if account.session_text else said


def refuse_logged_in(db: Database, account: Account, clock: Clock) -> None:
    """Raise `UsageError` where the account has a session that works; the caller holds its lock."""
    try:
        user = loop.run(_user(db, account, clock))
    except (sessions.NoSession, states.AccountOut):
        return
    raise UsageError(
        f"telegram: account {account.name} is logged in already, as {called(user)}. "
        f"`dazor telegram logout --account {account.name}` ends that."
    )


def note(db: Database, name: str, out: states.AccountOut | None, now: datetime) -> None:
    """Write down that an account is well, or why not."""
    with db.transaction():
        if out:
            accounts.note(db, name, out.state.id, now, why=out.why, remedy=out.remedy)
        else:
            accounts.note(db, name, "ok", now)


def troubles(db: Database, names: Collection[str]) -> Troubles:
    """The accounts among these that cannot be used, from what is written down."""
    return {
        ("telegram_account", row["id"]): (row["why"], row["remedy"])
        for row in accounts.known(db)
        if row["id"] in names and row["state"] != "ok"
    }


def called(user: Any) -> str:
    """Name and number of a user for people; never the telephone number."""
    return f"{get_display_name(user) or 'an account without a name'} ({user.id})"


async def _user(db: Database, account: Account, clock: Clock) -> Any:
    calls = Calls(db, clients.build(account, sessions.kept(account)), account, clock)
    async with calls.connected():
        found = await calls.ask(functions.users.GetUsersRequest([types.InputUserSelf()]))
        return found[0]


async def _log_out(db: Database, account: Account, clock: Clock) -> None:
    calls = Calls(db, clients.build(account, sessions.kept(account)), account, clock)
    async with calls.connected():
        await calls.ask(functions.auth.LogOutRequest())
