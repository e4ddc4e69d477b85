"""One answer from the web in our words."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.http import Headers, Response

from store.fetches import Fetch

Pairs = tuple[tuple[str, str], ...]

STATUSES = {
    200: "ok",
    203: "ok",
    304: "not_modified",
    401: "forbidden",
    403: "forbidden",
    404: "not_found",
    407: "proxy",
    410: "not_found",
    429: "too_many_requests",
    451: "forbidden",
}
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for one request."""

    url: str
    outcome: str  # of store.fates.OUTCOMES
    status: int | None = None  # None: no whole answer came
    body: bytes | None = None
    request_headers: Pairs = ()
    response_headers: Pairs = ()
    server_address: str | None = None
    detail: str | None = None
    redirects: tuple[str, ...] = ()  # addresses that led here
    tls: str | None = None  # None: verified, or not encrypted; unverified; a file of authorities
    proxy: str | None = None  # that it went through

    @property
    def is_good(self) -> bool:
        """Whether the site answered as it should."""
        return self.outcome in ("ok", "not_modified")

    def header(self, name: str) -> str | None:
        """The first value of a response header, None without one."""
        return next((value for key, value in self.response_headers if key.lower() == name.lower()), None)


def row(answer: Answer, *, kind: str, url: str, at: datetime) -> Fetch:
    """The row of the request for `url`; whose errand it was is added by the caller."""
    return Fetch(
        kind=kind,
        url=url,
        at=at,
        outcome=answer.outcome,
        final_url=answer.url,
        redirects=answer.redirects,
        status=answer.status,
        request_headers=answer.request_headers,
        response_headers=answer.response_headers,
        server_address=answer.server_address,
        detail=answer.detail,
        content_type=answer.header("Content-Type"),
        tls=answer.tls,
        proxy=answer.proxy,
    )


def of_response(response: Response) -> Answer:
    """An answer with a status. Of a redirect or a 304 there is no body to keep."""
    request = response.request
    assert request is not None
    outcome = of_status(
        response.status,
        was_conditional=b"If-None-Match" in request.headers or b"If-Modified-Since" in request.headers,
        leads_on=b"Location" in response.headers,
    )
    return Answer(
        url=response.url,
        outcome=outcome,
        status=response.status,
        body=None if outcome in ("not_modified", "redirected") else response.body,
        request_headers=pairs(request.headers),
        response_headers=pairs(response.headers),
        server_address=None if response.ip_address is None else str(response.ip_address),
        redirects=tuple(request.meta.get("redirects", ())),
        tls=trust(request),
        proxy=request.meta.get("proxy"),
    )


def of_status(status: int, *, was_conditional: bool = False, leads_on: bool = True) -> str:
    """
    The outcome that an HTTP status means.

    A 304 that nobody asked for and a redirect that leads nowhere are bad answers.
    """
    if status == 304 and not was_conditional:
        return "bad_answer"
    if status in REDIRECTS:
        return "redirected" if leads_on else "bad_answer"
    return STATUSES.get(status) or ("server_error" if status >= 500 else "http_error")


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait; None: it does not say, or not in seconds or as a date."""
    text = (value or "").strip()
    if text.isdecimal() and len(text) < 8:
        return timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now, timedelta(0))


def trust(request: Request) -> str | None:
    """The TLS mode of a request that is encrypted; None: verified, or not encrypted."""
    return request.meta.get("tls") if request.url.startswith("https:") else None


def pairs(headers: Headers) -> Pairs:
    """Headers as text, each value beside its name; never the password of a proxy."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
        if name != b"Proxy-Authorization"
    )
