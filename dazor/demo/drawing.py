"""Draws pages from the templates in `pages/`. Everything that is put in is escaped."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dazor.demo.dates import day_and_month, long


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer before it is sent. `kind` says which validators may be given with it."""

    body: str
    kind: str = "page"  # feed, listing, article, page
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    changed_at: datetime | None = None  # None: not known
    headers: tuple[tuple[str, str], ...] = ()  # besides those that every answer has
    encoding: str = "utf-8"


def draw(template: str, **values: object) -> str:
    """The text of a template of the folder `pages/`, filled in."""
    return _templates.get_template(template).render(values)


def not_found(template: str, **values: object) -> Page:
    """A plain page with status 404."""
    return Page(status=404, body=draw(template, **values))


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "long": long,
    "day_and_month": day_and_month,
    "rfc2822": format_datetime,
    "utc": lambda at: at.astimezone(UTC).isoformat(),
}
