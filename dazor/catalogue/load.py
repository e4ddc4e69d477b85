"""The catalogue: every source file, shipped or one's own, and what is wrong with the bad ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from dazor.catalogue.contradictions import contradictions
from dazor.catalogue.source import Entry, Source
from dazor.catalogue.unknown import refuse_unknown
from dazor.config import Config, files, mistakes, secrets
from store.errors import UsageError

SHIPPED = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The sources, first circle first, and the files that could not be taken."""

    sources: tuple[Source, ...]
    resting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # id to sentences, of bad files

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the bad files, a sentence each."""
        return tuple(sentence for sentences in self.resting.values() for sentence in sentences)

    @property
    def watched(self) -> tuple[Source, ...]:
        """The sources that are on."""
        return tuple(source for source in self.sources if source.on)


def load(config: Config) -> Catalogue:
    """
    The shipped sources and those of the operator's folder; where ids are equal, the operator's.

    A bad file rests and is named; the shipped source it replaces does not step in for it. Raises
    `UsageError` where `[catalogue] only` names a source that does not exist.
    """
    sources: list[Source] = []
    resting: dict[str, tuple[str, ...]] = {}
    for path, name in _files(config).items():
        source, wrong = read(path, name, config.telegram.web.base_url)
        if source is None:
            resting[path.stem] = wrong
        else:
            sources.append(source)
    known = [*(source.id for source in sources), *resting]
    refuse_unknown(config.catalogue.only, known, "config.toml: [catalogue] only:")
    wanted = [source for source in sources if source.id in (config.catalogue.only or known)]
    wanted.sort(key=lambda source: (source.priority, source.id))
    return Catalogue(sources=tuple(wanted), resting=resting)


def read(path: Path, name: str, preview_base: str) -> tuple[Source | None, tuple[str, ...]]:
    """One source file: the source, or sentences that begin with `name`."""
    try:
        data = files.read(path, name)
        source = Source.model_validate(data)
    except UsageError as error:
        return None, (str(error),)
    except ValidationError as error:
        wrong = (*secrets.refuse(data), *mistakes.sentences(error, data, Source))
        return None, tuple(f"{name}: {sentence}" for sentence in wrong)
    wrong = tuple(f"{name}: {sentence}" for sentence in contradictions(source, path.stem))
    return (None, wrong) if wrong else (_with_previews(source, preview_base), ())


def _files(config: Config) -> Mapping[Path, str]:
    """The files to read, each with the name that messages call it by."""
    own = config.catalogue.folder
    by_id = {path.stem: (path, f"catalogue/{path.name}") for path in sorted(SHIPPED.glob("*.toml"))}
    by_id |= {path.stem: (path, f"{own.name}/{path.name}") for path in sorted(own.glob("*.toml"))}
    return dict(by_id.values())


def _with_previews(source: Source, base: str) -> Source:
    """The source with an address for each preview that has none."""
    return source.model_copy(
        update={"entries": tuple(_with_preview(entry, source, base) for entry in source.entries)}
    )


def _with_preview(entry: Entry, source: Source, base: str) -> Entry:
    if entry.url or not source.channel:
        return entry
    return entry.model_copy(update={"url": f"{base}/s/{source.channel}"})
