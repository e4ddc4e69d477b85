"""What hangs on a post, as a person says it: a post with nothing but a video is not empty."""

from collections import Counter
from collections.abc import Iterable

from store.types import Media


def told(media: Iterable[Media], text: str = "") -> str:
    """As in "video 2:14, no text" or "2 × photo"; empty where there is none."""
    counted = Counter(map(_told, media))
    words = [one if count == 1 else f"{count} × {one}" for one, count in counted.items()]
    return ", ".join([*words, *(["no text"] if words and not text else [])])


def _told(media: Media) -> str:
    words = media.type.replace("_", " ")
    if media.duration_s is not None:
        hours, rest = divmod(media.duration_s, 3600)
        words += f" {hours}:{rest // 60:02}:{rest % 60:02}" if hours else f" {rest // 60}:{rest % 60:02}"
    return f"{words} «{media.title}»" if media.title else words
