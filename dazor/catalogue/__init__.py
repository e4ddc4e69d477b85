"""Who is watched: a short TOML file for each source, shipped ones and the operator's own."""

from dazor.catalogue.by_hand import by_hand
from dazor.catalogue.choose import choose
from dazor.catalogue.load import Catalogue, load
from dazor.catalogue.source import UNVERIFIED, VERIFIED, Article, Entry, Source, is_article, is_on_site

__all__ = [
    "UNVERIFIED",
    "VERIFIED",
    "Article",
    "Catalogue",
    "Entry",
    "Source",
    "by_hand",
    "choose",
    "is_article",
    "is_on_site",
    "load",
]
