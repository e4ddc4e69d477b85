"""The demonstration: the whole line on the pretend newsroom, in three passes, and its digest."""

import signal
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import scheduler
from dazor import config
from dazor.demo.newsroom import PASSES_MIN, Newsroom
from dazor.demo.setup import write_setup

# The third pass falls at 07:35 in Vilnius, after the time of the digest.
T0 = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)


def show(folder: Path | None, *, port: int, stays: bool, say: Callable[[str], None]) -> None:
    """Run the demonstration in `folder` (None: a new temporary one); with `stays` keep the newsroom up."""
    folder = folder or Path(tempfile.mkdtemp(prefix="dazor-demo-"))
    newsroom = Newsroom(t0=T0)
    newsroom.start(port=port)
    try:
        config_file = write_setup(folder, newsroom)
        say(f"The pretend newsroom is up: {len(newsroom.hosts)} hosts on this machine.")
        codes = [_pass(newsroom, config_file, minutes, say) for minutes in PASSES_MIN]
        _print(config_file, say)
        if any(codes):
            say("Something is worth a look: `dazor doctor` explains it.")
        if stays:
            say("The newsroom stays up until Ctrl-C.")
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        newsroom.stop()


def _pass(newsroom: Newsroom, config_file: Path, minutes: int, say: Callable[[str], None]) -> int:
    now = T0 + timedelta(minutes=minutes)
    newsroom.set_time(now)
    asked = len(newsroom.log)
    code = scheduler.run_pass(config.load(config_file), config_file, now)
    say(f"Pass at {now:%H:%M} UTC: {len(newsroom.log) - asked} requests.")
    return code


def _print(config_file: Path, say: Callable[[str], None]) -> None:
    """The digest of the morning, and where everything lies."""
    settings = config.load(config_file)
    data = settings.store.path.parent
    for digest in sorted((data / "digests").rglob("*.txt")):
        say("\n" + digest.read_text(encoding="utf-8"))
    say(f"Everything lies in {config_file.parent}:")
    for digest in sorted((data / "digests").rglob("*.html")):
        say(f"  {digest.relative_to(config_file.parent)}  the digest, for a browser")
    say(f"  {settings.store.path.relative_to(config_file.parent)}  the store: any SQLite tool opens it")
    say(f"  {config_file.name}, {settings.rules_file.name}, sources/  what people tune")
