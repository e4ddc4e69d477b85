import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawlers import collect
from tests import crawling
from tests.faults import Faults, answer, feed, silence

NOW = datetime.fromisoformat("2024-05-30T05:30:00+00:00")
PATHS = [f"/{number}" for number in range(8)]
LARGE = random.Random(1).randbytes(500_000)
SITES = {
    "silent": dict.fromkeys(PATHS, answer(b"<p>page")) | {"/6": silence, "/7": silence},
    "slow": dict.fromkeys(PATHS, answer(b"<p>page")),
    "large": dict.fromkeys(PATHS, answer(LARGE)),
}
SIGNALS = {"silent": (signal.SIGTERM, "/6"), "slow": (signal.SIGINT, "/0")}  # and when to send it


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """A crawl that got a signal when a certain page had been asked for."""

    config: Path
    took_s: float
    exit_code: int
    said: str


@pytest.fixture(scope="module")
def faults() -> Iterator[Faults]:
    named = {"/feed": answer(feed(*PATHS), kind="text/xml")}
    with Faults({name: named | pages for name, pages in SITES.items()}) as faults:
        yield faults


@pytest.fixture(scope="module")
def stopped(faults: Faults, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stopped]:
    folder = tmp_path_factory.mktemp("signals")
    configs = {name: setup(folder / name, faults, name) for name in SIGNALS}
    children = {name: crawling.start(config, NOW) for name, config in configs.items()}
    began_s = {name: send(faults, name, children[name]) for name in ("silent", "slow")}
    return {name: end(configs[name], children[name], began_s[name]) for name in ("slow", "silent")}


def setup(folder: Path, faults: Faults, name: str) -> Path:
    more = "delay_s = 1" if name == "slow" else ""
    text = crawling.site(name, faults.bases[name], "/feed", more=more)
    return crawling.write_setup(folder, {name: text})


def send(faults, name, child):
    number, path = SIGNALS[name]
    while path not in faults.paths(name) and child.poll() is None:
        time.sleep(0.01)
    time.sleep(0.1)
    child.send_signal(number)
    return time.monotonic()


def end(config, child, began_s):
    with child:
        said, _ = child.communicate(timeout=30)
    return Stopped(config=config, took_s=time.monotonic() - began_s, exit_code=child.returncode, said=said)


def states(config: Path) -> dict[str, str]:
    urls = crawling.rows(config, "SELECT url, state FROM url")
    return {row["url"].rpartition("/")[2]: row["state"] for row in urls}


@pytest.mark.parametrize("name", SIGNALS)
def test_signal_ends_the_crawl_within_ten_seconds_and_is_said(stopped, name):
    run = crawling.rows(stopped[name].config, "SELECT outcome FROM run")

    assert stopped[name].took_s < 10
    assert [{"outcome": "stopped"}] == run
    assert "What was fetched is stored" in stopped[name].said


def test_what_came_before_the_signal_is_stored(stopped):
    expected = {number: "waiting" if number in "67" else "fetched" for number in "01234567"}

    assert expected == states(stopped["silent"].config)


def test_what_waits_for_its_turn_is_not_waited_for(stopped):
    assert stopped["slow"].took_s < collect.DRAIN_S - 2
    assert 6 <= list(states(stopped["slow"].config).values()).count("waiting")


def test_run_after_a_signal_goes_on(stopped):
    config = stopped["slow"].config
    source = config.parent / "sources" / "slow.toml"
    source.write_text(source.read_text("utf-8").replace("delay_s = 1", ""), "utf-8")

    assert (0, "") == crawling.run(config, NOW + timedelta(minutes=1))
    assert {"fetched"} == set(states(config).values())


def test_full_disk_ends_the_crawl_with_a_sentence_and_loses_nothing(faults, tmp_path):
    config = setup(tmp_path / "desk", faults, "large")
    with crawling.start(config, NOW, largest_file_bytes=3_300_000) as child:
        said, _ = child.communicate(timeout=30)

    assert (1, False) == (child.returncode, "Traceback" in said), said
    assert "the disk is full or failing" in said
    assert {"waiting", "fetched"} == set(states(config).values())

    crawling.run(config, NOW + timedelta(minutes=1))

    assert dict.fromkeys("01234567", "fetched") == states(config)
