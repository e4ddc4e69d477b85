"""A login by QR code: shown as text, renewed before it gets old, taken by the Telegram app of a telephone."""

import asyncio
import base64
import io
from typing import Any

import segno
from telethon import errors, events
from telethon.tl import functions, types

from telegram.calls import Calls
from telegram.person import Person
from telegram.states import CONNECT, NotLoggedIn

RENEWED_S = 30.0
SHOWN = 10  # codes in a row, five minutes
HOW = "In the Telegram app: Settings, Devices, Link Desktop Device. The code is renewed every 30 s."


async def show_until_taken(calls: Calls, person: Person) -> Any:
    """
    The user who took the code. Raises `SessionPasswordNeededError` where the account has a second step.

    The client has to receive updates: Telegram tells that a code was taken.
    """
    taken = asyncio.Event()

    async def note(_update: Any) -> None:
        taken.set()

    calls.client.add_event_handler(note, events.Raw(types.UpdateLoginToken))
    person.say(HOW)
    for _ in range(SHOWN):
        answer = await _token(calls)
        if isinstance(answer, types.auth.LoginTokenSuccess):
            return answer.authorization.user
        person.say(drawn(answer.token))
        try:
            async with asyncio.timeout(RENEWED_S):
                await taken.wait()
        except TimeoutError:
            continue
        taken.clear()
    raise NotLoggedIn(calls.account.name, "nobody took one of the codes. Begin again.")


def drawn(token: bytes) -> str:
    """A login token as a QR code of block letters (core.telegram.org/api/qr-login)."""
    url = "tg://login?token=" + base64.urlsafe_b64encode(token).decode().rstrip("=")
    out = io.StringIO()
    segno.make(url, error="l", micro=False).terminal(out, compact=True)
    return out.getvalue()


async def _token(calls: Calls) -> Any:
    """A new token, or the login where one was taken; asked of the data centre that the account lives in."""
    account = calls.account
    needed = (errors.SessionPasswordNeededError,)
    request = functions.auth.ExportLoginTokenRequest(account.api_id, account.api_hash, [])
    answer = await calls.ask(request, expected=needed)
    if not isinstance(answer, types.auth.LoginTokenMigrateTo):
        return answer
    await calls.run(CONNECT, lambda: calls.client._switch_dc(answer.dc_id))  # as Telethon's own QRLogin does
    return await calls.ask(functions.auth.ImportLoginTokenRequest(answer.token), expected=needed)
