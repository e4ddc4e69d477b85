"""Where a redirect leads, and whether it is followed."""

from urllib.parse import urljoin, urlsplit

from crawlers import urls
from crawlers.answer import Answer
from crawlers.errand import Errand

MOST = 5


def target(answer: Answer) -> str | None:
    """The address that a redirect names, complete; None: no address of a page, or no redirect."""
    place = answer.header("Location")
    if answer.outcome != "redirected" or not place:
        return None
    try:
        url = urljoin(answer.url, place.strip())
    except ValueError:
        return None
    return url if urls.is_address(url) else None


def refusal(errand: Errand, answer: Answer, url: str | None) -> str | None:
    """Why a redirect to `url` is not followed, as an outcome; None: it is."""
    if url is None:
        return "bad_url"
    if url in (answer.url, *answer.redirects) or len(answer.redirects) >= MOST:
        return "redirect_loop"
    if errand.is_preview and "/s/" not in url:
        return "no_preview"  # Telegram leads to the channel's card
    return None if same_site(url, errand.url) else "offsite"


def same_site(url: str, site: str) -> bool:
    """Whether two addresses belong to one site: the same host, or one under the other."""
    one, other = (urlsplit(address).hostname or "" for address in (url, site))
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
