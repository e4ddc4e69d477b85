"""The person at the keyboard of a login."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom a login asks, and to whom it speaks. What is asked for is kept nowhere."""

    phone: Callable[[], str]
    code: Callable[[str], str]  # is told where Telegram sent it
    password: Callable[[str | None], str]  # is told the hint; None: there is none
    say: Callable[[str], None]
