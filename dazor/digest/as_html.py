"""The digest as one page that loads nothing from anywhere."""

from functools import cache
from pathlib import Path

import jinja2

from dazor.digest import wording
from dazor.digest.content import Digest

TEMPLATES = Path(__file__).parent / "templates"


def render(digest: Digest) -> str:
    """The whole page, its style inside. What comes from outside is escaped."""
    return _page().render(digest=digest, parts=wording.parts(digest), wording=wording)


@cache
def _page() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("digest.html")
