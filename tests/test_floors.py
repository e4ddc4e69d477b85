"""The house holds: who may import whom, which library lives where, and what occurs in one place only."""

import ast
import graphlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent

ROOF = 7
GROUND = -1
FLOORS = {
    "dazor.__main__": ROOF + 1,  # python -m dazor
    "dazor.cli": ROOF,
    "dazor.demo": 6,
    "scheduler": 5,
    "dazor.desk": 5,
    "crawlers": 4,
    "telegram": 4,
    "dazor.analyse": 4,
    "dazor.alerts": 4,
    "dazor.stories": 4,
    "dazor.digest": 4,
    "dazor.deliver": 4,
    "dazor.review": 4,
    "dazor.evidence": 4,
    "dazor.jobs": 4,
    "dazor.simulator": 4,
    "dazor.health": 3,
    "dazor.backup": 2,
    "dazor.search": 3,
    "dazor.rules": 2,
    "dazor.catalogue": 1,
    "dazor.register": 1,
    "dazor.config": 0,
    "dazor.text": 0,
    "dazor.toml": 0,
    "dazor": GROUND,  # the version number, nothing else
    "store": GROUND,
}

LIBRARIES = {
    "scrapy": {"crawlers"},
    "twisted": {"crawlers"},
    "parsel": {"crawlers"},
    "pyrage": {"dazor.backup"},
    "trafilatura": {"crawlers"},
    "feedparser": {"crawlers"},
    "telethon": {"telegram"},
    "smtplib": {"dazor.deliver"},
    "apprise": {"dazor.deliver"},
    "pysequoia": {"dazor.deliver"},
    "pymorphy3": {"dazor.text"},
    "marisa_trie": {"dazor.text"},
    "segno": {"telegram"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "apscheduler": {"scheduler"},
    "starlette": {"dazor.desk", "dazor.demo"},
    "uvicorn": {"dazor.desk", "dazor.demo"},
}

CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
KNOWS_THE_TIME = {"scheduler", "dazor.cli"}
READS_THE_ENVIRONMENT = {"scheduler", "dazor.cli"}
IMPORTS_LATE = {"dazor.cli"}
BROAD_GUARDS = 3  # the job runner, the per-document guard of the crawl, the desk's error page
LONGEST_FILE = 400
SQL = re.compile(r"\b(SELECT\s[^.]*\sFROM|INSERT INTO|UPDATE \w+\s+SET|DELETE FROM|CREATE TABLE|PRAGMA \w)")


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the house by its dotted name; a package is named like its folder."""
    files = [HOUSE / "scheduler.py"]
    for package in ("crawlers", "telegram", "store", "dazor"):
        files += sorted((HOUSE / package).rglob("*.py"))
    return {dotted(file): ast.parse(file.read_text("utf-8"), file) for file in files if file.exists()}


def dotted(file: Path) -> str:
    return ".".join(file.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str | None:
    """The longest name in FLOORS that the module lies in; None: not in the table, or not ours."""
    parts = module.split(".")
    if parts[0] == "dazor" and len(parts) > 1:
        name = ".".join(parts[:2])
        return name if name in FLOORS else None
    return parts[0] if parts[0] in FLOORS else None


def imported(tree: ast.Module) -> Iterator[str]:
    """Names of imported modules; `from store import urls` gives store.urls if that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in line {node.lineno}: write the whole name"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in modules() else str(node.module)


def uses(tree: ast.Module) -> set[str]:
    """The last two names of every dotted expression: datetime.now, os.environ."""
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {".".join(ast.unparse(node).split(".")[-2:]) for node in attributes}


def test_every_module_has_a_room():
    assert [] == [name for name in modules() if room(name) is None], "add the room to FLOORS or move the code"


def test_imports_go_down():
    wrong = [
        f"{name} imports {other}"
        for name, tree in modules().items()
        for other in imported(tree)
        if (here := room(name)) and (there := room(other)) and here != there and FLOORS[here] <= FLOORS[there]
    ]

    assert [] == wrong


def test_imports_make_no_circle():
    graph = {name: set(imported(tree)) & set(modules()) - {name} for name, tree in modules().items()}

    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_lives_in_its_room(library):
    guests = [
        name
        for name, tree in modules().items()
        if library in {other.split(".")[0] for other in imported(tree)}
        and room(name) not in LIBRARIES[library]
    ]

    assert [] == guests


def test_imports_stand_at_the_top():
    late = [
        f"{name}, line {node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and node not in tree.body
        and room(name) not in IMPORTS_LATE
    ]

    assert [] == late


def test_time_comes_from_above():
    askers = [name for name, tree in modules().items() if uses(tree) & CLOCKS]

    assert [] == [name for name in askers if room(name) not in KNOWS_THE_TIME]


def test_environment_is_read_above():
    readers = [room(name) for name, tree in modules().items() if uses(tree) & {"os.environ", "os.getenv"}]

    assert set() == set(readers) - READS_THE_ENVIRONMENT


def test_broad_guards_are_three_at_most():
    guards = [
        f"{name}, line {node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) == "Exception")
    ]

    assert len(guards) <= BROAD_GUARDS, guards


def test_sql_stays_in_the_store():
    spilt = [
        f"{name}, line {node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
        if room(name) != "store"
    ]

    assert [] == spilt


def test_telegram_package_is_a_docstring_only():
    """Another project uses the same import name; submodules are imported by name."""
    body = modules()["telegram"].body

    assert [ast.Expr] == [type(node) for node in body]


def test_files_stay_short():
    python = [file for file in HOUSE.rglob("*.py") if ".venv" not in file.parts]
    lengths = {str(file.relative_to(HOUSE)): len(file.read_text("utf-8").splitlines()) for file in python}

    assert {} == {name: length for name, length in lengths.items() if length > LONGEST_FILE}
