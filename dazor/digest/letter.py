"""A digest as one reader is to get it by mail or chat. Pure."""

from dazor.digest import as_html, as_text, brief, full, links, wording
from dazor.digest.content import Digest
from dazor.digest.news import News
from store.letters import Letter

READY = "The digest is ready. It is not sent: you find it at the desk."


def write(digest: Digest, news: News) -> Letter:
    """Subject, text, page and full texts; of a reader who wants a notice alone, that."""
    settings = news.reader.settings
    if settings and settings.content == "notice":
        return Letter(subject=wording.NAMES[digest.kind], text=f"{READY}\n", html=_notice())
    shown = links.as_wanted(digest, news.reader.links)
    short = brief.fitted(shown, as_html.mail)
    texts = full.texts(digest, news.texts, [*news.matches, *news.told], news.reader.links)
    return Letter(
        subject=subject(digest),
        text=as_text.render(short),
        html=as_html.mail(short),
        attachment=as_html.attachment(shown, texts) if texts else None,
    )


def subject(digest: Digest) -> str:
    """As in Morning digest, Monday, 2 March 2026. Names nothing that is watched."""
    return f"{wording.NAMES[digest.kind]}, {wording.title(digest)}"


def _notice() -> str:
    return f'<!DOCTYPE html>\n<html lang="en">\n<body>\n<p>{READY}</p>\n</body>\n</html>\n'
