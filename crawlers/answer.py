"""One answer from the web, or the lack of one, in our words."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

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
from scrapy.http import Headers, Response
from twisted.internet.error import ConnectError, TimeoutError
from twisted.python.failure import Failure

Pairs = tuple[tuple[str, str], ...]


class NotAsked(IgnoreRequest):
    """A request that was not sent, with the reason as an address keeps it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for one request."""

    url: str
    outcome: str  # of store.fates.OUTCOMES
    status: int | None = None
    body: bytes | None = None
    request_headers: Pairs = ()
    response_headers: Pairs = ()
    server_address: str | None = None
    detail: str | None = None
    redirects: tuple[str, ...] = ()  # addresses that led here

    @property
    def is_good(self) -> bool:
        """Whether the site answered as it should."""
        return self.outcome in ("ok", "not_modified")

    def header(self, name: str) -> str | None:
        """The first value of a response header, None without one."""
        return next((value for key, value in self.response_headers if key.lower() == name.lower()), None)


def of_response(response: Response) -> Answer:
    """An answer with a status."""
    request = response.request
    assert request is not None
    outcome = of_status(response.status)
    return Answer(
        url=response.url,
        outcome=outcome,
        status=response.status,
        body=None if outcome in ("not_modified", "redirected") else response.body,
        request_headers=_pairs(request.headers),
        response_headers=_pairs(response.headers),
        server_address=None if response.ip_address is None else str(response.ip_address),
        redirects=tuple(request.meta.get("redirects", ())),
    )


def of_failure(failure: Failure) -> Answer:
    """A request that got no whole answer."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
    error = failure.value
    outcome = next((name for kinds, name in FAILURES if isinstance(error, kinds)), "connection")
    assert error is not None
    words = _words(error)
    if isinstance(error, DownloadFailedError | DownloadConnectionRefusedError):
        outcome = next((name for sign, name in SIGNS if sign in words), outcome)
    return Answer(
        url=request.url,
        outcome=outcome,
        request_headers=_pairs(request.headers),
        detail=words[:300] or None,
        redirects=tuple(request.meta.get("redirects", ())),
    )


def of_status(status: int) -> str:
    """The outcome that an HTTP status means."""
    if status == 200 or status == 203:
        return "ok"
    known = {304: "not_modified", 404: "not_found", 410: "not_found", 429: "too_many_requests"}
    if status in known:
        return known[status]
    if status in (301, 302, 303, 307, 308):
        return "redirected"
    if status in (401, 403, 451):
        return "forbidden"
    return "server_error" if status >= 500 else "http_error"


def retry_after(answer: Answer, now: datetime) -> timedelta | None:
    """How long the site asks to be left alone (Retry-After, in seconds or as a date); None: it does not say."""
    value = (answer.header("Retry-After") or "").strip()
    if value.isdecimal() and len(value) < 8:
        return timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, timedelta(0))


FAILURES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    ((DownloadTimeoutError, TimeoutError), "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadCancelledError, "too_big"),
    (ResponseDataLossError, "cut_short"),
    (UnsupportedURLSchemeError, "bad_url"),
    (IgnoreRequest, "too_big"),  # Scrapy drops a body that unpacks beyond the limit this way
    (ConnectError, "connection"),
    (ValueError, "bad_url"),
)

DOWNLOAD_ERRORS = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

SIGNS = (
    ("private address", "private_address"),
    ("SSL", "tls"),
    ("certificate", "tls"),
    ("tls", "tls"),
    ("ParseError", "bad_answer"),
    ("PotentialDataLoss", "cut_short"),
    ("ConnectionLost", "cut_short"),
    ("ConnectionDone", "cut_short"),
    ("TimeoutError", "timeout"),
)


def _words(error: BaseException) -> str:
    """What an error and its causes say, on one line."""
    said: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(said) < 5:
        said.append(f"{type(cause).__name__}: {cause}" if str(cause) else type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " <- ".join(" ".join(words.split()) for words in said)


def _pairs(headers: Headers) -> Pairs:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )
