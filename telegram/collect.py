"""The stage that reads channels by account: each account alone, one call after another, on its own loop."""

from collections.abc import Collection
from datetime import datetime, timedelta

from dazor import catalogue
from dazor.catalogue import Source
from dazor.config import Config
from store import accounts
from store.database import Database
from store.errors import Busy, DazorError, UsageError
from store.times import Clock
from store.types import Counts
from telegram import account, alarms, calls, loop, photographs, rounds, sessions, standing, states, watched
from telegram.rounds import Round

LONGEST_RUN = timedelta(seconds=1500)  # what is left then waits for the next run


def run(
    db: Database,
    config: Config,
    now: datetime,
    *,
    only: Collection[str] = (),
    name: str | None = None,
    is_due: bool = True,
    since: datetime | None = None,
) -> Counts:
    """
    Read the channels that are due, of all accounts or of the one with this name.

    `only` names sources, also such that are off; with `is_due` False all are read, with `since` back to that
    time, as backfill. Whatever an account cannot read now is left to the preview. Raises `Stopped` after a
    signal: what was read before is stored.
    """
    clock = Clock(now)
    counts = Counts()
    known = catalogue.load(config)
    all_channels = [source for source in known.sources if source.kind == "channel"]
    wanted = [source for source in all_channels if (source.id in only if only else source.on)]
    for one in [account.of(config, name).name] if name else config.telegram.accounts:
        counts.add(_of_account(db, config, one, wanted, clock, is_due=is_due, since=since))
    counts.troubles |= alarms.found(db, all_channels, config.telegram.accounts, clock())
    counts.passing |= {key for key in counts.troubles if key[0] in alarms.PASSING}
    return counts


def _of_account(
    db: Database,
    config: Config,
    name: str,
    wanted: Collection[Source],
    clock: Clock,
    *,
    is_due: bool,
    since: datetime | None,
) -> Counts:
    """A round of one account; what ends it early is written down, its channels are left to the preview."""
    here = Round(
        db=db,
        account=name,
        clock=clock,
        first_days=config.digest.first_days,
        ends_at=clock.now + LONGEST_RUN,
    )
    try:
        if not (
            rounds.has_work(here, wanted, is_due=is_due)
            or photographs.has_work(here, wanted, config.photographs)
        ):
            return here.counts
        loop.run(_speak(config, here, wanted, is_due=is_due, since=since))
    except Busy:
        return here.counts
    except states.Deferred:
        _leave(here, wanted, "deferred")
    except states.AccountOut as out:
        standing.note(db, name, out, clock())
        _leave(here, wanted, "account_out")
    except (states.Unreachable, sessions.NoSession, UsageError) as error:
        _note(db, name, error, clock())
        _leave(here, wanted, "unreachable" if isinstance(error, states.Unreachable) else "account_out")
    else:
        standing.note(db, name, None, clock())
    return here.counts


async def _speak(
    config: Config, here: Round, wanted: Collection[Source], *, is_due: bool, since: datetime | None
) -> None:
    """Connect, do the round, and then fetch photographs: a wait for them holds up no text."""
    settings = config.telegram
    who = account.of(config, here.account)
    async with calls.opened(
        here.db, who, here.clock, delay_s=settings.delay_s, names_per_day=settings.names_per_day
    ) as asking:
        await rounds.go(here, asking.ask, wanted, is_due=is_due, since=since)
        await photographs.fetch(here, asking, wanted, config.photographs)


def _leave(here: Round, wanted: Collection[Source], why: str) -> None:
    """What the account has not read in this round is left to the preview."""
    here.counts.failed += 1
    for source in wanted:
        one = watched.find(here.db, source, here.account)
        if one and source.id not in here.is_read:
            rounds.fall_back(here.db, source.id, one.url, why, here.clock())


def _note(db: Database, name: str, error: DazorError, at: datetime) -> None:
    """An account that could not even be asked how it is."""
    with db.transaction():
        state = "unreachable" if isinstance(error, states.Unreachable) else "no_session"
        accounts.note(db, name, state, at, why=str(error), remedy="Meanwhile previews are read.")
