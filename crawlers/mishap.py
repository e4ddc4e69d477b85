"""The guard around one document: a bug in reading one page never ends a run."""

import logging
from collections.abc import Callable
from typing import TypeVar

from store.database import Database

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


def survived(db: Database, action: Callable[[], Result], *, source: str, url: str) -> Result | None:
    """What the action gives; None where it raised, with the trace in the log. A failing store is raised."""
    try:
        return action()
    except Exception as error:  # one of the three: the guard around one document
        if _is_of_the_store(db, error):
            raise
        logger.exception("could not read an answer source=%s url=%s", source, url)
        return None


def _is_of_the_store(db: Database, error: Exception) -> bool:
    """Whether no other document would fare better: a full disk, a damaged file."""
    return isinstance(error, OSError | db.conn.OperationalError) or type(error) is db.conn.DatabaseError
