"""The list of what a copy holds, by which it is checked and restored."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath
from typing import Any

NAME = "manifest.json"
SUMS = "SHA256SUMS"  # the same hashes, for `sha256sum --check`
FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a copy: the whole or a piece of a file of the installation."""

    path: str  # inside the copy
    to: str | None  # where it belongs, from the folder of config.toml on; None: it stays in the copy
    start: int  # its first byte there
    size_bytes: int
    sha256: str  # of these bytes
    stored_bytes: int  # of the file as it lies in the copy: packed, sealed
    stored_sha256: str
    changed_ns: int = 0  # time of change of an archive file when it was read; 0: does not matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything about one copy."""

    made_at: str  # UTC
    dazor: str  # version that made it
    store: str  # where the database belongs, as `Part.to`
    rows: dict[str, int]  # of each table of the database
    last_link: str | None  # of the chain of fetches
    recipient: str | None  # public key it is sealed for; None: not sealed
    config: str  # name of the file of settings
    places: dict[str, str]  # settings that name a path, as "store.path", and where that belongs, as `Part.to`
    parts: tuple[Part, ...]

    @property
    def size_bytes(self) -> int:
        """On the disk, with what it shares with other copies."""
        return sum(part.stored_bytes for part in self.parts)


def written(manifest: Manifest) -> bytes:
    """The file, with its own hash in its first line."""
    inner = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    own = hashlib.sha256(inner.encode()).hexdigest()
    return f'{{"form": {FORM}, "sha256": "{own}", "manifest":\n{inner}\n}}\n'.encode()


def read(content: bytes) -> Manifest:
    """What a file says. Raises `ValueError` where it is damaged or of another form."""
    try:
        outer = json.loads(content)
        inner: dict[str, Any] = outer["manifest"]
        parts = tuple(Part(**part) for part in inner["parts"])
        manifest = replace(Manifest(**inner), parts=parts)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("it is damaged") from error
    if outer.get("form") != FORM:
        raise ValueError(f"it is of form {outer.get('form')}, this Dazor knows {FORM}: install a newer one")
    if written(manifest) != content:
        raise ValueError("it is damaged")
    for part in manifest.parts:
        _refuse_outside(part.path)
        _refuse_outside(part.to or part.path)
    return manifest


def sums(manifest: Manifest) -> bytes:
    """The hashes of every file of the copy as sha256sum writes them."""
    own = hashlib.sha256(written(manifest)).hexdigest()
    lines = [f"{part.stored_sha256}  {part.path}" for part in manifest.parts]
    return "".join(f"{line}\n" for line in sorted([*lines, f"{own}  {NAME}"])).encode()


def _refuse_outside(path: str) -> None:
    """A copy may come from anywhere; it writes below the folder it is restored to and nowhere else."""
    parts = PurePosixPath(path).parts
    if not parts or parts[0] == "/" or ".." in parts or "\0" in path:
        raise ValueError(f"it names a path outside the copy: {path!r}")
