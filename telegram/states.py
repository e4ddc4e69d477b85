"""What an answer of Telegram means: which account or channel is out, why in one sentence, and what to do."""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from telethon import errors
from telethon.errors.common import AuthKeyNotFound

from store.errors import DazorError


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How an account or a channel is, when it is not well."""

    id: str
    why: str
    remedy: str


class AccountOut(DazorError):
    """The account cannot be used until a person has done something."""

    state: State

    def __init__(self, account: str, state: State, word: str):
        self.state, self.account = state, account
        self.why = f"{state.why} ({word})."
        self.remedy = state.remedy.format(account=account)
        super().__init__(f"telegram: account {account}: {self.why} {self.remedy}")


class LoggedOut(AccountOut):
    """Its session is worth nothing any more."""


class Banned(AccountOut):
    """Telegram has closed the account."""


class Limited(AccountOut):
    """Telegram takes the account or the api_id for a nuisance."""


class ChannelOut(DazorError):
    """One channel cannot be read; others go on."""

    def __init__(self, state: State, word: str):
        self.state = state
        super().__init__(f"{state.why} ({word}). {state.remedy}")


class Private(ChannelOut):
    """The account may not see the channel."""


class Gone(ChannelOut):
    """There is no such channel under its number, or nothing under the name."""


class Deferred(DazorError):
    """Telegram told the account to leave a method alone; nothing is asked until then."""

    def __init__(self, account: str, method: str, until: datetime, now: datetime):
        self.account, self.method, self.until = account, method, until
        super().__init__(
            f"telegram: account {account} has to wait {duration(until - now)} before it may call {method} "
            "again. Nothing has to be done: it goes on by itself."
        )


class NotLoggedIn(DazorError):
    """A login did not come to its end."""

    def __init__(self, account: str, why: str):
        super().__init__(f"telegram: account {account} is not logged in: {why} Nothing was kept.")


class Unreachable(DazorError):
    """No answer came."""

    def __init__(self, account: str, why: str):
        self.why = why
        super().__init__(
            f"telegram: account {account}: {why}. Nothing is lost; the next run goes on. "
            "If it lasts, look at the network of this machine."
        )


class Refused(DazorError):
    """Telegram refused a call for a reason that has no name here."""

    def __init__(self, account: str, method: str, word: str):
        self.word = word
        super().__init__(
            f"telegram: account {account}: Telegram refused {method} ({word}). Others go on; "
            "if it lasts, show this line to who looks after Dazor."
        )


_LOG_IN = (
    "Log in again: `dazor telegram login --account {account}`. Meanwhile its channels are read from previews."
)
_OTHER_NUMBER = "Write to recover@telegram.org, or log in with another number. Previews need no account."

LOGGED_OUT = State(
    id="logged_out", why="it is logged out: its session was ended, here or from elsewhere", remedy=_LOG_IN
)
DUPLICATED = State(
    id="duplicated",
    why="Telegram ended its session because two machines used it at once",
    remedy="Keep the session on one machine only. " + _LOG_IN,
)
BANNED = State(id="banned", why="Telegram has banned the account or its number", remedy=_OTHER_NUMBER)
DELETED = State(id="deleted", why="the account has been deleted", remedy=_OTHER_NUMBER)
LIMITED = State(
    id="limited",
    why="Telegram limits the account because it asked for too much",
    remedy="Leave it alone for some days. Meanwhile its channels are read from previews.",
)
BAD_API = State(
    id="bad_api",
    why="Telegram does not take the api_id and api_hash",
    remedy="Compare DAZOR_TELEGRAM_API_ID and DAZOR_TELEGRAM_API_HASH with my.telegram.org.",
)
PRIVATE = State(
    id="private",
    why="it is private now, or closed to this account",
    remedy="What was collected stays. Look whether its preview still works.",
)
GONE = State(
    id="gone",
    why="Telegram knows no such channel any more",
    remedy="What was collected stays. Look whether it goes on under another name.",
)

_NAMED: dict[type[Exception], tuple[type[AccountOut], State]] = {
    errors.AuthKeyUnregisteredError: (LoggedOut, LOGGED_OUT),
    errors.AuthKeyInvalidError: (LoggedOut, LOGGED_OUT),
    errors.SessionRevokedError: (LoggedOut, LOGGED_OUT),
    errors.SessionExpiredError: (LoggedOut, LOGGED_OUT),
    errors.SessionPasswordNeededError: (LoggedOut, LOGGED_OUT),  # a login that nobody brought to its end
    AuthKeyNotFound: (LoggedOut, LOGGED_OUT),  # transport error -404: the server has forgotten the key
    errors.AuthKeyDuplicatedError: (LoggedOut, DUPLICATED),
    errors.UserDeactivatedError: (Banned, DELETED),
    errors.UserDeactivatedBanError: (Banned, BANNED),
    errors.PhoneNumberBannedError: (Banned, BANNED),
    errors.PeerFloodError: (Limited, LIMITED),
    errors.ApiIdInvalidError: (Limited, BAD_API),
    errors.ApiIdPublishedFloodError: (Limited, BAD_API),
}
_OF_CHANNELS: dict[type[Exception], tuple[type[ChannelOut], State]] = {
    errors.ChannelPrivateError: (Private, PRIVATE),
    errors.ChannelPublicGroupNaError: (Private, PRIVATE),
    errors.ChannelInvalidError: (Gone, GONE),
    errors.PeerIdInvalidError: (Gone, GONE),
    errors.UsernameNotOccupiedError: (Gone, GONE),
    errors.UsernameInvalidError: (Gone, GONE),
}


CONNECT = "connect"  # stands for a method where there is none yet
# What Telethon raises where the line is at fault: another one may do.
OF_THE_LINE = (
    TimeoutError,
    OSError,  # ConnectionError among them
    asyncio.IncompleteReadError,
    errors.InvalidBufferError,
    errors.InvalidChecksumError,
    errors.SecurityError,
    errors.TypeNotFoundError,
)
# What it raises for all that goes wrong outside of this machine.
OF_TELETHON = (*OF_THE_LINE, errors.RPCError, AuthKeyNotFound)


def named(error: Exception, account: str, method: str) -> DazorError:
    """
    An error of Telethon as one that this house knows.

    What is not known to end a session is no reason to log in again: `Refused`, `Unreachable`.
    """
    if type(error) in _NAMED:
        of_account, state = _NAMED[type(error)]
        return of_account(account, state, word(error))
    if type(error) in _OF_CHANNELS:
        of_channel, state = _OF_CHANNELS[type(error)]
        return of_channel(state, word(error))
    if isinstance(error, errors.RPCError) and abs(error.code or 0) >= 500:
        return Unreachable(account, f"Telegram has troubles of its own ({word(error)})")
    if isinstance(error, errors.RPCError):
        return Refused(account, method, word(error))
    if method == CONNECT:
        return Unreachable(account, f"no connection to Telegram ({word(error)})")
    return Unreachable(account, f"no answer came to {method} ({word(error)})")


def word(error: Exception) -> str:
    """Telegram's own word for an error, as in SESSION_REVOKED; never what was sent."""
    if type(error) is errors.RPCError or type(error).__module__.endswith("rpcbaseerrors"):
        return str(getattr(error, "message", "") or type(error).__name__)
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def duration(time: timedelta) -> str:
    """A time to wait for people, as in 3 h 12 min; rounded up."""
    seconds = max(1, round(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes = -(-seconds // 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
