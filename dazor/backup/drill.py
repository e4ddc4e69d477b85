"""The rehearsal of a restore: a copy is brought back to a scratch place and compared."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from dazor.backup import restoring
from dazor.backup.manifest import Manifest
from dazor.backup.restoring import Keys
from store import backups
from store.archive import Archive
from store.complaints import explained
from store.errors import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What a drill found to be there."""

    copy: Path
    manifest: Manifest
    bodies: int  # of the raw archive, each read and compared with its hash

    def sentence(self) -> str:
        """In one line, with figures."""
        rows = self.manifest.rows
        return (
            f"{self.copy}: all is there. {len(self.manifest.parts)} files, "
            f"{rows.get('document', 0)} documents, {rows.get('version', 0)} versions, "
            f"{rows.get('fetch', 0)} fetches, {self.bodies} raw pages."
        )


def rehearse(copy: Path, keys: Keys, scratch: Path | None) -> Rehearsed:
    """
    Restore a copy below `scratch` (None: where the system keeps such things), compare, take it away.

    Raises `StoreError` that names the file, `UsageError` where the key is missing.
    """
    with explained(scratch or tempfile.gettempdir()):
        with tempfile.TemporaryDirectory(prefix="dazor-drill-", dir=scratch) as name:
            folder = Path(name)
            held = restoring.restore(copy, folder, keys)
            restoring.compare(folder, held)
            return Rehearsed(copy=copy, manifest=held, bodies=_read_all(folder / held.store))


def _read_all(store: Path) -> int:
    """Read every body that the store refers to in the archive; how many."""
    wanted = backups.archived(store)
    archive = Archive(store.parent / "raw")
    for sha256, month, position in wanted:
        try:
            archive.read(month, position, sha256)
        except StoreError as error:
            raise StoreError(
                f"backup: raw/{month}.dzr: the page at byte {position} is missing or damaged. "
                "Take another copy."
            ) from error
    return len(wanted)
