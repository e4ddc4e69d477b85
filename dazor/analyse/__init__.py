"""
The analyse stage: puts every version into the index of words, and makes the index anew for new analysers.

What came since the last run goes first, oldest first, so that a search of today
finds it; then what was stored before, newest first.
"""

from collections.abc import Callable
from datetime import datetime

from dazor.config import Config
from dazor.rules import row
from dazor.search import looked_at
from store import texts, words, words_generations
from store.database import Database
from store.texts import Text
from store.types import Counts
from store.words import Classes
from store.words_generations import Generation

BATCH = 200  # texts in one transaction
BACK_AT_MOST = 20_000  # stored texts in one run: an index that is made anew does not keep the digest waiting


def run(
    db: Database,
    config: Config,
    now: datetime,
    *,
    at_most: int | None = None,
    back_at_most: int | None = BACK_AT_MOST,
    is_anew: bool = False,
    step: Callable[[], None] = lambda: None,
) -> Counts:
    """
    Bring the index up to what is stored.

    `at_most`: about so many of those that came since, None: all; `back_at_most` None: down to the first
    text; `is_anew`: begin it once more.
    `step` is called for each text. `new` are those that came since the last run,
    `done` all that were put into the index.
    """
    counts = Counts()
    classes = Classes(generation=_begun(db, now, is_anew=is_anew).id)
    while (at_most is None or counts.new < at_most) and (indexed := _index_new(db, classes)):
        counts.new += indexed
        _tell(step, indexed)
    counts.done = counts.new
    back = 0
    while (back_at_most is None or back < back_at_most) and (indexed := _index_stored(db, classes)):
        back += indexed
        _tell(step, indexed)
    counts.done += back
    return counts


def _tell(step: Callable[[], None], texts_done: int) -> None:
    for _ in range(texts_done):
        step()


def _begun(db: Database, now: datetime, *, is_anew: bool) -> Generation:
    """The generation of the analysers of today; the newest where it is theirs, else a new one."""
    with db.transaction():
        standing = words_generations.standing(db)
        if standing and standing[0].analysers == row.analysers() and not is_anew:
            return standing[0]
        return words_generations.begin(db, row.analysers(), now)


def _index_new(db: Database, classes: Classes) -> int:
    """A batch of what came since, in one transaction; how many texts."""
    generation = words_generations.standing(db)[0]
    batch = texts.above(db, generation.last_version, up_to=texts.newest(db), limit=BATCH)
    if batch:
        _save(db, generation, classes, batch, last=batch[-1].version)
    return len(batch)


def _index_stored(db: Database, classes: Classes) -> int:
    """
    A batch of what was stored before, in one transaction; how many texts.

    At the first text the older generation is no longer needed.
    """
    generation, *older = words_generations.standing(db)
    batch = texts.below(db, generation.first_version, down_to=1, limit=BATCH)
    if batch:
        _save(db, generation, classes, batch[::-1], first=batch[-1].version)
    elif older:
        with db.transaction():
            words_generations.drop(db, older[0])
    return len(batch)


def _save(
    db: Database,
    generation: Generation,
    classes: Classes,
    batch: list[Text],
    *,
    first: int | None = None,
    last: int | None = None,
) -> None:
    """Put texts into the index; they are read before the store is locked."""
    entries = [row.entry(text.version, looked_at(text)) for text in batch]
    with db.transaction():
        if words_generations.widen(db, generation, first=first, last=last):
            words.save(db, generation.slot, classes, entries)
