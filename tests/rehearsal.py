"""An account on a Telegram server of the tests: its settings, its login, and calls in its name."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tgserver.rig import Rig

from dazor.config import Config, secrets
from store.database import Database
from store.times import Clock
from telegram import account, calls, client, sessions

API_HASH = "0123456789abcdef0123456789abcdef"
VARIABLES = {secrets.API_ID: "12345", secrets.API_HASH: API_HASH}
NOW = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)


def settings(rig: Rig, folder: Path, **telegram: Any) -> Config:
    """Settings whose account `desk` speaks to the server, without pauses."""
    server = {"address": "127.0.0.1", "port": rig.port, "public_key_file": str(rig.public_key)}
    named = {"accounts": ("desk",), "delay_s": 0.0, "timeout_s": 5.0, "server": server} | telegram
    return Config.model_validate(
        {"store": {"path": str(folder / "data" / "news.db")}, "telegram": named},
        context={"folder": folder, "variables": VARIABLES},
    )


def log_in(config: Config, name: str = "desk") -> account.Account:
    """A session that the server takes for logged in; its world has auth of mode "auto"."""
    who = account.of(config, name)
    session = sessions.fresh(who)

    async def connect() -> None:
        connection = client.build(who, session)
        await client.connect(connection, who)
        await client.end(connection)

    asyncio.run(connect())
    sessions.keep(who, session)
    return who


def opened(db: Database, config: Config, name: str = "desk") -> AbstractAsyncContextManager[calls.Calls]:
    """Calls in the name of the account; the clock begins at `NOW`."""
    return calls.opened(
        db,
        account.of(config, name),
        Clock(NOW),
        delay_s=config.telegram.delay_s,
        names_per_day=config.telegram.names_per_day,
    )


def speak(db: Database, config: Config, say: Callable[[calls.Calls], Awaitable[Any]]) -> Any:
    """What comes of some calls, each speech on a connection of its own."""

    async def conversation() -> Any:
        async with opened(db, config) as asking:
            return await say(asking)

    return asyncio.run(conversation())
