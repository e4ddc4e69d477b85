"""The methods that are served, by their names; each is given server, connection and call."""

from collections.abc import Callable
from typing import Any

from tgserver.answers import auth, channels, files, history, logins, updates

ALL: dict[str, Callable[[Any, Any, Any], Any]] = {
    **auth.ANSWERS,
    **logins.ANSWERS,
    **channels.ANSWERS,
    **history.ANSWERS,
    **updates.ANSWERS,
    **files.ANSWERS,
}
