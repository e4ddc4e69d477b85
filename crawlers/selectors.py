"""What a source file says of the markup of its pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """CSS selectors of a listing. Without `item` every link of the page counts."""

    item: str | None = None  # one article; the other three are looked up inside it
    link: str | None = None
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """CSS selectors of an article page. What is None is found without help."""

    body: str | None = None  # all that fit, joined
    remove: tuple[str, ...] = ()  # taken out before anything is read
    title: str | None = None
    date: str | None = None
