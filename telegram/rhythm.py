"""When a channel is looked at again: busy ones often, quiet ones some times a day."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from store.types import Post

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=6)
LOOKS_A_POST = 4  # so many looks for each post of the last day
REREAD_EVERY = timedelta(days=1)
REREAD_BACK = timedelta(days=7)
FIRST_BACK = timedelta(days=30)
OUT_FOR = timedelta(days=1)  # until a channel that cannot be read is tried again
PREVIEW_SLACK = timedelta(minutes=30)  # so late the account may be before the preview takes its place


def wait(shown: Iterable[Post], at: datetime) -> timedelta:
    """The time to the next look, by the posts of the last day among those of this one."""
    recent = sum(at - timedelta(days=1) < post.published_at <= at for post in shown)
    return min(LONGEST, max(SHORTEST, timedelta(days=1) / (LOOKS_A_POST * recent))) if recent else LONGEST


def is_reread_due(reread_at: datetime | None, at: datetime) -> bool:
    """Whether the posts of seven days are to be read again."""
    return reread_at is None or at - reread_at >= REREAD_EVERY
