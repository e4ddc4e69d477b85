"""
`dazor telegram check`: which channels of the catalogue an account can read, and that they are who they were.

A name is looked up once, at most twenty a day: it is what gets accounts blocked. From then on Telegram's
number and the account's own key lead to the channel, and a name is only compared.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from dazor.catalogue import Source
from dazor.config import Config
from store import channels, runs, sources, times
from store.channels import Channel
from store.database import Database
from store.errors import Busy, DazorError, Stopped
from store.times import Clock
from telegram import account, calls, loop, resolve, standing, states
from telegram.calls import Calls
from telegram.known import refresh
from telegram.likeness import Called, copied

JOB = "telegram check"  # under which its troubles are written down
Troubles = dict[tuple[str, str], tuple[str, str]]


@dataclass(slots=True)
class Report:
    """What a check found: a line for each channel, and what a person should know."""

    lines: list[str] = field(default_factory=list)
    troubles: Troubles = field(default_factory=dict)
    is_cut_short: bool = False  # an account could not be used; a wait is no such thing


def check(
    db: Database,
    config: Config,
    wanted: Sequence[Source],
    clock: Clock,
    *,
    again: frozenset[str] = frozenset(),
    advance: Callable[[], object] = lambda: None,
) -> Report:
    """
    Look at the channels of these sources, each through its account; `again`: asked though nobody was there.

    What one account cannot do does not hold up another. `advance` is called after each channel.
    """
    report = Report()
    for name, shard in shards(db, wanted, config.telegram.accounts).items():
        try:
            loop.run(_by_account(db, config, name, shard, clock, report, again, advance))
        except (Busy, Stopped):
            raise
        except states.AccountOut as out:
            standing.note(db, name, out, clock())
            report.lines.append(str(out))
            report.troubles["telegram_account", name] = (out.why, out.remedy)
        except DazorError as error:
            report.lines.append(str(error))
            report.is_cut_short = not isinstance(error, states.Deferred)
    _note_copies(db, wanted, report)
    with db.transaction():
        runs.note_troubles(db, JOB, report.troubles, clock())
    return report


def shards(db: Database, wanted: Iterable[Source], accounts: Sequence[str]) -> dict[str, list[Source]]:
    """
    The sources of each account, those that wait for an account spread evenly.

    A channel stays with its account as long as that is configured, whatever becomes of the account: moving
    the load of one that is limited is what gets the next one limited.
    """
    found: dict[str, list[Source]] = {name: [] for name in accounts}
    waiting = []
    for source in wanted:
        channel = channels.of_source(db, source.id)
        if channel and channel.account in found:
            found[channel.account].append(source)
        else:
            waiting.append(source)
    for source in waiting:
        min(found.values(), key=len).append(source)
    return {name: shard for name, shard in found.items() if shard}


async def _by_account(
    db: Database,
    config: Config,
    name: str,
    shard: Sequence[Source],
    clock: Clock,
    report: Report,
    again: frozenset[str],
    advance: Callable[[], object],
) -> None:
    settings = config.telegram
    who = account.of(config, name)
    async with calls.opened(
        db, who, clock, delay_s=settings.delay_s, names_per_day=settings.names_per_day
    ) as asking:
        await refresh(asking, shard)
        for number, source in enumerate(shard):
            try:
                report.lines.append(await _line(asking, source, report, is_asked_again=source.id in again))
            except states.Deferred as wait:
                left = len(shard) - number
                report.lines.append(f"{wait} {left} channels are left: give the command again after that.")
                break
            advance()
    standing.note(db, name, None, clock())


async def _line(asking: Calls, source: Source, report: Report, *, is_asked_again: bool) -> str:
    """What is said of one channel; what is wrong with it goes into the report."""
    channel = channels.of_source(asking.db, source.id)
    if channel and channels.access_hash(asking.db, asking.account.name, channel.id) is not None:
        return await _known(asking, source, channel, report)
    own = channel.id if channel else None
    found = await resolve.look_up(asking, source.channel or "", own=own, is_asked_again=is_asked_again)
    if channel and found.channel not in (None, channel.id):
        return _taken(report, source, channel, found)
    other = channels.find(asking.db, found.channel) if found.channel else None
    if other and other.source not in (None, source.id):
        why = f"@{source.channel} is the channel {found.channel}, which is {other.source} already."
        return _wrong(report, source, "telegram_twice", why, "Take one of the two out of the catalogue.")
    if found.channel is None or found.access_hash is None:
        return _wrong(report, source, "telegram_no_channel", found.sentence(source), _NO_CHANNEL)
    _keep(asking, source, found)
    return f"{source.id}: @{source.channel} is the channel {found.channel} «{found.title}»: confirmed"


async def _known(asking: Calls, source: Source, channel: Channel, report: Report) -> str:
    """A channel that was confirmed before: is it still called so, and does its name still lead to it?"""
    if channel.state in ("private", "gone"):
        state = states.PRIVATE if channel.state == "private" else states.GONE
        return _wrong(report, source, "telegram_channel", f"{state.why}.", state.remedy)
    called = source.channel or ""
    if (channel.username or "").lower() == called.lower():
        return f"{source.id}: @{called} is the channel {channel.id} «{channel.title}»"
    now = f"@{channel.username}" if channel.username else "a channel without a user name"
    renamed_at = times.moment(channels.names(asking.db, channel.id)[-1]["since"])
    found = await resolve.look_up(asking, called, own=channel.id, since=renamed_at)
    if found.channel not in (None, channel.id):
        return _taken(report, source, channel, found)
    why = f"the channel {channel.id} «{channel.title}» was @{called} and is {now} now; the old name is free."
    return _wrong(report, source, "telegram_renamed", why, _renamed(channel))


def _keep(asking: Calls, source: Source, found: resolve.Found) -> None:
    at = asking.clock()
    assert found.channel is not None
    assert found.access_hash is not None
    with asking.db.transaction():
        sources.save(
            asking.db,
            id=source.id,
            name=source.name,
            kind=source.kind,
            zone=source.zone,
            languages=source.languages,
            usual_per_day=source.usual_per_day,
            is_on=source.on,
        )
        channels.save(
            asking.db,
            id=found.channel,
            source=source.id,
            account=asking.account.name,
            username=found.username,
            title=found.title or "",
            access_hash=found.access_hash,
            at=at,
        )
        channels.confirm(asking.db, found.channel, at)


def _taken(report: Report, source: Source, channel: Channel, found: resolve.Found) -> str:
    now = f"@{channel.username}" if channel.username else "without a user name"
    why = (
        f"@{source.channel} belongs to another channel now: {found.channel} «{found.title}», "
        f"where {channel.id} «{channel.title}» was. That one is {now}."
    )
    return _wrong(report, source, "telegram_taken", why, _renamed(channel))


def _note_copies(db: Database, wanted: Iterable[Source], report: Report) -> None:
    """Channels of the catalogue that could be taken for one another."""
    known = [
        Called(id=channel.id, source=channel.source, username=channel.username, title=channel.title)
        for channel in channels.known(db)
        if channel.source and channel.confirmed_at
    ]
    for one in known:
        other = copied(one, known)
        if other and other.source and (one.id or 0) > (other.id or 0):
            why = f"@{one.username} «{one.title}» is much like @{other.username} «{other.title}»."
            remedy = "Open both: if one only poses as the other, take it out of the catalogue."
            report.troubles["telegram_copy", str(one.source)] = (why, remedy)
            report.lines.append(f"{one.source}: {why} {remedy}")


def _wrong(report: Report, source: Source, what: str, why: str, remedy: str) -> str:
    report.troubles[what, source.id] = (why, remedy)
    return f"{source.id}: {why} {remedy}"


def _renamed(channel: Channel) -> str:
    go_on = "Its posts go on to be read by its number."
    if channel.username is None:
        return go_on
    return f'{go_on} If it is still who it was, write channel = "{channel.username}" into its source file.'


_NO_CHANNEL = "Write the right name into the source file, or switch the source off."
