"""Certificates whose authority the system does not know: those of one file are believed besides."""

from typing import Any

from OpenSSL.SSL import Context
from scrapy.crawler import Crawler
from twisted.internet._sslverify import IOpenSSLTrustRoot  # the only place that has it
from twisted.web.client import BrowserLikePolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

FILE = "DAZOR_AUTHORITIES"


@implementer(IOpenSSLTrustRoot)
class Authorities:
    """Those of the system and those of a file."""

    def __init__(self, file: str) -> None:
        self.file = file

    def _addCACertsToContext(self, context: Context) -> None:  # noqa: N802 (Twisted's name)
        context.set_default_verify_paths()
        context.load_verify_locations(self.file)


class AlsoTrusted(BrowserLikePolicyForHTTPS):
    """Verifies certificates with the authorities that the settings name."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, **_: Any) -> "AlsoTrusted":
        return cls(trustRoot=Authorities(crawler.settings[FILE]))
