"""The same world by preview and by account: the same posts and texts, and what only one of them sees."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from telegram_desk import FIRST, NOW, Telegram, channel, ids, known, post, source, swept, watch
from tgserver.preview import page

from crawlers import preview, record, settle
from crawlers.answer import Answer
from crawlers.plan import plan
from dazor import catalogue
from dazor.catalogue import Catalogue
from dazor.config import Config
from store.database import open_database
from store.types import Post
from telegram import convert, history

HOUR = timedelta(hours=1)
# The time of an edit, exact counts and the facts of media: the preview leaves out or rounds them.
ONLY_ACCOUNT = ("html", "edited_at", "forwards", "media", "links")
NAME = f"prudok_{FIRST}"
ODD = [
    post(1, html="Мост <b>открыт</b><br/>сегодня\n\n\n\nв <i>полдень</i>  и  <u>вечером</u>"),
    post(2, html='<a href="https://a.example/?x=1&amp;y=2">Ссылка</a> #мост @prudok <code>x &lt; y</code>'),
    post(3, html="<blockquote>Цитата</blockquote>\nи ответ", reply_to=1),
    post(4, "👍" * 4096),
    post(5, "Переслано", fwd={"channel": 1900, "post": 7, "username": "zavod", "title": "Завод"}),
    post(6, "Скрыто", fwd={"name": "Ян Лес"}),
    post(7, "", media={"type": "poll", "question": "Построить?", "answers": [["Да", 3], ["Нет", 1]]}),
    post(8, "", media={"type": "photo"}),
    post(9, "Видео", media={"type": "video", "duration": 134.0}),
    post(10, "", media={"type": "document", "name": "акт.pdf"}),
    post(11, "Страница", media={"type": "webpage", "url": "https://a.example/", "title": "А"}),
    post(12, "", service="pin"),
    post(13, "", media={"type": "photo"}, grouped_id=5, at=NOW),
    post(14, "Альбом", media={"type": "photo"}, grouped_id=5, at=NOW),
    post(15, "", media={"type": "photo"}, grouped_id=5, at=NOW),
    post(16, "Исправлено", edit_date=int(NOW.timestamp())),
    post(17, "Не видно", edit_date=int(NOW.timestamp()), edit_hide=True),
    post(18, "Ўсё   роўна\u00a0добра &amp; усё"),
]  # fmt: skip


@pytest.fixture
def telegram():
    """Odd posts, then many that are made by chance, with albums across the ends of pages."""
    made = {"count": 150, "start_id": 30, "start": (NOW - 30 * HOUR).timestamp(), "step": 700}
    return Telegram(channel(FIRST, *ODD, generate=made | {"gap_every": 9, "album_every": 11}))


@pytest.fixture
def config(tmp_path: Path, monkeypatch) -> Config:
    monkeypatch.setattr(catalogue, "load", lambda _: Catalogue(sources=(source(),)))
    return Config.model_validate({}, context={"folder": tmp_path})


def read_previews(db, config, telegram, at=NOW):
    """Newest page and all older ones that are wanted, as a crawl does it, then their settling."""
    errands = plan(db, [source()], config, at, is_due=False, since=at - timedelta(days=90))
    while errands:
        errand = errands.pop(0)
        before = errand.url.partition("?before=")[2].partition("#")[0]
        body = page(telegram[FIRST], before=int(before) if before else None).encode()
        answer = Answer(url=errand.url.partition("#")[0], outcome="ok", status=200, body=body)
        if errand.address:
            further = record.address_answer(db, errand, answer, at)
        else:
            further = record.entry_answer(db, errand, answer, at)
        errands += [errand.to(address) for address in further]
    settle.run(db, config, at)


def stored(db) -> dict[str, list[str]]:
    """Every document with the words of its versions."""
    rows = db.rows(
        """
        SELECT key, version.text FROM document JOIN version ON version.document = document.id
        ORDER BY version.number
        """
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["key"], []).append(" ".join(row["text"].split()))
    return found


def test_both_ways_give_the_same_documents(db, config, telegram):
    watch(db)
    swept(db, telegram.ask)
    with open_database(":memory:") as other:
        read_previews(other, config, telegram)

        assert stored(other) == stored(db)
    assert [n for n in telegram[FIRST].ids if n != 12] == ids(db)


def test_a_change_of_the_way_changes_no_text(db, config, telegram):
    """The account, then the preview while it waits, then the account again: no version, no deletion."""
    watch(db)
    swept(db, telegram.ask)
    before = stored(db)
    read_previews(db, config, telegram, NOW + HOUR)
    swept(db, telegram.ask, NOW + 3 * HOUR)

    assert before == stored(db)
    assert 0 == db.value(
        "SELECT count(*) FROM document WHERE gone_at IS NOT NULL OR absent_since IS NOT NULL"
    )


def test_all_other_facts_of_a_post_are_equal(db, telegram):
    """What only one way sees stands in `ONLY_ACCOUNT`."""
    watch(db)
    question = history.below(known(db), 20)
    answer = asyncio.run(telegram.ask(question.request))
    body = page(telegram[FIRST], before=20).encode()

    by_account = [facts(one) for one in convert.page(answer, NAME).posts]
    by_preview = [facts(one) for one in preview.posts(body, NAME).posts]

    assert by_account == by_preview


def facts(one: Post) -> dict[str, object]:
    found = {name: getattr(one, name) for name in Post.__slots__ if name not in ONLY_ACCOUNT}
    return found | {"text": " ".join(one.text.split())}
