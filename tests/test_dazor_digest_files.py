from datetime import date

import pytest

from dazor.digest import files
from store.ledger import Digest

DIGEST = Digest(id=1, subscriber="desk", day=date(2026, 3, 2), text="t", html="h", markdown="m")


def contents(folder):
    return {path.name: path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_three_files_are_named_by_the_day_and_may_be_written_again(tmp_path):
    files.write(DIGEST, tmp_path)
    files.write(DIGEST, tmp_path)

    assert {"2026-03-02.html": "h", "2026-03-02.md": "m", "2026-03-02.txt": "t"} == contents(
        tmp_path / "desk"
    )


def test_a_write_that_fails_leaves_the_old_file_and_no_part(tmp_path, monkeypatch):
    files.write(DIGEST, tmp_path)
    before = contents(tmp_path)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.write(
            Digest(id=2, subscriber="desk", day=DIGEST.day, text="2", html="2", markdown="2"), tmp_path
        )

    assert before == contents(tmp_path)
