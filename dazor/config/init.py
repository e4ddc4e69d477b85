"""The first files of an installation. What is there already stays as it is."""

from dataclasses import dataclass
from pathlib import Path

from dazor.config import units
from dazor.config.example import example
from store.errors import DazorError

_STARTER = Path(__file__).parent / "starter"
_RULES = ("head", "military", "political", "rights", "propaganda", "mutes")
DATA_MODE = 0o700  # what was read, and when, is nobody else's business


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What `write` did, paths in the order of the work."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def write(folder: Path) -> Start:
    """
    Write config.toml, rules.toml, entities.toml, sources/ and the data folder; may be called again.

    Raises `DazorError` where the folder cannot be written.
    """
    try:
        made = {
            folder / "config.toml": _text(folder / "config.toml", example()),
            folder / "rules.toml": _text(folder / "rules.toml", starter_rules()),
            folder / "entities.toml": _text(folder / "entities.toml", _starter("entities.toml")),
            folder / "sources": _folder(folder / "sources"),
            folder / "sources" / "README.md": _text(folder / "sources" / "README.md", _starter("sources.md")),
            folder / "data": _folder(folder / "data", DATA_MODE),
        }
        made |= {
            folder / "systemd" / name: _text(folder / "systemd" / name, units.unit(name, folder))
            for name in units.UNITS
        }
    except OSError as error:
        raise DazorError(
            f"{error.filename}: cannot be written ({error.strerror}). Name another folder."
        ) from error
    return Start(
        written=tuple(path for path, is_new in made.items() if is_new),
        kept=tuple(path for path, is_new in made.items() if not is_new),
    )


def starter_rules() -> str:
    """The first rules.toml: how rules are written, those of each section of the review, the mutes."""
    return "\n".join(_starter(f"rules/{part}.toml") for part in _RULES)


def said(start: Start) -> str:
    """What was written, what was left alone, and what to do next."""
    lines = [f"wrote {path}" for path in start.written]
    lines += [f"left as it is: {path}" for path in start.kept]
    lines += ["", "Next:"]
    lines += [f"  {number}. {step}" for number, step in enumerate(_NEXT, 1)]
    return "\n".join(lines)


_NEXT = (
    'config.toml: name whom sites can write to under [crawl], as in contact = "mailto:operator@example.org".',
    "rules.toml: what the desk wants to know of. `dazor rules check` names mistakes.",
    "entities.toml: names of your own that rules may call by @id, in every case form.",
    "`dazor run` collects once and writes the digest when it is due; cron may call it every 10 minutes.",
    "`dazor serve` does so until it is stopped; systemd/dazor.service says how it becomes a service.",
)


def _text(path: Path, text: str) -> bool:
    """Whether the file was written; False: there was one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _folder(path: Path, mode: int = 0o777) -> bool:
    if path.is_dir():
        return False
    path.mkdir(mode=mode, parents=True)
    return True


def _starter(name: str) -> str:
    return (_STARTER / name).read_text("utf-8")
