"""Letters: a digest as one subscriber is to get it, whole, until it has arrived."""

import html
import re
from dataclasses import dataclass, replace
from datetime import date

import zstandard

from store.database import Database

LEVEL = 9
REPEAT = "This is possibly a repeat: an earlier sending was cut off, and nobody knows whether it arrived."

_BODY = re.compile(r"<body\b[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent. Text and HTML say the same; the attachment is one HTML file that loads nothing."""

    subject: str
    text: str
    html: str
    attachment: str | None = None
    attachment_name: str = "digest.html"
    message_id: str = ""  # what stands before its @; empty: not on its way yet
    is_repeat: bool = False


def save(db: Database, digest: int, letter: Letter) -> None:
    """Keep the letter of a digest, which has none yet."""
    packed = (
        zstandard.ZstdCompressor(level=LEVEL).compress(letter.attachment.encode())
        if letter.attachment is not None
        else None
    )
    db.write(
        "INSERT INTO letter (digest, subject, text, html, attachment) VALUES (?, ?, ?, ?, ?)",
        (digest, letter.subject, letter.text, letter.html, packed),
    )


def find(db: Database, digest: int) -> Letter | None:
    """The letter of a digest as it was composed; None: it has none."""
    row = db.row(
        """
        SELECT letter.*, digest.day FROM letter JOIN digest ON digest.id = letter.digest
        WHERE letter.digest = ?
        """,
        (digest,),
    )
    if row is None:
        return None
    packed = row["attachment"]
    return Letter(
        subject=row["subject"],
        text=row["text"],
        html=row["html"],
        attachment=zstandard.ZstdDecompressor().decompress(packed).decode() if packed else None,
        attachment_name=f"{date.fromisoformat(row['day']).isoformat()}.html",
    )


def lighten(db: Database, digest: int) -> None:
    """Take the attachment away: the texts in it are in the store."""
    db.write("UPDATE letter SET attachment = NULL WHERE digest = ?", (digest,))


def repeated(letter: Letter) -> Letter:
    """The letter with a first line that says that it may have arrived before."""
    line = f"<p>{html.escape(REPEAT)}</p>\n"
    return replace(
        letter,
        is_repeat=True,
        text=f"{REPEAT}\n\n{letter.text}",
        html=_BODY.sub(lambda body: f"{body[0]}\n{line}", letter.html, count=1),
    )
