"""Weeks of digests by mail to a server that fails in every way it can, and the account of each match."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

from dazor import deliver
from dazor.config import Config
from store.database import Database, open_database
from tests import mailing, newsdesk
from tests.mailing import Post

READERS = ("anna", "boris", "vera")
MISHAPS = (
    "none",
    "down",
    "4xx",
    "421",
    "5xx",
    "slow",
    "cut_before",
    "cut_after",
    "killed_before",
    "killed_after",
)
START = datetime(2024, 5, 30, 5, 30, tzinfo=UTC)
TIMEOUT_S = 0.2
KILLED_AT = {"killed_before": "dazor.deliver.ways.send", "killed_after": "dazor.deliver.deliveries.arrived"}


class Killed(BaseException):
    """The process is no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of every match for every reader, and of every letter."""

    matches: int
    mishaps: Counter[str]
    fates: Counter[str]
    once: int  # delivered, and in exactly one letter
    explained: int  # in a letter that was refused, and the ledger says so
    unexplained: list[str]
    repeats: int  # letters that came again
    silent_repeats: int  # … and did not say so


def rehearse(folder: Path, *, days: int, a_day: int, seed: int) -> Account:
    """So many days with so many texts each; a server that meets a mishap at nine passes of ten."""
    rng, post = random.Random(seed), Post(port=mailing.free_port())
    config = _config(folder, post)
    db = open_database(folder / "news.db")
    mishaps: Counter[str] = Counter()
    newsdesk.add_source(db, "baravik", "Baravik News")
    newsdesk.make_digest(db, config, START - timedelta(days=1))
    with mailing.serving(post):
        for day in range(days):
            now = START + timedelta(days=day)
            with db.transaction():
                for number in range(a_day):
                    key = f"{day:02}{number:05}"
                    newsdesk.add_text(
                        db, "baravik", key, f"Новые санкции, сообщение n{key}.", now - timedelta(hours=1)
                    )
            newsdesk.make_digest(db, config, now)
            for hour in range(0, 24, 3):
                mishap = rng.choice(MISHAPS) if rng.random() < 0.9 else "none"
                mishaps[mishap] += 1
                send(db, config, post, mishap, now + timedelta(hours=hour))
        for hour in range(0, 48, 4):
            send(db, config, post, "none", START + timedelta(days=days, hours=hour))
    found = account(db, post, mishaps)
    db.close()
    return found


def send(db: Database, config: Config, post: Post, mishap: str, now: datetime) -> None:
    """One run of the stage, with one mishap."""
    post.answers, post.cuts, post.slow_s = {}, [], 0
    match mishap:
        case "4xx":
            post.answers = {"RCPT": ["451 4.7.1 Greylisted"]}
        case "421":
            post.answers = {"MAIL": ["421 4.3.2 Going down"]}
        case "5xx":
            post.answers = {"DATA": ["554 5.7.1 Looks like spam"]}
        case "slow":
            post.slow_s = 2 * TIMEOUT_S
        case "cut_before" | "cut_after":
            post.cuts = [mishap.removeprefix("cut_")]
        case "down":
            mail = config.mail.model_copy(update={"port": mailing.free_port()})
            config = config.model_copy(update={"mail": mail})
    killed = KILLED_AT.get(mishap)
    with patch(killed, side_effect=Killed) if killed else nullcontext(), suppress(Killed):
        deliver.run(db, config, now)


def account(db: Database, post: Post, mishaps: Counter[str]) -> Account:
    """Each match of each reader held against what arrived."""
    arrived: dict[str, Counter[str]] = {reader: Counter() for reader in READERS}  # markers by reader
    seen, plain = Counter[str](), Counter[str]()  # copies of each letter; those that do not say so
    for mail in post.got:
        name = mail["Message-ID"]
        plain[name] += "possibly a repeat" not in mailing.text(mail).splitlines()[0]
        if name not in seen:
            arrived[_reader(mail)].update(_markers(mail))
        seen[name] += 1
    keys = {row["id"]: f"n{row['key']}" for row in db.rows(KEYS)}
    fates: Counter[str] = Counter()
    once = explained = 0
    unexplained = []
    for reader in READERS:
        told = newsdesk.fates(db, reader)
        for match, marker in keys.items():
            fate, times = told.get(match, "none"), arrived[reader][marker]
            fates[fate] += 1
            once += fate == "delivered" and times == 1
            explained += fate == "failed"
            if not ((fate == "delivered" and times == 1) or fate == "failed"):
                unexplained.append(f"{reader} {marker}: {fate}, {times} times")
    return Account(
        matches=len(keys),
        mishaps=mishaps,
        fates=fates,
        once=once,
        explained=explained,
        unexplained=unexplained,
        repeats=sum(times - 1 for times in seen.values()),
        silent_repeats=sum(max(times - 1, 0) for times in plain.values()),
    )


KEYS = """
SELECT match.id, document.key
FROM match JOIN version ON version.id = match.version JOIN document ON document.id = version.document
"""


def _config(folder: Path, post: Post) -> Config:
    readers = tuple({"id": reader, "to": f"{reader}@desk.example"} for reader in READERS)
    mail = mailing.make_config(folder, post, timeout_s=TIMEOUT_S).mail
    return newsdesk.make_config(folder, subscribers=readers).model_copy(update={"mail": mail})


def _reader(mail: EmailMessage) -> str:
    return str(mail["To"]).partition("@")[0]


def _markers(mail: EmailMessage) -> Iterator[str]:
    """The numbers of the texts that the mail or its file shows, each once."""
    words = mailing.page(mail) + "".join(str(part.get_content()) for part in mail.iter_attachments())
    yield from set(mailing.MARKER.findall(_unmarked(words)))


def _unmarked(html: str) -> str:
    return html.replace("<mark>", "").replace("</mark>", "")
