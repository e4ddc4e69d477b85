"""
No request to private addresses: a page must not make us knock on the doors of our own network.

The middleware judges addresses written as numbers, the resolver what a name
leads to, in every spelling the system understands (0x7f.1, 2130706433).
"""

import ipaddress
from collections.abc import Sequence
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred

from crawlers.answer import NotAsked

SETTING = "DAZOR_ALLOW_PRIVATE"
Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


def networks(allowed: Sequence[str]) -> Networks:
    """The networks that are named in the settings, as in 127.0.0.0/8."""
    return tuple(ipaddress.ip_network(name) for name in allowed)


def is_refused(host: str, allowed: Networks) -> bool:
    """Whether an IP address is not of the open internet and not allowed by name."""
    address = ipaddress.ip_address(host)
    mapped = getattr(address, "ipv4_mapped", None) or address
    if any(mapped in network for network in allowed):
        return False
    return not mapped.is_global or mapped.is_multicast


class PrivateAddresses:
    """Downloader middleware that refuses private addresses written as numbers."""

    def __init__(self, allowed: Networks) -> None:
        self.allowed = allowed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PrivateAddresses":
        return cls(networks(crawler.settings.getlist(SETTING)))

    def process_request(self, request: Request) -> None:
        """Raise `NotAsked` for a private address; names pass, the resolver judges them."""
        host = (urlparse_cached(request).hostname or "").strip("[]")
        try:
            refused = is_refused(host, self.allowed)
        except ValueError:
            return
        if refused:
            raise NotAsked("private_address")


class GuardedResolver(CachingThreadedResolver):
    """Resolver that refuses names which lead to private addresses."""

    allowed: Networks = ()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> "GuardedResolver":
        resolver: GuardedResolver = super().from_crawler(crawler, reactor)
        resolver.allowed = networks(crawler.settings.getlist(SETTING))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 (Twisted's name)
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: Any, name: str) -> Any:
        if is_refused(str(address), self.allowed):
            raise OSError(f"{name} leads to the private address {address}")
        return address
