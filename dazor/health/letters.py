"""Letters that wait to be sent."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dazor.health.troubles import moment
from store.deliveries import Delivery


def sentence(waiting: Sequence[Delivery], zone: ZoneInfo) -> str:
    """How many, and since when the oldest."""
    if not waiting:
        return "none waits."
    since = moment(min(one.queued_at for one in waiting), zone)
    tried = max(one.attempts for one in waiting)
    count = "one waits" if len(waiting) == 1 else f"{len(waiting)} wait"
    return f"{count}, the oldest since {since}; tried {tried} times at most."
