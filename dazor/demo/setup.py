"""Writes the folder in which Dazor watches the pretend newsroom: settings, rules and source files."""

from pathlib import Path

from dazor.demo.newsroom import Newsroom
from dazor.demo.plan import FOLDER


def write_setup(folder: Path, newsroom: Newsroom) -> Path:
    """
    Write config.toml, rules.toml and sources/ for a newsroom that has been started.

    Makes the folder. Files that are there are written anew, since the addresses change with every start.
    Returns the path of config.toml.
    """
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    for original in [FOLDER / "config.toml", FOLDER / "rules.toml", *(FOLDER / "sources").glob("*.toml")]:
        text = _with_addresses(original.read_text(encoding="utf-8"), newsroom)
        (folder / original.relative_to(FOLDER)).write_text(text, encoding="utf-8")
    return folder / "config.toml"


def _with_addresses(text: str, newsroom: Newsroom) -> str:
    """Puts the address of a host where a text says {host}."""
    for host in newsroom.hosts:
        text = text.replace("{" + host + "}", newsroom.base(host))
    return text
