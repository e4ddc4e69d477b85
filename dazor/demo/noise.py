"""What changes on a page at every request and means nothing: counters, advertisements, the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from dazor.demo.dates import long

ADVERTISEMENTS = (
    "Картофель семенной от производителя. Доставка по области",
    "Пластиковые окна со скидкой до конца недели",
    "Санаторий «Сосновый бор»: путёвки на весну",
    "Ремонт холодильников на дому",
    "Куплю старые фотоаппараты и значки",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """One throw of the dice, for one answer."""

    views: int
    advertisement: str
    clock: str
    token: str
    seconds: int  # since 1970, in data-view


SILENCE = Noise(views=0, advertisement="", clock="", token="", seconds=0)


def noise(seed: int, address: str, hit: int, at: datetime) -> Noise:
    """The noise of the `hit`-th answer to an address. The same arguments give the same noise."""
    dice = Random(f"{seed} {address} {hit}")
    base = Random(f"{seed} {address}").randint(300, 9_000)
    return Noise(
        views=base + 7 * hit,
        advertisement=dice.choice(ADVERTISEMENTS),
        clock=long(at + timedelta(minutes=hit % 3), "ru"),
        token=f"{dice.getrandbits(72):018x}",
        seconds=int(at.timestamp()) + hit,
    )
