"""A crawl as a child process, because Scrapy's reactor starts once a process, and a look into its store."""

import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from store.database import opened_to_read

NAMES = {"localhost": "127.0.0.1", "inside.example": "10.0.0.7"}  # all other names cannot be found
# Sources of the pretend newsroom with which a pass is silent.
FIRST_HOSTS = ("presspul", "tvz", "vestka-ru", "zarechye", "zolak")
CHILD = f"""
import atexit, re, resource, runpy, socket, sys

def look_up(name, names={NAMES!r}):
    try:
        return names.get(name) or socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from None

def remember_peak(file=sys.argv[1]):
    with open("/proc/self/status") as status, open(file, "w") as peak:
        peak.write(re.search(r"VmHWM:\\s+(\\d+) kB", status.read())[1])

socket.gethostbyname = look_up
if sys.platform == "linux":
    atexit.register(remember_peak)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
sys.argv = ["dazor", *sys.argv[3:]]
runpy.run_module("dazor", run_name="__main__")
"""


def write_setup(folder: Path, sources: Mapping[str, str], *, crawl: str = "") -> Path:
    """A config.toml that watches these sources only (id to the text of its file) without a pause."""
    (folder / "sources").mkdir(parents=True)
    for name, text in sources.items():
        (folder / "sources" / f"{name}.toml").write_text(text, "utf-8")
    only = ", ".join(f'"{name}"' for name in sources)
    config = folder / "config.toml"
    config.write_text(
        f'[catalogue]\nonly = [{only}]\n[crawl]\ncontact = "mailto:demo@dazor.example"\n'
        f'delay_s = 0\nallow_private = ["127.0.1.0/24"]\n{crawl}\n',
        "utf-8",
    )
    return config


def site(name: str, base: str, *feeds: str, more: str = "") -> str:
    """The file of a source with these feeds."""
    entries = "".join(f'[[entry]]\nkind = "feed"\nurl = "{base}{feed}"\n' for feed in feeds)
    return (
        f'id = "{name}"\nname = "{name}"\nkind = "site"\nsite = "{base}/"\n'
        f'languages = ["ru"]\nzone = "Europe/Minsk"\n{more}\n{entries}'
    )


def start(
    config: Path, now: datetime, job: str = "web", *, largest_file_bytes: int = resource.RLIM_INFINITY
) -> "subprocess.Popen[str]":
    """A job in a child of its own; no file of it may grow beyond `largest_file_bytes`."""
    command = [sys.executable, "-c", CHILD, str(config.with_name("peak")), str(largest_file_bytes)]
    return subprocess.Popen(
        [*command, "--config", str(config), "job", job, "--now", now.isoformat()],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=Path(__file__).parent.parent,
    )


def run(config: Path, now: datetime, job: str = "web") -> tuple[int, str]:
    """A job to its end: exit code and what it said."""
    with start(config, now, job) as child:
        said, _ = child.communicate(timeout=120)
    return child.returncode, said


def dazor(config: Path, *command: str) -> tuple[int, str]:
    """Any command to its end: exit code and what it printed."""
    whole = [sys.executable, "-m", "dazor", "--config", str(config), *command]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def kill(child: "subprocess.Popen[str]") -> None:
    """End a child and wait for it, as a power cut does."""
    with child:
        child.kill()
        child.communicate()


def peak_mebibytes(config: Path) -> float:
    """The most memory that the last child had."""
    return int(config.with_name("peak").read_text()) / 1024


def rows(config: Path, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """What the store says now."""
    with opened_to_read(config.parent / "data" / "news.db") as db:
        return db.rows(sql, parameters)
