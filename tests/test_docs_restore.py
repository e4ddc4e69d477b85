"""The operator page alone: its commands, as they stand there, on one machine and then on an empty one."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import copied
import pytest

from dazor.backup import sealing
from store import backups

HOUSE = Path(__file__).parent.parent
SECTION = (
    (HOUSE / "docs/operator.md").read_text("utf-8").split("## Backup and restore\n")[1].split("\n## ")[0]
)
SEALED, OPEN = 0, 1  # which of the blocks for an empty machine


def blocks(heading: str) -> list[str]:
    """The commands under a heading."""
    part = SECTION.split(f"### {heading}\n")[1].split("\n### ")[0]
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    return [commands for language, commands in fenced if not language]


def run(commands: str, machine: Path, tmp_path: Path, *, passphrase: str = "") -> str:
    """A block in a shell that stops at the first failure; what it said."""
    here = commands.replace("/srv/dazor", str(machine)).replace("/media/backup", str(tmp_path / "media"))
    # The doctor exits with 1 where it knows of a trouble; everything else must end well.
    here = re.sub(r"(dazor doctor)$", r"\1 || true", here, flags=re.MULTILINE)
    ran = subprocess.run(
        ["bash", "-e", "-c", here], input=passphrase, capture_output=True, text=True, check=False
    )
    assert (0, "") == (ran.returncode, ran.stderr)
    return ran.stdout


def machine(folder: Path) -> Path:
    """A folder in which Dazor is installed, and nothing else."""
    program = folder / ".venv" / "bin" / "dazor"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{HOUSE}" exec "{sys.executable}" -m dazor "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture
def old(tmp_path, now):
    """A machine with a store, whose config.toml has the lines of the page."""
    (tmp_path / "media").mkdir()
    config = copied.install(tmp_path / "old", now)
    lines = re.search(r"^```toml\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)[1]
    text = '[catalogue]\nonly = ["prudok"]\n' + lines.replace("/media/backup", str(tmp_path / "media"))
    config.config_file.write_text(text, "utf-8")
    return machine(tmp_path / "old")


def kept(folder: Path) -> dict[str, bytes]:
    """What the desk tuned and the archive, by path."""
    found = [*folder.glob("*.toml"), *folder.glob("sources/*"), *folder.glob("data/raw/*.dzr")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_page_alone_brings_everything_back(old, tmp_path):
    make, _ = blocks("Let copies be made")
    said = run(make, old, tmp_path, passphrase=copied.PASSPHRASE + "\n")
    assert "all is there" in said
    (tmp_path / "old").rename(tmp_path / "burnt")

    new = machine(tmp_path / "new")
    said = run(blocks("On an empty machine")[SEALED], new, tmp_path, passphrase=copied.PASSPHRASE + "\n")

    assert "restored into ., 8 files, compared" in said
    assert kept(tmp_path / "burnt") == kept(new)
    exported = [export(tmp_path / name) for name in ("burnt", "new")]
    assert 5 == exported[0].count("\n")
    assert exported[0] == exported[1]


def test_page_alone_brings_an_open_copy_back(old, tmp_path):
    config = old / "config.toml"
    config.write_text(config.read_text("utf-8").replace('passphrase_file = "passphrase"', ""), "utf-8")
    run(blocks("Let copies be made")[0], old, tmp_path, passphrase="unused but long enough\n")

    new = machine(tmp_path / "new")
    said = run(blocks("On an empty machine")[OPEN], new, tmp_path)

    assert "restored into ., 7 files, compared" in said
    assert kept(old) == kept(new)


def test_restored_machine_goes_on_with_its_copies(old, tmp_path):
    run(blocks("Let copies be made")[0], old, tmp_path, passphrase=copied.PASSPHRASE + "\n")
    new = machine(tmp_path / "new")
    run(blocks("On an empty machine")[SEALED], new, tmp_path, passphrase=copied.PASSPHRASE + "\n")

    said = run(blocks("Let copies be made")[0], new, tmp_path, passphrase=copied.PASSPHRASE + "\n")

    assert "all is there" in said
    assert 2 == len(list((tmp_path / "media" / "dazor").glob("????-*Z")))


def test_other_programs_open_a_copy(old, tmp_path):
    """All but the first command, which wants a passphrase from a terminal."""
    if not shutil.which("age") or not shutil.which("zstd"):
        pytest.skip("needs the programs age and zstd (apt install age zstd)")
    run(blocks("Let copies be made")[0], old, tmp_path, passphrase=copied.PASSPHRASE + "\n")
    (copy,) = (tmp_path / "media" / "dazor").glob("????-*Z")
    key = sealing.identity_in((copy / "key.age").read_bytes(), copied.PASSPHRASE, "")
    (tmp_path / "key.txt").write_text(key + "\n")

    first, rest = blocks("Without Dazor")[0].split("\n", 1)
    run(f"cd {copy}\n" + rest.replace("~", str(tmp_path)).replace("2026-03", "2024-05"), old, tmp_path)

    assert first == "age -d -o ~/key.txt key.age"
    assert (old / "rules.toml").read_bytes() == (tmp_path / "rules.toml").read_bytes()
    assert (old / "data/raw/2024-05.dzr").read_bytes() == (tmp_path / "2024-05.dzr").read_bytes()
    assert 5 == backups.holding(tmp_path / "news.db").rows["document"]


def export(folder: Path) -> str:
    command = [sys.executable, "-m", "dazor", "--config", folder / "config.toml", "export", "documents"]
    return subprocess.run(
        command, cwd=HOUSE, check=True, capture_output=True, text=True, env=os.environ
    ).stdout
