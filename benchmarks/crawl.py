"""
How fast pages are collected: many polite hosts, and the whole path of one site beside newspaper4k.

    python -m benchmarks.crawl [--hosts 100] [--pages 50] [--articles 300] [--cache FOLDER]

Prints a JSON line a figure and exits with 1 where one is under its floor. Two minutes on two cores;
the first run installs newspaper4k into an environment of its own in the cache folder.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import loopback, skeletons
from store.database import opened_to_read

NEWSPAPER = "newspaper4k==0.9.6"
LATENCY_S = 0.2
DELAY_S = 1.0
FLOORS = {"polite_many_hosts": 0.75, "vs_newspaper4k": 4.0}
CARD = """
<div class="card card--small"><div class="card__picture"><a href="/news/{number}-other" class="card__link">
<img src="/i/{number}.jpg" width="320" height="180" alt="" loading="lazy"></a></div><div class="card__text">
<span class="card__rubric"><a href="/rubric/{number}">Общество</a></span><h3 class="card__title">
<a href="/news/{number}-other">Жители Заречья выбрали название новой улицы, {number}</a></h3>
<time class="card__time">12:{number:02}</time><ul class="card__tags"><li>Заречье</li><li>улица</li></ul>
</div></div>
"""
READ_WITH_NEWSPAPER = """
import sys, warnings
warnings.simplefilter("ignore")
from newspaper import Article, Config
from newspaper.mthreading import fetch_news
wanted = Config()
wanted.fetch_images = False
articles = [Article(url, config=wanted) for url in sys.argv[1:]]
fetch_news(articles, threads=4)
print(sum(bool(one.text) for one in articles))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a program took, from its start to its end."""

    wall_s: float
    cpu_s: float
    peak_mebibytes: float
    said: str


def main() -> int:
    """All figures; the exit code."""
    parser = argparse.ArgumentParser(description="How fast pages are collected.")
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--pages", type=int, default=50, help="of each host")
    parser.add_argument("--articles", type=int, default=300, help="of the one site; at most a run's budget")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "dazor-benchmarks")
    wanted = parser.parse_args()
    figures = many_hosts(wanted.hosts, wanted.pages) | whole_path(wanted.articles, wanted.cache)
    for name, figure in figures.items():
        print(json.dumps({"id": name, "figure": round(figure, 2), "floor": FLOORS.get(name)}))
    return 1 if any(figures[name] < floor for name, floor in FLOORS.items()) else 0


def many_hosts(hosts: int, count: int) -> dict[str, float]:
    """Pages of 10 kB fetched and stored, beside what the pause allows: a request a pause of each host."""
    pages = [page(number, 10_000) for number in range(count)]
    with (
        tempfile.TemporaryDirectory() as folder,
        loopback.sites(hosts, pages, latency_s=LATENCY_S) as bases,
    ):
        config = loopback.desk(Path(folder), bases, delay_s=DELAY_S)
        crawl = job(config, "web")
        fetched = stored(config, "SELECT count(*) FROM url WHERE state = 'fetched'")
    assert fetched == hosts * count, f"{fetched} of {hosts * count} pages"
    return {
        "polite_many_hosts": fetched / crawl.wall_s / (hosts / DELAY_S),
        "polite_many_hosts_cpu_ms": 1000 * crawl.cpu_s / fetched,
        "polite_many_hosts_peak_mebibytes": crawl.peak_mebibytes,
    }


def whole_path(count: int, cache: Path) -> dict[str, float]:
    """One site without a pause: fetch, store and extract, beside newspaper4k with the same addresses."""
    pages = [page(number, 100_000) for number in range(count)]
    newspaper = environment(cache, NEWSPAPER)
    with tempfile.TemporaryDirectory() as folder, loopback.sites(1, pages) as (base,):
        config = loopback.desk(Path(folder), [base], delay_s=0)
        crawl, extract = job(config, "web"), job(config, "extract")
        texts = stored(config, "SELECT count(*) FROM document")
        urls = [f"{base}/news/{number}" for number in range(count)]
        peer = spent([str(newspaper), "-c", READ_WITH_NEWSPAPER, *urls])
    assert texts == count, f"{texts} texts of {count} pages"
    assert int(peer.said) == count, f"newspaper4k: {peer.said} texts of {count} pages"
    wall_s, cpu_s = crawl.wall_s + extract.wall_s, crawl.cpu_s + extract.cpu_s
    return {
        "whole_path_pages_per_s": count / wall_s,
        "whole_path_crawl_s": crawl.wall_s,
        "whole_path_extract_s": extract.wall_s,
        "whole_path_cpu_ms": 1000 * cpu_s / count,
        "whole_path_crawl_cpu_ms": 1000 * crawl.cpu_s / count,
        "whole_path_extract_cpu_ms": 1000 * extract.cpu_s / count,
        "newspaper4k_pages_per_s": count / peer.wall_s,
        "newspaper4k_cpu_ms": 1000 * peer.cpu_s / count,
        "vs_newspaper4k": peer.wall_s / wall_s,
    }


def page(number: int, size_bytes: int) -> bytes:
    """A page of our own: an article, with cards and scripts around it up to the size, as on real sites."""
    every = [skeletons.render(one.file) for one in skeletons.every() if one.file.startswith("bitrix/")]
    body = every[number % len(every)].replace(b"</h1>", f" {number}</h1>".encode(), 1)
    lines = body[body.index(b'<div class="block-text">') :].partition(b"</div>")[0].split(b"<p>")[1:]
    again = b"".join(
        b"<p>" + line.replace(b".</p>", f", {number + n}.</p>".encode()) for n, line in enumerate(lines * 3)
    )
    body = body.replace(b'<div class="block-text">', b'<div class="block-text">' + again, 1)
    cards = "".join(CARD.format(number=n) for n in range(max(0, (size_bytes - len(body)) // 2 // len(CARD))))
    body = body.replace(b"</body>", f'<aside class="feed">{cards}</aside></body>'.encode())
    script = b"<script>" + b"window.a = [1, 2, 3];\n" * max(0, (size_bytes - len(body)) // 22) + b"</script>"
    return body.replace(b"</body>", script + b"</body>")


def job(config: Path, name: str) -> Spent:
    """A job of Dazor in a process of its own."""
    program = [sys.executable, "-m", "dazor", "--config", str(config)]
    return spent([*program, "job", name, "--now", loopback.NOW.isoformat()])


def spent(command: Sequence[str]) -> Spent:
    """Run a program to its good end."""
    began_s = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"{command[:4]} ended with {child.returncode}"
    return Spent(
        wall_s=time.perf_counter() - began_s,
        cpu_s=used.ru_utime + used.ru_stime,
        peak_mebibytes=used.ru_maxrss / 1024,
        said=said,
    )


def stored(config: Path, sql: str) -> int:
    """A number from the store."""
    with opened_to_read(config.parent / "data" / "news.db") as db:
        return int(db.value(sql))


def environment(cache: Path, package: str) -> Path:
    """The Python of an environment that has this package; made where it is not there yet."""
    folder = cache / package.replace("==", "-")
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", package], check=True)
        (folder / "ready").touch()
    return python


if __name__ == "__main__":
    sys.exit(main())
