"""Photographs from preview pages: a page is read, a rule matches, and the job fetches in a child."""

import hashlib
import time
from datetime import timedelta
from types import SimpleNamespace

import crawling
import pytest
from faults import Faults, answer, endless, redirect, silence
from telegram_desk import FIRST, Telegram, channel, post, source, watch
from tgserver import media
from tgserver.preview import page

from crawlers import photographs, plan, preview, record, settle
from crawlers.answer import Answer
from dazor import alerts, catalogue, config
from store import chain, channels, raws
from store import photographs as wanted
from store.database import opened

NAME = f"prudok_{FIRST}"
RULES = '[[rule]]\nid = "r"\nname = "R"\nsections = ["military"]\nquery = "колонна"\n'
PHOTO = {"type": "photo"}
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20
PICTURE = f"/file/{NAME}/1.jpg"
PAGE_OF_IT = f"/s/{NAME}?before=2"
LATER = timedelta(minutes=10)


@pytest.fixture
def tme():
    """A host of previews whose answers a test fills in, and another host."""
    with Faults({"tme": {}, "other": {}}) as faults:
        yield faults


def shown(*posts):
    return page(Telegram(channel(FIRST, *posts))[FIRST])


def matching(now, text="Колонна в лесу."):
    return post(1, text, media=PHOTO, at=now)


def desk(folder, tme, now, body, more=""):
    """The settings of a desk that has read this page of the channel and matched its posts."""
    written = (
        f'id = "prudok"\nname = "Prudok"\nkind = "channel"\nchannel = "{NAME}"\nlanguages = ["ru"]\n'
        f'zone = "Europe/Minsk"\n[[entry]]\nkind = "preview"\nurl = "{tme.bases["tme"]}/s/{NAME}"\n'
    )
    base = f'[telegram.web]\nbase_url = "{tme.bases["tme"]}"\n{more}'
    file = crawling.write_setup(folder, {"prudok": written}, crawl=base)
    (folder / "rules.toml").write_text(RULES, "utf-8")
    settings = config.load(file)
    with opened(settings.store.path, version="0.4.0", now=now) as db:
        sources = catalogue.load(settings).sources
        (errand,) = plan.plan(db, [one for one in sources if one.id == "prudok"], settings, now)
        came = Answer(url=errand.url, outcome="ok", status=200, body=body.encode())
        record.entry_answer(db, errand, came, now)
        settle.run(db, settings, now)
        alerts.run(db, settings, now)
    return file


def fetch(file, at):
    code, said = crawling.run(file, at, "photographs")
    assert (0, "") == (code, said)
    return [
        (row["state"], row["reason"])
        for row in crawling.rows(file, "SELECT state, reason FROM photograph ORDER BY document, place")
    ]


def test_photograph_is_kept_once_with_its_link_in_the_chain(tmp_path, tme, now):
    tme.sites["tme"][PICTURE] = answer(JPEG, kind="image/jpeg")
    file = desk(tmp_path / "desk", tme, now, shown(matching(now)))

    assert [("kept", None)] == fetch(file, now + LATER)
    assert [("kept", None)] == fetch(file, now + 2 * LATER)

    assert ["/robots.txt", PICTURE] == tme.paths("tme")
    with opened(tmp_path / "desk" / "data" / "news.db", version="0.4.0", now=now) as db:
        row = db.row("SELECT * FROM photograph")
        assert (hashlib.sha256(JPEG).hexdigest(), len(JPEG), "preview") == (
            row["sha256"], row["size_bytes"], row["via"],
        )  # fmt: skip
        assert raws.read(db, row["sha256"]) == JPEG
        assert None is chain.broken_at(db)


def test_post_that_no_rule_matches_is_left_alone(tmp_path, tme, now):
    file = desk(tmp_path / "desk", tme, now, shown(matching(now, "Погода хорошая.")))

    assert [] == fetch(file, now + LATER)
    assert [] == tme.paths("tme")


