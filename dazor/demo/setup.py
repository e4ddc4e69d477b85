"""Writes the folder in which Dazor watches the pretend newsroom: settings, rules and source files."""

from collections.abc import Collection
from pathlib import Path

from dazor.demo.newsroom import Newsroom
from dazor.demo.plan import FOLDER


def write_setup(folder: Path, newsroom: Newsroom, *, only: Collection[str] = ()) -> Path:
    """
    Write config.toml, rules.toml and sources/ for a newsroom that has been started.

    `only` names sources to watch, else all are. Makes the folder. Files that are there are written anew,
    since the addresses change with every start. Returns the path of config.toml.
    """
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    sources = sorted(path for path in (FOLDER / "sources").glob("*.toml") if path.stem in only or not only)
    names = ", ".join(f'"{path.stem}"' for path in sources)
    for original in [FOLDER / "config.toml", FOLDER / "rules.toml", *sources]:
        text = _with_addresses(original.read_text(encoding="utf-8"), newsroom).replace("{only}", names)
        (folder / original.relative_to(FOLDER)).write_text(text, encoding="utf-8")
    return folder / "config.toml"


def _with_addresses(text: str, newsroom: Newsroom) -> str:
    """Puts the address of a host where a text says {host}."""
    for host in newsroom.hosts:
        text = text.replace("{" + host + "}", newsroom.base(host))
    return text
