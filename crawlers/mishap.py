"""The guard around one document: a bug in reading one page never ends a run."""

import logging
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


def survived(action: Callable[[], Result], *, source: str, url: str) -> Result | None:
    """What the action gives; None where it raised, with the trace in the log."""
    try:
        return action()
    except Exception:  # one of the three: the guard around one document
        logger.exception("could not read an answer source=%s url=%s", source, url)
        return None
