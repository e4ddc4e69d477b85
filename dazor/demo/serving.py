"""From a request to an answer: who is asked, conditional requests, the record of what was served."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from dazor.demo import preview, sites
from dazor.demo.drawing import Page
from dazor.demo.noise import SILENCE, Noise, noise
from dazor.demo.world import Outlet, World

PREVIEW = "tme"  # the host that shows the channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asks of one host."""

    host: str  # its id: an outlet, or tme
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]  # names in lower case
    method: str = "GET"
    form: Mapping[str, str] | None = None  # what a POST sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One line of the record."""

    at: datetime  # pretend
    host: str
    method: str
    path: str  # with the query
    status: int
    is_conditional: bool
    user_agent: str


class Hosts:
    """All hosts. Counts how often each address was asked, so that its noise differs each time."""

    def __init__(self, world: World, bases: Mapping[str, str]) -> None:
        self.world = world
        self.bases = dict(bases)
        self.now = world.t0
        self._hits: Counter[str] = Counter()

    def answer(self, request: Request) -> Answer:
        """The answer at the present pretend time."""
        address = f"{request.host}{request.path}"
        self._hits[address] += 1
        at = self.now
        page = self._page(request, at, noise(self.world.seed, address, self._hits[address], at))
        headers = {"content-type": page.content_type, "date": _http_date(at)}
        headers |= dict(page.headers) | self._validators(request, page, at)
        if page.status == 200 and request.method == "GET" and is_known(request.headers, headers):
            return Answer(status=304, headers=headers, body=b"")
        body = page.body.encode(page.encoding, "xmlcharrefreplace")
        return Answer(status=page.status, headers=headers, body=body)

    def _page(self, request: Request, at: datetime, around: Noise) -> Page:
        if request.form is not None and not self._takes_forms(request):
            return Page(status=405, body="Method Not Allowed", headers=(("allow", "GET"),))
        if request.host == PREVIEW:
            return preview.answer(self.world, request.path, request.query, self.bases, at, around)
        outlet = self._outlet(request.host)
        return sites.answer(
            self.world,
            outlet,
            request.path,
            self.bases[outlet.id],
            at,
            around,
            query=request.query,
            form=request.form,
            mirror=self.bases.get(outlet.mirror or "", ""),
        )

    def _takes_forms(self, request: Request) -> bool:
        ways = () if request.host == PREVIEW else self._outlet(request.host).entries
        return any(way.kind == "form" and way.path == request.path for way in ways)

    def _outlet(self, host: str) -> Outlet:
        """The outlet of a host; a mirror shows another one's pages."""
        found = self.world.outlets.get(host)
        return found or next(outlet for outlet in self.world.outlets.values() if outlet.mirror == host)

    def _validators(self, request: Request, page: Page, at: datetime) -> dict[str, str]:
        """ETag and Last-Modified where the outlet gives them. The ETag is of the page without its noise."""
        if request.host == PREVIEW or page.kind not in self._outlet(request.host).validators:
            return {}
        quiet = self._page(request, at, SILENCE).body
        validators = {"etag": f'W/"{hashlib.sha256(quiet.encode()).hexdigest()[:20]}"'}
        if page.changed_at:
            validators["last-modified"] = _http_date(page.changed_at)
        return validators


def is_known(asked: Mapping[str, str], given: Mapping[str, str]) -> bool:
    """Whether the client has this page (RFC 9110, 13.2.2: If-None-Match goes before If-Modified-Since)."""
    if "if-none-match" in asked:
        return given.get("etag") in [tag.strip() for tag in asked["if-none-match"].split(",")]
    if "if-modified-since" in asked and "last-modified" in given:
        return _later_or_same(asked["if-modified-since"], given["last-modified"])
    return False


def served(request: Request, answer: Answer, at: datetime, query: str) -> Served:
    """The line for the record. `query` as it came, without the question mark."""
    return Served(
        at=at,
        host=request.host,
        method=request.method,
        path=f"{request.path}?{query}" if query else request.path,
        status=answer.status,
        is_conditional="if-none-match" in request.headers or "if-modified-since" in request.headers,
        user_agent=request.headers.get("user-agent", ""),
    )


def _later_or_same(asked: str, given: str) -> bool:
    try:
        return parsedate_to_datetime(asked) >= parsedate_to_datetime(given)
    except (TypeError, ValueError):  # not a date, or one without a zone: as if it had not been sent
        return False


def _http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)
