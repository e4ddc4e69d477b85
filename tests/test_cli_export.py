"""`dazor export documents` as a table."""

import csv
import io

import copied
import shelf
from commands import dazor

from store import documents
from store.database import opened


def test_table_has_a_row_for_each_version(tmp_path, now):
    config = copied.install(tmp_path / "desk", now, pages=2)
    with opened(config.store.path, version="test", now=now) as db, db.transaction():
        documents.save(
            db, shelf.arrival("=1+1", now, key="prudok.example/news/10", reading=shelf.reading("=1+1"))
        )

    said = dazor(config.config_file, "export", "documents", "--format", "csv").stdout

    assert said.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(said.removeprefix("\ufeff"))))
    assert [("1", "1"), ("1", "2"), ("2", "1")] == [(row["document"], row["version"]) for row in rows]
    assert ["Река 0 вышла из берегов.", "'=1+1", "Река 1 вышла из берегов."] == [row["text"] for row in rows]
