"""
The one way to ask Telegram: one account, one queue, one call at a time, at a walking pace.

What Telegram tells an account to leave alone is written down before anything else and is not called, in
this process or a later one, until its time has come.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

from telethon import TelegramClient, errors
from telethon.tl.tlobject import TLRequest

from store import floods
from store.database import Database
from store.times import Clock
from telegram import client as clients
from telegram import states
from telegram.account import Account
from telegram.sessions import kept

RESOLVE = "contacts.resolveUsername"
AT_CONNECT = ("help.getConfig", "users.getUsers", "updates.getState", "updates.getDifference")
NAMES_ARE_SLOWER = 10  # times the usual pause after one that was looked up
LONGEST_SLEEP_S = 60  # longer waits end the work of the account for now
MARGIN_S = 0.5
TRIES = 4  # of a call whose line breaks or stays silent
MOST_WAITS = 10  # in a row for one call; then it is left alone for a while, whatever Telegram says
A_WHILE_S = 900
FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError, errors.FloodTestPhoneWaitError)
Sleep = Callable[[float], Awaitable[None]]


class Calls:
    """Asks in the name of one account; made by `opened`."""

    def __init__(
        self,
        db: Database,
        client: TelegramClient,
        account: Account,
        clock: Clock,
        *,
        delay_s: float = 0,
        names_per_day: int = 0,
        sleep: Sleep = asyncio.sleep,
    ):
        self.db, self.client, self.account, self.clock = db, client, account, clock
        self.delay_s, self.names_per_day, self.sleep = delay_s, names_per_day, sleep
        self.made: Counter[str] = Counter()
        self._queue = asyncio.Lock()
        self._next_at = clock()

    async def ask(self, request: TLRequest, *, expected: tuple[type[Exception], ...] = ()) -> Any:
        """
        The answer to one call.

        Raises `states.Deferred` where the method has to wait longer than a minute, `AccountOut` where the
        account cannot go on, `ChannelOut` where this channel cannot be read, else `Unreachable` or `Refused`.
        """
        return await self.run(method_of(request), lambda: self.client(request), expected=expected)

    async def run(
        self, method: str, call: Callable[[], Awaitable[Any]], *, expected: tuple[type[Exception], ...] = ()
    ) -> Any:
        """As `ask`, for what Telethon does with calls of one method. `expected` errors pass as they are."""
        async with self._queue:
            waits, breaks = 0, 0
            while True:
                await self._take_turn(method)
                try:
                    async with asyncio.timeout(self.account.timeout_s):
                        return await call()
                except expected:
                    raise
                except FLOODS as error:
                    waits += 1
                    self.note_flood(method, error.seconds if waits < MOST_WAITS else A_WHILE_S)
                except states.OF_TELETHON as error:
                    breaks += 1
                    if not isinstance(error, states.OF_THE_LINE) or breaks == TRIES:
                        raise states.named(error, self.account.name, method) from error
                    await self._connect_again()

    def names_left(self) -> int:
        """How many new names may be looked up today."""
        return max(0, self.names_per_day - floods.spent(self.db, self.account.name, RESOLVE, self.clock()))

    def note_flood(self, method: str, seconds: float) -> None:
        """Write down that a method has to wait."""
        now = self.clock()
        until = now + timedelta(seconds=max(1, seconds) + MARGIN_S)
        with self.db.transaction():
            floods.note(self.db, self.account.name, method, until=until, now=now)

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Connect; whatever happens, the connection ends with the block."""
        try:
            await self.connect()
            yield
        finally:
            await clients.end(self.client)

    async def connect(self) -> None:
        """Connect once nothing that this needs has to wait."""
        for _ in range(TRIES):
            for method in AT_CONNECT:
                await self._wait_out(method)
            try:
                await clients.connect(self.client, self.account)
            except FLOODS as error:
                self.note_flood(method_of(error.request), error.seconds)
                await clients.end(self.client)
            except states.OF_TELETHON as error:
                await clients.end(self.client)
                raise states.named(error, self.account.name, states.CONNECT) from error
            else:
                return
        raise states.Unreachable(self.account.name, "Telegram makes every connection wait")

    async def _take_turn(self, method: str) -> None:
        """Wait until the method may be called and the pace allows it; count it where it has a budget."""
        await self._wait_out(method)
        now = self.clock()
        await self._sleep_until_turn((self._next_at - now).total_seconds())
        if method == RESOLVE:
            self._spend(method)
        pause_s = self.delay_s * (NAMES_ARE_SLOWER if method == RESOLVE else 1)
        self._next_at = self.clock() + timedelta(seconds=pause_s)
        self.made[method] += 1

    async def _sleep_until_turn(self, seconds: float) -> None:
        if seconds > 0:
            await self.sleep(seconds)

    async def _wait_out(self, method: str) -> None:
        """Sleep through a short wait. Raises `Deferred` for a long one."""
        while until := floods.until(self.db, self.account.name, method, self.clock()):
            left = (until - self.clock()).total_seconds()
            if left > LONGEST_SLEEP_S:
                raise states.Deferred(self.account.name, method, until, self.clock())
            await self.sleep(max(left, 0.01))

    def _spend(self, method: str) -> None:
        now = self.clock()
        if not self.names_left():
            tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
            raise states.Deferred(self.account.name, method, tomorrow, now)
        with self.db.transaction():
            floods.spend(self.db, self.account.name, method, now)

    async def _connect_again(self) -> None:
        """A new line in place of one that is dead or silent."""
        await clients.end(self.client)
        await self.connect()


@contextlib.asynccontextmanager
async def opened(
    db: Database, account: Account, clock: Clock, *, delay_s: float = 0, names_per_day: int = 0
) -> AsyncIterator[Calls]:
    """
    A connected account, alone with its session, until the block ends.

    Raises `Busy`, `NoSession`, `UsageError`, `Deferred`, `AccountOut`, `Unreachable`.
    """
    with clients.alone(account):
        client = clients.build(account, kept(account))
        calls = Calls(db, client, account, clock, delay_s=delay_s, names_per_day=names_per_day)
        async with calls.connected():
            yield calls


def method_of(request: TLRequest) -> str:
    """The name of a method as Telegram's documentation has it, as in messages.getHistory."""
    while hasattr(request, "query"):  # wrapped, as in invokeWithoutUpdates
        request = request.query
    space = type(request).__module__.rpartition(".")[2]
    name = type(request).__name__.removesuffix("Request")
    name = name[:1].lower() + name[1:]
    return name if space == "functions" else f"{space}.{name}"
