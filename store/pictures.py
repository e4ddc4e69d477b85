"""Pictures by their first bytes: what a server calls a picture may be a page."""

MARKS = {
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
}


def kind(body: bytes) -> str | None:
    """The usual ending of a file of this kind (jpg, png, gif, webp); None: no picture."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "webp"
    return next((name for name, marks in MARKS.items() if body.startswith(marks)), None)
