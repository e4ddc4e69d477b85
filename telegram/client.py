"""A connected client of Telethon for one account: its server, its session, its lock, and an end to it."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator

from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import MemorySession

from dazor import __version__
from store import locks
from store.errors import Busy
from telegram import sessions
from telegram.account import Account

DEVICE = "Dazor"  # what the list of sessions in the Telegram app shows; it never changes
CONNECT_RETRIES = 3
SERVER_RETRIES = 2  # of a call that failed on the side of Telegram, two seconds apart
END_S = 10
logger = logging.getLogger("telegram.library")
logger.setLevel(logging.CRITICAL)  # what it says of lost lines comes back as an error of the call


@contextlib.contextmanager
def alone(account: Account) -> Iterator[None]:
    """Nobody else uses the account while the block runs: two users of one session end it for good."""
    sessions.prepare_folder(account.lock_path.parent)
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locks.held(account.lock_path))
        except Busy as error:
            raise Busy(
                f"telegram: account {account.name} is in use by another process. Try again when it has ended."
            ) from error
        yield


def build(account: Account, session: MemorySession, *, updates: bool = False) -> TelegramClient:
    """A client that never waits on its own and asks for nothing on its own."""
    if account.server:
        rsa.add_key(account.server.public_key, old=False)
    return TelegramClient(
        session,
        account.api_id,
        account.api_hash,
        use_ipv6=":" in (session.server_address or ""),
        timeout=account.timeout_s,
        request_retries=SERVER_RETRIES,
        raise_last_call_error=True,
        connection_retries=CONNECT_RETRIES,
        flood_sleep_threshold=0,  # waits are ours: they are written down first
        receive_updates=updates,
        device_model=DEVICE,
        system_version="Linux",
        app_version=__version__,
        base_logger=logger,
    )


async def connect(client: TelegramClient, account: Account) -> None:
    """Connect within the time of one answer."""
    async with asyncio.timeout(account.timeout_s):
        await client.connect()


async def end(client: TelegramClient) -> None:
    """Disconnect; a line that does not end within some seconds is left to the kernel."""
    with contextlib.suppress(TimeoutError, ConnectionError, OSError):
        async with asyncio.timeout(END_S):
            await client.disconnect()
