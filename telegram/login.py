"""
`dazor telegram login`: number, code and password, or a QR code.

Everything happens in memory: a session is written, whole, when Telegram has taken the login, so that one
that ends early leaves nothing behind.
"""

import asyncio
from typing import Any

from telethon import errors
from telethon.password import compute_check
from telethon.tl import functions, types

from dazor.config import secrets
from store import accounts
from store.database import Database
from store.errors import UsageError
from store.times import Clock
from telegram import client as clients
from telegram import qr, sessions, standing
from telegram.account import Account
from telegram.calls import Calls
from telegram.person import Person
from telegram.states import NotLoggedIn

TRIES = 3  # of a code or password; more make Telegram close the door
SENT = {
    types.auth.SentCodeTypeApp: "to the Telegram app on another device of the account",
    types.auth.SentCodeTypeSms: "by SMS",
    types.auth.SentCodeTypeCall: "by a telephone call that says it",
    types.auth.SentCodeTypeFlashCall: "by a call that ends at once: the code is the caller's number",
    types.auth.SentCodeTypeMissedCall: "by a call that ends at once: the code is the end of its number",
    types.auth.SentCodeTypeEmailCode: "by mail",
    types.auth.SentCodeTypeFragmentSms: "to fragment.com",
}
_WRONG_CODE = (
    errors.PhoneCodeInvalidError,
    errors.PhoneCodeEmptyError,
    errors.PhoneCodeHashEmptyError,
)
_OF_THE_NUMBER: dict[type[Exception], str] = {
    errors.PhoneNumberInvalidError: "this is no telephone number. Write it with + and its country.",
    errors.PhoneNumberUnoccupiedError: "no Telegram account has this number. Make one in the app first.",
    errors.PhoneNumberFloodError: "too many codes were asked for this number. Try again tomorrow.",
    errors.PhonePasswordFloodError: "too many passwords were tried for this number. Try again tomorrow.",
    errors.PhoneCodeExpiredError: "the code is too old. Begin again, and give the new code soon.",
}


def login(db: Database, account: Account, person: Person, clock: Clock, *, by_qr: bool = False) -> str:
    """Log in and keep the session; who it is, for people. Raises `DazorError` with one sentence."""
    if account.session_text:
        raise UsageError(
            f"telegram: the session of account {account.name} comes from {secrets.SESSION} or session_file. "
            "Take that away first; then `dazor telegram login` keeps a session of its own."
        )
    with clients.alone(account):
        standing.refuse_logged_in(db, account, clock)
        found = asyncio.run(_logged_in(db, account, person, clock, by_qr=by_qr))
        with db.transaction():
            accounts.note(db, account.name, "ok", clock())
    return found


async def _logged_in(db: Database, account: Account, person: Person, clock: Clock, *, by_qr: bool) -> str:
    session = sessions.fresh(account)
    calls = Calls(db, clients.build(account, session, updates=by_qr), account, clock)
    async with calls.connected():
        try:
            user = await (qr.show_until_taken(calls, person) if by_qr else _by_phone(calls, person))
        except errors.SessionPasswordNeededError:
            user = await _by_password(calls, person)
        except tuple(_OF_THE_NUMBER) as error:
            raise NotLoggedIn(account.name, _OF_THE_NUMBER[type(error)]) from error
        sessions.keep(account, session)
    return standing.called(user)


async def _by_phone(calls: Calls, person: Person) -> Any:
    account = calls.account
    phone = person.phone().strip()
    settings = types.CodeSettings()
    sent = await calls.ask(
        functions.auth.SendCodeRequest(phone, account.api_id, account.api_hash, settings),
        expected=tuple(_OF_THE_NUMBER),
    )
    where = SENT.get(type(sent.type), "where Telegram says")
    for _ in range(TRIES):
        code = person.code(where).strip()
        try:
            answer = await calls.ask(
                functions.auth.SignInRequest(phone, sent.phone_code_hash, code),
                expected=(*_OF_THE_NUMBER, *_WRONG_CODE, errors.SessionPasswordNeededError),
            )
        except _WRONG_CODE:
            person.say("Telegram does not take this code.")
            continue
        if isinstance(answer, types.auth.AuthorizationSignUpRequired):
            raise errors.PhoneNumberUnoccupiedError(request=None)
        return answer.user
    raise NotLoggedIn(account.name, f"{TRIES} wrong codes. Begin again, with a new code.")


async def _by_password(calls: Calls, person: Person) -> Any:
    """The second step, where the account has one."""
    for _ in range(TRIES):
        asked = await calls.ask(functions.account.GetPasswordRequest())
        proof = compute_check(asked, person.password(asked.hint))
        try:
            answer = await calls.ask(
                functions.auth.CheckPasswordRequest(proof),
                expected=(errors.PasswordHashInvalidError, *_OF_THE_NUMBER),
            )
        except errors.PasswordHashInvalidError:
            person.say("Telegram does not take this password.")
            continue
        return answer.user
    raise NotLoggedIn(calls.account.name, f"{TRIES} wrong passwords of the second step.")
