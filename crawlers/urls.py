"""The key of an address: which addresses lead to one page. What is fetched is the address as it was found."""

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

from w3lib.url import canonicalize_url

from store.errors import DazorError

MAX_LENGTH = 2_000

# Parameters that say where a reader came from, never what is shown. `from` and `ref` carry dates on some
# archives, so they are dropped only when their value is a word.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|yclid|gclid|dclid|gbraid|wbraid|msclkid|ysclid|mc_[ce]id|igshid|_openstat|erid|amp|rss"
    r"|_ga|_gl|twclid|tracking_source",
    re.IGNORECASE,
)
_TRACKING_WORDS = re.compile(r"from|ref|referrer|source", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d]\w*(?:[-.]\w+)*")
_TWIN_HOSTS = re.compile(r"(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.[^.])")
# Pages for phones, printers and people who see badly: another dress of the same text.
_TWIN_START = re.compile(r"^(?:/(?:amp|special))+(?=/[^/])", re.IGNORECASE)
_TWIN_END = re.compile(r"(?<=.)(?:/(?:amp|print))+$", re.IGNORECASE)
_TWIN_PART = re.compile(r"/print:page(?=/|$)", re.IGNORECASE)
_TWIN_PARAMETER = re.compile(r"(?:print|special|special_version)=(?:1|y|yes|true)", re.IGNORECASE)
_INDEX = re.compile(r"/index\.(?:html?|php)$")
_BARE = re.compile(r"(?:\[[0-9a-f:.]+\]|[^\s/?#:]+\.[^\s/?#:]+)(?::\d+)?(?:[/?]|$)", re.IGNORECASE)  # a key
_PORTS = {"http": 80, "https": 443}


class BadAddress(DazorError):
    """Not an address of a page on the web."""


def key(url: str) -> str:
    """
    The same text for all addresses of one page: `belta.example/a/view/x-1-2026`.

    Leaves out the scheme, `www.`, `m.` and `amp.` of the host, the default port, the fragment, tracking
    parameters, the last slash, `index.html`, and what marks a page for printers or accessibility; puts the
    query in order. A key is its own key. Raises `BadAddress` for anything but http and https.
    """
    parts = _split(url)
    canonical = urlsplit(canonicalize_url(parts.geturl()))
    path = _without_twin(_INDEX.sub("/", _one_slash(canonical.path)).rstrip("/"))
    query = "&".join(piece for piece in canonical.query.split("&") if piece and not is_tracking(piece))
    return _host(parts) + _one_spelling(path) + (f"?{query}" if query else "")


def is_address(text: str) -> bool:
    """Whether it is an http or https address, complete."""
    try:
        key(text)
    except BadAddress:
        return False
    return text.strip().lower().startswith(("http://", "https://"))


def _split(url: str) -> SplitResult:
    text = re.sub(r"[\t\r\n]", "", url.strip())
    text = f"https:{text}" if text.startswith("//") else f"https://{text}" if _BARE.match(text) else text
    if len(text) > MAX_LENGTH:
        raise BadAddress(f"{text[:80]}…: an address of {len(text)} characters, {MAX_LENGTH} are allowed.")
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  (reading it checks it)
    except ValueError as error:
        raise BadAddress(f"{url!r}: not an address ({error}).") from error
    if parts.scheme.lower() not in _PORTS or not (parts.hostname or "").strip("."):
        raise BadAddress(f"{url!r}: not an address of a page. It has to begin with http:// or https://.")
    return parts


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".").lower()
    try:
        name = name.encode("idna").decode("ascii") if not name.isascii() else name
    except UnicodeError as error:
        raise BadAddress(f"{name!r}: not a name of a host.") from error
    name = f"[{name}]" if ":" in name else _TWIN_HOSTS.sub("", name, count=1)
    is_default = parts.port in (None, _PORTS["http"], _PORTS["https"])
    return name if is_default else f"{name}:{parts.port}"


def _without_twin(path: str) -> str:
    return _TWIN_END.sub("", _TWIN_START.sub("", _TWIN_PART.sub("", path)))


def _one_slash(path: str) -> str:
    return re.sub(r"/{2,}", "/", path)


def _one_spelling(path: str) -> str:
    """Percent signs where they are needed, and nowhere else; capital hexadecimal digits."""
    return "/".join(
        quote(
            unquote(piece, errors="surrogateescape").encode("utf-8", "surrogateescape"),
            safe="!$&'()*+,;=:@-._~",
        )
        for piece in path.split("/")
    )


def is_tracking(piece: str) -> bool:
    """Whether a piece of a query, as in `utm_source=rss`, only says where a reader came from."""
    name, _, value = piece.partition("=")
    if _TRACKING.fullmatch(name) or _TWIN_PARAMETER.fullmatch(piece):
        return True
    return bool(_TRACKING_WORDS.fullmatch(name) and _WORD.fullmatch(unquote(value)))
