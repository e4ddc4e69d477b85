"""Whatever kills the analyse stage, every text is in the index once."""

import multiprocessing
import os
import random
import signal
import time

import newsdesk

from dazor import analyse, search
from dazor.rules.parse import parse
from dazor.search import Query
from store.database import open_database
from store.documents import Arrival, save
from store.types import Reading

TEXTS = 300
KILLS = 8


def index(path, config, now):
    """In a process of its own, in small batches; anew where everything is done."""
    analyse.BATCH = 5
    with open_database(path) as db:
        is_anew = db.value("SELECT count(*) FROM generation WHERE first_version = 1") == 1
        analyse.run(db, config, now, is_anew=is_anew)


def kill_later(child, chance):
    time.sleep(0.02 + chance.random() * 0.3)
    if child.is_alive():
        os.kill(child.pid, signal.SIGKILL)
    child.join()


def test_an_index_that_is_killed_again_and_again_has_every_text_once(tmp_path, now):
    config = newsdesk.make_config(tmp_path)
    path = config.store.path
    with open_database(path) as db:
        newsdesk.add_source(db, "baravik", "Baravik News")
        with db.transaction():
            for number in range(TEXTS):
                reading = Reading(extractor="test", outcome="ok", text=f"Санкции номер {number}.")
                given = {"source": "baravik", "kind": "article", "key": str(number), "url": ""}
                save(db, Arrival(**given, reading=reading, seen_at=now))
    chance = random.Random(4)
    for _ in range(KILLS):
        child = multiprocessing.get_context("fork").Process(target=index, args=(path, config, now))
        child.start()
        kill_later(child, chance)

    with open_database(path) as db:
        analyse.run(db, config, now, back_at_most=None)

        [slot] = [row["slot"] for row in db.rows("SELECT slot FROM generation")]
        rows = [row["id"] for row in db.rows(f"SELECT id FROM words_{slot}_docsize ORDER BY id")]
        assert list(range(1, TEXTS + 1)) == rows
        assert TEXTS == db.value("SELECT count(*) FROM indexed")
        found = list(search.versions(db, Query(tree=parse("санкций"))))
        assert list(range(TEXTS, 0, -1)) == found
        db.conn.execute(f"INSERT INTO words_{slot} (words_{slot}) VALUES ('integrity-check')")