def test_address_that_has_died_is_looked_up_on_the_page(tmp_path, tme, now):
    body = shown(matching(now))
    tme.sites["tme"] |= {
        PAGE_OF_IT: answer(body.replace(PICTURE, "/file/new.jpg").encode()),
        "/file/new.jpg": answer(JPEG, kind="image/jpeg"),
    }
    file = desk(tmp_path / "desk", tme, now, body)

    assert [("kept", None)] == fetch(file, now + LATER)
    assert ["/robots.txt", PICTURE, PAGE_OF_IT, "/file/new.jpg"] == tme.paths("tme")


def test_post_that_is_gone_has_no_photograph_any_more(tmp_path, tme, now):
    tme.sites["tme"][PAGE_OF_IT] = answer(shown(post(3, "Другое.", at=now)).encode())
    file = desk(tmp_path / "desk", tme, now, shown(matching(now)))

    assert [("gone", "no_photograph")] == fetch(file, now + LATER)


def test_page_of_words_is_not_kept_for_a_photograph(tmp_path, tme, now):
    body = shown(matching(now))
    tme.sites["tme"] |= {
        PICTURE: answer(b"<html><p>Please log in</p></html>", kind="image/jpeg"),
        PAGE_OF_IT: answer(body.encode()),
    }
    file = desk(tmp_path / "desk", tme, now, body)

    assert [("waiting", "not_a_picture")] == fetch(file, now + LATER)
    kept = crawling.rows(
        file, "SELECT body, month FROM raw JOIN fetch USING (sha256) WHERE kind = 'photograph'"
    )
    assert [(None, None)] * 2 == [(row["body"], row["month"]) for row in kept]


@pytest.mark.parametrize("trap", [answer(bytes(300_000), kind="image/jpeg"), endless])
def test_too_big_is_not_taken(tmp_path, tme, now, trap):
    tme.sites["tme"][PICTURE] = trap
    file = desk(tmp_path / "desk", tme, now, shown(matching(now)), "[photographs]\nmax_mb = 0.2\n")

    assert [("too_big", "too_big")] == fetch(file, now + LATER)


def test_budget_of_a_day_holds_over_runs_and_the_rest_comes_the_next_day(tmp_path, tme, now):
    posts = [post(number, "Колонна.", media=PHOTO, at=now) for number in (1, 2)]
    tme.sites["tme"] |= {f"/file/{NAME}/{n}.jpg": answer(JPEG, kind="image/jpeg") for n in (1, 2)}
    file = desk(tmp_path / "desk", tme, now, shown(*posts), "[photographs]\ndaily_mb = 0.006\n")

    for minutes in (10, 20):
        assert ["kept", "waiting"] == sorted(
            state for state, _ in fetch(file, now + timedelta(minutes=minutes))
        )
    assert [("kept", None)] * 2 == fetch(file, now + timedelta(days=1))


def test_failure_is_not_tried_again_before_its_time(tmp_path, tme, now):
    tme.sites["tme"][PICTURE] = answer(status="500 Oops")
    file = desk(tmp_path / "desk", tme, now, shown(matching(now)))

    assert [("waiting", "server_error")] == fetch(file, now + LATER)
    fetch(file, now + LATER + timedelta(minutes=5))
    assert 1 == tme.paths("tme").count(PICTURE)


@pytest.mark.parametrize("target", ["http://10.0.0.7/x.jpg", "other"])
def test_redirect_elsewhere_is_not_followed(tmp_path, tme, now, target):
    target = f"{tme.bases['other']}/x.jpg" if target == "other" else target
    tme.sites["tme"][PICTURE] = redirect(target)
    file = desk(tmp_path / "desk", tme, now, shown(matching(now)))

    assert [("waiting", "offsite")] == fetch(file, now + LATER)
    assert [] == tme.paths("other")


