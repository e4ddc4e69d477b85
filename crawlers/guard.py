"""
No request to private addresses: a page must not make us knock on the doors of our own network.

The middleware judges addresses written as numbers, the resolver what a name
leads to, in every spelling the system understands (0x7f.1, 2130706433).
"""

import ipaddress
from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawlers.no_answer import PrivateAddress
from crawlers.proxies import HOSTS

SETTING = "DAZOR_ALLOW_PRIVATE"
Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


def networks(allowed: Sequence[str]) -> Networks:
    """The networks that are named in the settings, as in 127.0.0.0/8."""
    return tuple(ipaddress.ip_network(name) for name in allowed)


def is_refused(host: str, allowed: Networks) -> bool:
    """Whether an IP address is not of the open internet and not allowed. Raises ValueError for a name."""
    address = ipaddress.ip_address(host)
    mapped = getattr(address, "ipv4_mapped", None) or address
    if any(mapped in network for network in allowed):
        return False
    return not mapped.is_global or mapped.is_multicast


class PrivateAddresses:
    """Downloader middleware that raises `PrivateAddress` for what must not be asked."""

    def __init__(self, allowed: Networks, proxies: Collection[str] = ()) -> None:
        self.allowed = allowed
        self.proxies = proxies  # hosts: requests go through them, never to them

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PrivateAddresses":
        return cls(networks(crawler.settings.getlist(SETTING)), crawler.settings.getlist(HOSTS))

    def process_request(self, request: Request) -> None:
        """Judge an address written as numbers; names pass, the resolver judges them."""
        host = host_of(request)
        try:
            refused = is_refused(host, self.allowed)
        except ValueError:
            refused = host in self.proxies  # else the resolver, which lets it pass, would be asked
        if refused:
            raise PrivateAddress(f"{host} is a private address")

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Twisted says of a name that the resolver refused only that it was not found."""
        found = GuardedResolver.refused.get(host_of(request))
        if found and isinstance(exception, CannotResolveHostError):
            raise PrivateAddress(f"{host_of(request)} leads to the private address {found}") from exception


class GuardedResolver(CachingThreadedResolver):
    """Resolver that refuses names which lead to private addresses."""

    allowed: Networks = ()
    proxies: Collection[str] = ()
    refused: ClassVar[dict[str, str]] = {}  # name to address; Scrapy makes the resolver out of our reach

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> "GuardedResolver":
        resolver: GuardedResolver = super().from_crawler(crawler, reactor)
        resolver.allowed = networks(crawler.settings.getlist(SETTING))
        resolver.proxies = crawler.settings.getlist(HOSTS)
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 (Twisted's name)
        return super().getHostByName(name, timeout).addCallback(self.checked, name)

    def checked(self, address: Any, name: str) -> Any:
        """The address that a name leads to. Raises `DNSLookupError` where it is private and no proxy's."""
        if name not in self.proxies and is_refused(str(address), self.allowed):
            self.refused[name] = str(address)
            raise DNSLookupError(f"{name} leads to the private address {address}")
        return address


def host_of(request: Request) -> str:
    """The host of a request, as the resolver is asked for it."""
    return (urlparse_cached(request).hostname or "").strip("[]")
