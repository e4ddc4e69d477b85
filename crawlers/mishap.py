"""The guard around one document: a bug in reading one page never ends a run."""

import logging
from collections.abc import Callable
from typing import TypeVar

from store.database import Database
from store.errors import Stopped

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


def survived(db: Database, action: Callable[[], Result], *, source: str, url: str) -> Result | None:
    """
    What the action gives; None where it raised, with the trace in the log.

    A failing store and a signal are raised: they are not the document's fault.
    """
    try:
        return action()
    except Exception as error:  # one of the three: the guard around one document
        if _is_of_all(db, error):
            raise
        logger.exception("could not read an answer source=%s url=%s", source, url)
        return None


def _is_of_all(db: Database, error: Exception) -> bool:
    """Whether no other document would fare better: a full disk, a damaged file, the wish to stop."""
    return (
        isinstance(error, Stopped | OSError | db.conn.OperationalError)
        or type(error) is db.conn.DatabaseError
    )
