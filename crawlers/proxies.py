"""Proxies: a request of a source that has one goes through it, with its user's password."""

import base64
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from dazor.catalogue import Source

HOSTS = "DAZOR_PROXY_HOSTS"
PASSWORD = "DAZOR_PROXY_PASSWORD"  # noqa: S105 (a name among Scrapy's settings)


def hosts(sources: Iterable[Source]) -> list[str]:
    """The hosts of the proxies of these sources, as the resolver is asked for them."""
    found = (urlsplit(source.proxy).hostname for source in sources if source.proxy)
    return sorted({host for host in found if host})


class Proxies:
    """Downloader middleware that leads requests through their proxy and says to it who asks."""

    def __init__(self, password: str) -> None:
        self.password = password

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Proxies":
        return cls(crawler.settings.get(PASSWORD) or "")

    def process_request(self, request: Request) -> None:
        """What stands in `via` becomes the proxy; its user goes into a header that only the proxy gets."""
        proxy = urlsplit(request.meta.get("via") or "")
        if not proxy.hostname:
            return
        request.meta["proxy"] = proxy._replace(netloc=proxy.netloc.rpartition("@")[2]).geturl()
        if not proxy.username:
            return
        name = f"{unquote(proxy.username)}:{self.password}"
        token = base64.b64encode(name.encode()).decode()
        request.headers["Proxy-Authorization"] = f"Basic {token}"
