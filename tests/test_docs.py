"""What the pages promise is there: targets, links, generated parts, the named data."""

import hashlib
import re
from pathlib import Path

import pytest

from docs.generate import renewed

HOUSE = Path(__file__).parent.parent
PAGES = [HOUSE / "README.md", HOUSE / "CHANGELOG.md", HOUSE / "LICENSES.md", *sorted(HOUSE.glob("docs/*.md"))]
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
DATA_SET = re.compile(r"^\| `(\w+)` \| (\d+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_named_in_a_page_exist(page):
    targets = re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(
        r"^(?:cd \S+ && .*)?make ([a-z]+)|`make ([a-z]+)`", page.read_text("utf-8"), re.MULTILINE
    )

    assert set() == {first or second for first, second in named} - set(targets)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = LINK.findall(COMMENT.sub("", page.read_text("utf-8")))
    local = [link for link in links if "://" not in link]

    assert [] == [link for link in local if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_generated_parts_are_as_the_code_has_them(page):
    text = page.read_text("utf-8")

    assert renewed(text) == text, "run .venv/bin/python docs/generate.py"


def test_every_page_is_linked_from_the_readme():
    linked = LINK.findall((HOUSE / "README.md").read_text("utf-8"))

    assert set() == {f"docs/{page.name}" for page in HOUSE.glob("docs/*.md")} - set(linked)


def test_store_page_names_every_column(db):
    page = (HOUSE / "docs/store.md").read_text("utf-8")
    shadows = re.compile(r"_|sqlite_|words_[ab]_")  # what SQLite and its search keep for themselves
    tables = [table for table in db.tables if not shadows.match(table.name)]

    for table in tables:
        part = page.split(f"### {table.name}\n")[1].split("###")[0]
        assert [column.name for column in table.columns] == re.findall(r"^\| `(\w+)`", part, re.MULTILINE)


def test_data_sets_are_the_documented_ones(shared):
    documented = DATA_SET.findall((HOUSE / "docs/data.md").read_text("utf-8"))
    found = [(name, *fingerprint(shared / "data" / name)) for name, _, _ in documented]

    assert documented == found


def fingerprint(folder: Path) -> tuple[str, str]:
    """Number of files, and sha256 of their list as docs/data.md says."""
    files = sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and file.name != "README.md"
    )
    lines = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in files)
    return str(len(files)), hashlib.sha256(lines.encode()).hexdigest()
