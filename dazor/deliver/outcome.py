"""What became of one attempt to deliver a letter."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt ended. `why` is for a person and holds no secret."""

    state: str  # sent, later, refused
    why: str = ""
    may_have_arrived: bool = False  # later: all was said, and no answer came
    is_for_all: bool = False  # later: the way itself is closed, for every letter


SENT = Outcome(state="sent")


def later(why: str, *, may_have_arrived: bool = False, is_for_all: bool = False) -> Outcome:
    """It is tried again."""
    return Outcome(state="later", why=why, may_have_arrived=may_have_arrived, is_for_all=is_for_all)


def refused(why: str) -> Outcome:
    """The other side will never take it."""
    return Outcome(state="refused", why=why)
