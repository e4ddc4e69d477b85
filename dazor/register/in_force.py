"""The register that rules are read with: a bad entry of the desk's file goes on as it last was good."""

from collections.abc import Iterable
from pathlib import Path

from dazor.register import load
from dazor.register.entity import Entity
from dazor.register.register import Loaded, Register, register_of
from store import settings
from store.database import Database
from store.errors import UsageError


def known(db: Database, path: Path) -> Register:
    """The register in force; what is wrong with the desk's file is said by the alert stage."""
    try:
        return in_force(db, path).register
    except UsageError:
        return as_it_was(db, path)


def in_force(db: Database, path: Path) -> Loaded:
    """The register with the mistakes of the desk's file; UsageError where that cannot be opened."""
    if not path.exists():
        return Loaded(register=load.shipped())
    own = load.from_file(path)
    if own.problems:
        own = mended(own, (load.from_text(text, file=path.name) for text in settings.earlier(db, path.name)))
    return Loaded(register=load.shipped().replaced(own.register), problems=own.problems)


def as_it_was(db: Database, path: Path) -> Register:
    """The register with the desk's file as it was when it last could be opened."""
    earlier = [load.from_text(text, file=path.name) for text in settings.earlier(db, path.name)]
    return load.shipped().replaced(mended(earlier[0], earlier[1:]).register if earlier else Register())


def mended(own: Loaded, earlier: Iterable[Loaded]) -> Loaded:
    """
    With the last good form of each entry that is refused; `earlier` begins with the newest.

    Where a mistake is in no entry that was good before, it may be in any that is missing
    now: its id may be mistyped. Then all of those go on.
    """
    refused = {problem.entry for problem in own.problems}
    good: dict[str, Entity] = {}
    for loaded in earlier:
        for entity in loaded.register:
            good.setdefault(entity.id, entity)
        if not loaded.problems:
            break  # what is older was taken out on purpose
    wanted = good if refused - set(good) else refused
    kept = {slug: entity for slug, entity in good.items() if slug in wanted}
    return Loaded(register=register_of((kept | dict(own.register.by_id)).values()), problems=own.problems)
