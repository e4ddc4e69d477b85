"""The source of pages that somebody captured: it has no file and is never looked at by itself."""

from dazor.catalogue.source import Article, Source

ID = "by-hand"


def by_hand(zone: str) -> Source:
    """The source for captured pages; bare dates in them are read in `zone`, the desk's."""
    return Source(
        id=ID,
        name="Captured by hand",
        kind="site",
        languages=(),
        zone=zone,
        on=False,
        why_off="Pages come by `dazor capture`.",
        article=Article(),
    )
