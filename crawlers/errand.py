"""What one request is for."""

from dataclasses import dataclass, replace
from datetime import datetime

from dazor.catalogue import Entry, Source
from store.urls import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A look at an entry point, or at an address that it named."""

    source: Source
    url: str
    entry: Entry
    entry_id: int
    address: Address | None = None  # None: the entry point itself
    oldest_wanted_at: datetime  # posts at the first look
    etag: str | None = None
    last_modified: str | None = None

    def to(self, address: Address) -> "Errand":
        """The errand to an address that this entry point named."""
        return replace(
            self, url=address.url, address=address, etag=address.etag, last_modified=address.last_modified
        )

    @property
    def is_preview(self) -> bool:
        """Whether a page of posts is looked at."""
        return self.entry.kind == "preview"

    @property
    def kind(self) -> str:
        """As the fetch row says it."""
        return "article" if self.address and not self.is_preview else self.entry.kind

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that let the site answer "not modified"."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value}
