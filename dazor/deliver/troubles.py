"""What a person should know of deliveries. Pure."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from store.arrivals import Ended
from store.deliveries import LOST, Delivery

SILENT_ATTEMPTS = 1  # that one failed is usual: many servers put a stranger off once

Found = dict[tuple[str, str], tuple[str, str]]  # (what, place) to (why, remedy)


def found(waiting: Iterable[Delivery], newest: Iterable[Ended], zone: ZoneInfo) -> Found:
    """
    One for each subscriber whose letters do not arrive.

    `newest` is how each one's last delivery ended: one that was lost is a
    trouble until a later one arrives.
    """
    troubles: Found = {}
    for ended in newest:
        if ended.state in LOST:
            troubles["delivery_lost", ended.subscriber] = (_lost(ended, zone), _remedy(ended))
    for one in waiting:
        if one.attempts > SILENT_ATTEMPTS:
            why = f"a letter waits since {_moment(one, zone)}, tried {one.attempts} times: {_sentence(one)}"
            remedy = "Dazor tries again and again, for days."
            troubles.setdefault(("delivery_late", one.subscriber), (why, remedy))
    return troubles


def _lost(one: Ended, zone: ZoneInfo) -> str:
    how = "was refused" if one.state == "refused" else "was given up"
    return f"the letter of {_moment(one, zone)} {how}: {_sentence(one)}"


def _remedy(one: Ended) -> str:
    if one.state == "refused":
        return "Correct the address or ask the other side, then see: dazor deliver test"
    return "See what is wrong: dazor deliver test"


def _sentence(one: Delivery | Ended) -> str:
    error = (one.error or "no reason is known").rstrip()
    return error if error.endswith((".", "'")) else f"{error}."


def _moment(one: Delivery | Ended, zone: ZoneInfo) -> str:
    return f"{one.queued_at.astimezone(zone):%d %B, %H:%M}"