@pytest.mark.parametrize("address", ["http://10.0.0.7/x.jpg", "http://inside.example/x.jpg"])
def test_private_address_on_the_page_is_refused(tmp_path, tme, now, address):
    file = desk(tmp_path / "desk", tme, now, shown(matching(now)).replace(PICTURE, address))

    (state,) = fetch(file, now + LATER)

    assert state in {("waiting", "private_address"), ("waiting", "robots_unreachable")}
    assert [] == tme.paths("tme") + tme.paths("other")


def test_robots_txt_is_obeyed(tmp_path, tme, now):
    tme.sites["tme"] |= {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /file/", kind="text/plain"),
        PICTURE: answer(JPEG, kind="image/jpeg"),
    }
    file = desk(tmp_path / "desk", tme, now, shown(matching(now)))

    assert [("waiting", "robots")] == fetch(file, now + LATER)
    assert ["/robots.txt"] == tme.paths("tme")


def test_what_an_account_reads_is_left_to_it_for_half_an_hour(db, now):
    watch(db)
    one = wanted.Wanted(
        document=1, place=1, wanted_at=now, attempts=0, source=f"prudok-{FIRST}", post_id=1, ids=(1,),
        shown_by=None, raw_sha256=None,
    )  # fmt: skip
    late = now + photographs.FOR_ACCOUNT

    assert [False, True, True] == [
        photographs.is_ours(db, one, source(), accounts, at)
        for accounts, at in ((("desk",), now), (("desk",), late), ((), now))
    ]
    with db.transaction():
        channels.set_state(db, FIRST, "private", now)
    assert photographs.is_ours(db, one, source(), ("desk",), now)


def test_addresses_of_an_album_are_in_the_order_of_the_page(now):
    posts = [post(n, "", media=PHOTO, grouped_id=7, at=now) for n in (4, 5)]
    body = shown(*posts, post(6, "Слова.", at=now)).encode()

    found = [preview.photographs(body, NAME, number, "https://t.me/s/x") for number in (4, 5, 6)]

    assert [(f"https://t.me/file/{NAME}/4.jpg", f"https://t.me/file/{NAME}/5.jpg"), (), ()] == found
    assert () == preview.photographs(b"", NAME, 4, "https://t.me/s/x")


def test_the_preview_brings_the_bytes_that_an_account_gets(tmp_path, telegram_server, now):
    spec = matching(now)
    rig = telegram_server({"channels": [channel(FIRST, spec)]})
    web = SimpleNamespace(bases={"tme": rig.web})
    file = desk(tmp_path / "desk", web, now, shown(spec))
    file.write_text(file.read_text("utf-8").replace("127.0.1.0/24", "127.0.0.1/32"), "utf-8")

    assert [("kept", None)] == fetch(file, now + LATER)

    by_account = media.content(media.number_of(FIRST, spec), spec["media"])
    kept = crawling.rows(file, "SELECT sha256 FROM photograph")
    assert [hashlib.sha256(by_account).hexdigest()] == [row["sha256"] for row in kept]


def test_kill_between_download_and_commit_loses_and_doubles_nothing(tmp_path, tme, now):
    """The second one is on its way when the process is killed."""
    posts = [post(number, "Колонна.", media=PHOTO, at=now) for number in (1, 2)]
    tme.sites["tme"] |= {PICTURE: answer(JPEG, kind="image/jpeg"), f"/file/{NAME}/2.jpg": silence}
    file = desk(tmp_path / "desk", tme, now, shown(*posts))
    child = crawling.start(file, now + LATER, "photographs")
    while f"/file/{NAME}/2.jpg" not in tme.paths("tme"):
        time.sleep(0.05)
    crawling.kill(child)
    tme.sites["tme"][f"/file/{NAME}/2.jpg"] = answer(JPEG + b"2", kind="image/jpeg")

    assert [("kept", None)] * 2 == fetch(file, now + 2 * LATER)

    assert tme.paths("tme").count(PICTURE) + 1 == tme.paths("tme").count(f"/file/{NAME}/2.jpg")
    assert 2 == crawling.rows(file, "SELECT count(*) AS n FROM fetch WHERE kind = 'photograph'")[0]["n"]
