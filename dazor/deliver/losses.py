"""A word to who looks after Dazor that letters of others do not arrive. Pure."""

import html
from collections.abc import Collection, Iterable
from uuid import uuid4

from dazor.config.subscribers import Subscriber
from dazor.deliver.troubles import Found
from store.letters import Letter

SUBJECT = "Letters do not arrive"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"></head>
<body><p>{}</p></body>
</html>
"""


def begun(found: Found, known: Collection[tuple[str, str]]) -> Found:
    """The troubles that began now: of what is known was told before."""
    return {key: words for key, words in found.items() if key not in known}


def listeners(subscribers: Iterable[Subscriber], found: Found) -> list[Subscriber]:
    """Who is told: those who want to hear of it and get letters themselves."""
    cut_off = {place for _, place in found}
    return [one for one in subscribers if one.hears_of_losses and one.id not in cut_off]


def letter(found: Found) -> Letter:
    """What began, in words; of whom it is told by the subscriber's short name, never the address."""
    lines = [f"{place}: {why} {remedy}" for (_, place), (why, remedy) in found.items()]
    return Letter(
        subject=SUBJECT,
        text="\n\n".join((*lines, "")),
        html=PAGE.format("</p><p>".join(html.escape(line) for line in lines)),
        attachment_name="losses.html",
        message_id=f"losses-{uuid4().hex}",
    )
