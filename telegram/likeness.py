"""Close copies: a channel whose name or title is made to be taken for that of another."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dazor.text.lookalikes import cyrillic_twin, one_alphabet

SHORTEST_TITLE = 4  # letters; shorter ones are equal by chance
_LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "_": ""})
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """How a channel is called."""

    id: int | None  # Telegram's number; None: not known yet
    source: str | None  # of the catalogue; None: not watched
    username: str | None
    title: str


def copied(one: Called, others: Iterable[Called]) -> Called | None:
    """Which of the others a channel could be taken for; None: none, or it is the same channel."""
    return next((other for other in others if _is_like(one, other)), None)


def _is_like(one: Called, other: Called) -> bool:
    if (one.id is not None and one.id == other.id) or (one.source and one.source == other.source):
        return False
    names = one.username, other.username
    if all(names) and skeleton(str(names[0])) == skeleton(str(names[1])):
        return True
    titles = plain(one.title), plain(other.title)
    return len(titles[0]) >= SHORTEST_TITLE and titles[0] == titles[1]


@cache
def skeleton(username: str) -> str:
    """What the eye sees of a user name: pul_1, pu1_1 and PUL1 are one."""
    seen = username.lower().translate(_LOOKALIKES)
    for pair, letter in _PAIRS:
        seen = seen.replace(pair, letter)
    return seen


@cache
def plain(title: str) -> str:
    """The letters and digits of a title, in one alphabet and small: «Пул Пeрвого ✅» is «Пул Первого»."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title))
    one = "".join(cyrillic_twin(word) or one_alphabet(word) for word in words)
    return one.lower().replace("ё", "е")
