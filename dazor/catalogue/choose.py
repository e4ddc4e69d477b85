"""Sources that somebody names."""

from collections.abc import Iterable

from dazor.catalogue.load import Catalogue
from dazor.catalogue.source import Source
from dazor.catalogue.unknown import refuse_unknown
from store.errors import UsageError


def choose(catalogue: Catalogue, ids: Iterable[str], option: str = "--source") -> tuple[Source, ...]:
    """
    The sources with these ids, in the order given, also those that are off.

    Raises `UsageError` with the nearest names for each id that the catalogue does not have, and where the
    file of one is bad.
    """
    wanted = tuple(dict.fromkeys(ids))
    by_id = {source.id: source for source in catalogue.sources}
    refuse_unknown(wanted, [*by_id, *catalogue.resting], option)
    if any(name in catalogue.resting for name in wanted):
        raise UsageError("\n".join(catalogue.problems))
    return tuple(by_id[name] for name in wanted)
