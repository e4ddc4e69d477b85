"""
Scrapy's settings for the one crawl, all in one place.

Every line that differs from Scrapy's default says why; several defaults of
2.19 would hurt: no robots.txt, no certificate check, an open control port.
"""

from collections.abc import Iterable
from typing import Any

from crawlers import proxies, trust
from dazor import __version__
from dazor.catalogue import UNVERIFIED, VERIFIED, Source
from dazor.config import Config

MEBIBYTE = 1024 * 1024
JITTER = 0.15  # of a pause, up and down; Scrapy draws it twice, so pauses are a little longer on average
SHORTEST_DELAY_S = 0.001  # without any, Scrapy 2.19 sends what waits for a host all at once


def settings(config: Config, sources: Iterable[Source], tls: str = VERIFIED) -> dict[str, Any]:
    """The settings for a crawl of these sources; Scrapy knows one TLS mode a process."""
    sources = tuple(sources)
    agent = f"Dazor/{__version__}" + (f" (+{config.crawl.contact})" if config.crawl.contact else "")
    return {
        # who we are
        "USER_AGENT": agent,
        "ROBOTSTXT_USER_AGENT": "Dazor",
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "ru,be,en",
            "Accept-Encoding": "gzip",  # the packing whose end crawlers.packing checks
        },
        # politeness: one request a host at a time, with a pause; many hosts side by side
        "CONCURRENT_REQUESTS": 400,  # what waits for a host counts too: a low number lets others starve
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": max(config.crawl.delay_s, SHORTEST_DELAY_S),
        "DOWNLOAD_DELAY_JITTER": JITTER,
        "DOWNLOAD_SLOTS": _paces(sources, config),
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",  # as entry points order: newest first
        # limits
        "DOWNLOAD_TIMEOUT": config.crawl.timeout_s,
        "DOWNLOAD_MAXSIZE": 10 * MEBIBYTE,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,  # half a page is never stored
        "DNS_TIMEOUT": 20,
        # what we do ourselves, so that every request sent and every hop has a row
        "RETRY_ENABLED": False,  # the store knows what to try again, and when
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "URLLENGTH_LIMIT": 0,  # Scrapy drops longer ones without a word
        "ROBOTSTXT_OBEY": False,  # crawlers.robots does; Scrapy's lets concurrent first requests through
        "HTTPERROR_ALLOW_ALL": True,
        "DOWNLOADER_MIDDLEWARES": {
            "crawlers.guard.PrivateAddresses": 50,
            "crawlers.proxies.Proxies": 60,
            "crawlers.patience.Patience": 90,
            "crawlers.robots.Robots": 100,
            "crawlers.packing.Packing": 600,  # nearer to the network than Scrapy's unpacking (590)
        },
        # safety
        "DAZOR_ALLOW_PRIVATE": [str(network) for network in config.crawl.allow_private],
        "TWISTED_DNS_RESOLVER": "crawlers.guard.GuardedResolver",
        **_trust(tls),
        proxies.HOSTS: proxies.hosts(sources),
        proxies.PASSWORD: config.proxy_password,
        "DOWNLOAD_HANDLERS": {"file": None, "ftp": None, "s3": None, "data": None},
        "REMOTE_CONTROL_ENABLED": False,  # on by default since 2.19: a local port that runs Python
        "TELNETCONSOLE_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,  # no proxy from the environment by accident
        "REFERRER_POLICY": "no-referrer",
        "HTTPCACHE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
        "LOGSTATS_INTERVAL": 0,
    }


def _trust(tls: str) -> dict[str, Any]:
    """Which certificates are believed."""
    verified = {"DOWNLOAD_VERIFY_CERTIFICATES": tls != UNVERIFIED}
    if tls in (VERIFIED, UNVERIFIED):
        return verified
    return verified | {"DOWNLOADER_CLIENTCONTEXTFACTORY": "crawlers.trust.AlsoTrusted", trust.FILE: tls}


def _paces(sources: Iterable[Source], config: Config) -> dict[str, dict[str, Any]]:
    """The pace of each host: the slowest that a source on it or the general setting asks for."""
    delays_s: dict[str, float] = {}
    for source in sources:
        for url in filter(None, (source.site, *(entry.url for entry in source.entries))):
            host = slot(url).removeprefix("www.")
            wanted_s = max(source.delay_s or 0.0, config.crawl.delay_s, SHORTEST_DELAY_S)
            for twin in (host, f"www.{host}"):
                delays_s[twin] = max(wanted_s, delays_s.get(twin, 0.0))
    return {
        host: {"concurrency": 1, "delay": delay_s, "jitter": JITTER} for host, delay_s in delays_s.items()
    }


def slot(url: str) -> str:
    """The download slot of an address: its host with the port."""
    return url.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0].rpartition("@")[2].lower()
