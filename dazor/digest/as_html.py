"""The digest as one page, and as the body of a mail: both load nothing from anywhere."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2

from dazor.digest import links, wording
from dazor.digest.content import Digest
from dazor.digest.full import FullText

TEMPLATES = Path(__file__).parent / "templates"


def render(digest: Digest) -> str:
    """The whole page, its style inside. What comes from outside is escaped."""
    return _filled("digest.html", digest)


def mail(digest: Digest) -> str:
    """The same for programs of mail: the styles stand in the tags, and the dark ones beside them."""
    return _filled("mail.html", digest)


def attachment(digest: Digest, texts: Mapping[int, FullText]) -> str:
    """The full text of everything shown, as one page; `texts` by version, those that have room."""
    return _filled("attachment.html", digest, texts=texts)


def _filled(name: str, digest: Digest, **more: object) -> str:
    return (
        _pages()
        .get_template(name)
        .render(digest=digest, parts=wording.parts(digest), wording=wording, links=links, **more)
    )


@cache
def _pages() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
