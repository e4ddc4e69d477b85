"""A request that got no whole answer: why, in our words."""

import re
from datetime import datetime

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError
from twisted.internet.error import TimeoutError as ConnectTimeoutError

from crawlers.answer import Answer, pairs, trust


class NotAsked(IgnoreRequest):
    """A request that was not sent: the reason as an address keeps it, and until when not (None: next run)."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.until = until


class PrivateAddress(Exception):
    """A request that would have gone to a private address."""


class BadPacking(Exception):
    """A body that is not packed as its header says."""


# In order: the first that fits says why.
FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (PrivateAddress, "private_address"),
    (BadPacking, "bad_answer"),
    (DownloadTimeoutError, "timeout"),
    (ConnectTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadCancelledError, "too_big"),
    (IgnoreRequest, "too_big"),  # Scrapy drops a body that unpacks beyond the limit this way
    (ResponseDataLossError, "cut_short"),
    (UnsupportedURLSchemeError, "bad_url"),
    (UnicodeError, "bad_url"),  # a host name that cannot be written as IDNA
    (DownloadConnectionRefusedError, "connection"),
    (DownloadFailedError, "connection"),
    (ConnectError, "connection"),
    (OSError, "connection"),
)
WRAPPED = re.compile(r"<twisted\.python\.failure\.Failure (.*?)>(?=[\],])")
ERRORS = tuple(kind for kind, _ in FAILURES)
SIGNS = (
    ("SSL", "tls"),
    ("certificate", "tls"),
    ("ParseError", "bad_answer"),
    ("ConnectionLost", "cut_short"),
    ("ConnectionDone", "cut_short"),
    ("TimeoutError", "timeout"),
)


def of_error(error: BaseException, request: Request) -> Answer | None:
    """What an error of the download means; None: it is no such error, but a bug."""
    outcome = next((name for kind, name in FAILURES if isinstance(error, kind)), None)
    if outcome is None:
        return None
    words = said(error)
    if "TunnelError" in words or (request.meta.get("proxy") and outcome in ("dns", "connection")):
        outcome = "proxy"
    if isinstance(error, DownloadFailedError):  # it has many causes; only the words tell them apart
        outcome = next((name for sign, name in SIGNS if sign in words), outcome)
    return Answer(
        url=request.url,
        outcome=outcome,
        request_headers=pairs(request.headers),
        detail=words[:300],
        redirects=tuple(request.meta.get("redirects", ())),
        tls=trust(request),
        proxy=request.meta.get("proxy"),
    )


def said(error: BaseException) -> str:
    """What an error and its causes say, on one line."""
    words: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(words) < 5:
        message = " ".join(WRAPPED.sub(r"\1", str(cause)).split())
        if not words or message not in words[-1]:
            words.append(f"{type(cause).__name__}: {message}" if message else type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " <- ".join(words)
