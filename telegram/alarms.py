"""What a person should know of accounts and channels, from what is written down: each run says all of it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from dazor.catalogue import Source
from store import channels, floods, times
from store.accounts import asked
from store.database import Database
from telegram import copies, holes, names, standing, watched
from telegram.standing import Troubles
from telegram.watched import Watched

RENAMED = "If it is still the channel you mean, write its name into the source file."
HOLES = "Posts are deleted before they are seen, or hidden: look at the channel in the Telegram app."
WAIT = "telegram_wait"
UNCONFIRMED = "telegram_unconfirmed"
PASSING = (WAIT, UNCONFIRMED)  # no reason to write to the operator
SHORT_S = 60  # such waits are slept through


def found(db: Database, known: Iterable[Source], accounts: Collection[str], now: datetime) -> Troubles:
    """Every trouble of these accounts and of the channels that they read."""
    troubles = standing.troubles(db, accounts) | _waits(db, accounts, now) | copies.troubles(db, now)
    known = list(known)
    troubles |= _unconfirmed(db, known, accounts)
    for source in known:
        for account in accounts:
            if one := watched.find(db, source, account):
                troubles |= _of_channel(db, one, now)
    return troubles


def _unconfirmed(db: Database, known: Iterable[Source], accounts: Collection[str]) -> Troubles:
    """One for all channels that no account has looked for yet: only a person's command confirms them."""
    new = [source.id for source in known if source.on and _is_new(db, source, accounts)]
    if not new or not accounts:
        return {}
    why = f"no account reads these channels yet: {', '.join(new)}. Their previews are read."
    return {(UNCONFIRMED, "catalogue"): (why, "`dazor telegram check` finds and confirms them.")}


def _is_new(db: Database, source: Source, accounts: Collection[str]) -> bool:
    """Whether nobody has looked its name up."""
    name = source.channel or ""
    return channels.of_source(db, source.id) is None and not any(
        asked(db, account, name) for account in accounts
    )


def _waits(db: Database, accounts: Collection[str], now: datetime) -> Troubles:
    """One for each account: its longest wait."""
    waits: Troubles = {}
    for row in floods.waiting(db, now):
        until = times.moment(row["until"])
        if row["account"] in accounts and (until - now).total_seconds() > SHORT_S:
            why = f"Telegram closed {row['method']} to it until {until:%Y-%m-%d %H:%M} UTC (flood wait)."
            waits.setdefault(
                (WAIT, row["account"]), (why, "Nothing: it goes on by itself; previews are read.")
            )
    return waits


def _of_channel(db: Database, one: Watched, now: datetime) -> Troubles:
    troubles: Troubles = {}
    if one.channel.state != "ok":
        why = f"@{one.name}: {one.channel.why}."
        troubles["telegram_channel", one.source.id] = (why, one.channel.remedy or "")
    if renamed := names.renamed(db, one, now):
        troubles["telegram_renamed", one.source.id] = (renamed, RENAMED)
    if jumped := holes.alarm(db, one, now):
        troubles["telegram_holes", one.source.id] = (jumped, HOLES)
    return troubles
