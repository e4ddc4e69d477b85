"""What a copy holds besides the store: the files that people tune, and secrets where they are wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from dazor.config import Config

SECRETS = ("*.session",)  # below the data folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One file to copy."""

    file: Path
    path: str  # inside the copy
    to: str  # where it belongs, from the folder of config.toml on


def store_path(config: Config) -> str:
    """Where the database belongs, from the folder of config.toml on."""
    return _inside(config.store.path, config.folder) or f"data/{config.store.path.name}"


def raw_path(config: Config, name: str) -> str:
    """Where a file of the raw archive belongs."""
    return str(Path(store_path(config)).parent / "raw" / name)


def tuned(config: Config) -> list[Content]:
    """config.toml, rules.toml, entities.toml and the source files, those that exist."""
    own = [config.config_file, config.rules_file, config.entities_file]
    sources = sorted(config.catalogue.folder.glob("*")) if config.catalogue.folder.is_dir() else []
    places = [(file, file.name) for file in own]
    places += [
        (file, _inside(file, config.folder) or f"{config.catalogue.folder.name}/{file.name}")
        for file in sources
    ]
    return [_content(file, "settings", to) for file, to in places if file.is_file()]


def secret(config: Config) -> list[Content]:
    """Sessions and the files that settings name with `…_file`, but never what opens the copy itself."""
    files = [file for pattern in SECRETS for file in sorted(config.data_folder.rglob(pattern))]
    files += [file for file in _named(config) if file != config.backup.passphrase_file]
    places = [(file, _inside(file, config.folder) or f"secrets/{file.name}") for file in files]
    return [_content(file, "secrets", to) for file, to in places if file.is_file()]


def places(config: Config) -> dict[str, str]:
    """Settings that name a path, and where it belongs from the folder of config.toml on."""
    sources = _inside(config.catalogue.folder, config.folder) or config.catalogue.folder.name
    return {"store.path": store_path(config), "catalogue.folder": sources}


def _content(file: Path, kind: str, to: str) -> Content:
    return Content(file=file, path=f"{kind}/{to}", to=to)


def _inside(path: Path, folder: Path) -> str | None:
    """A path from a folder on; None where it leads elsewhere."""
    full, top = path.absolute().resolve(), folder.absolute().resolve()
    return str(full.relative_to(top)) if full.is_relative_to(top) else None


def _named(value: Any) -> Iterator[Path]:
    """Every path that a setting `…_file` holds."""
    if isinstance(value, tuple):
        for one in value:
            yield from _named(one)
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if name.endswith("_file") and isinstance(inner, Path):
                yield inner
            else:
                yield from _named(inner)
