"""Random rules, and a small store of texts that they hit now and then; all of it invented."""

import random
from datetime import datetime, timedelta

import newsdesk

from dazor import analyse, search
from dazor.rules import matcher
from store import texts
from store.database import Database
from store.documents import Arrival, save
from store.types import Reading

# Forms that share lemmas, within a language and across, and some that fold to one another.
WORDS = (
    "санкции санкций Санкциями санкцыі санкцый граница границы границе мяжа мяжы рада рад рады Рада радам "
    "учения учениях вучэнні министр министра прем'ер премьер-министр премьер-министра обороны Сiдаровiч "
    "Лукин Лукина Лукину Лукіна МОСКВА MOCKBA Москве CTO сто border borders Border's drones drone drill "
    "ядерное ядерного оружие оружия оружием мигранты мигрантов мигрант-нелегал экс-министр 2024 NATO "
    "не и А. Иванов"
).split()
BEGINNINGS = ("мигр", "прем", "санкц", "учени", "лукин", "drone", "экс-м", "ядер")
FACTS = ("source:baravik", "source:vestka|baravik", "kind:article", "lang:ru", "lang:be|en", "change:edited")


def query(chance: random.Random) -> str:
    """Something the desk might type; not always something that makes sense."""
    return chance.choice((_part, _part, _row, _taken_away, _facts, _field))(chance)


def fill(db: Database, config, now: datetime, chance: random.Random, count: int) -> None:
    """So many versions, some of them edits, all in the index."""
    for source in ("baravik", "vestka"):
        newsdesk.add_source(db, source, source.title())
    for number in range(count):
        arrival = Arrival(
            source=chance.choice(("baravik", "vestka")),
            kind=chance.choice(("article", "article", "post")),
            key=str(chance.randrange(count // 2)),
            url=f"https://baravik.example/{number}",
            reading=Reading(
                extractor="test",
                outcome="ok",
                title=chance.choice((None, text(chance, 3))),
                text=text(chance, chance.choice((3, 8, 25))),
                rubric=chance.choice((None, None, text(chance, 2))),
            ),
            seen_at=now + timedelta(minutes=number),
        )
        save(db, arrival)
    analyse.run(db, config, now)


def text(chance: random.Random, words: int) -> str:
    """A few words, with signs and new lines between."""
    signs = (" ", " ", " ", ", ", "\n", " — ", "\u00ad ")
    return "".join(chance.choice(WORDS) + chance.choice(signs) for _ in range(words))


def looked_at(db: Database) -> dict[int, matcher.Text]:
    """What a rule looks at of every version."""
    everything = texts.above(db, 0, up_to=texts.newest(db), limit=10**9)
    return {one.version: search.looked_at(one) for one in everything}


def _term(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.7:
        return chance.choice(WORDS)
    if kind < 0.85:
        return f"={chance.choice(WORDS)}"
    return f"{chance.choice(BEGINNINGS)}*"


def _row(chance: random.Random) -> str:
    terms = " ".join(_term(chance) for _ in range(chance.choice((1, 2, 2, 3))))
    return f'"{terms}"'


def _place(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.6:
        return _term(chance)
    return _row(chance) if kind < 0.8 else f"({_term(chance)} OR {_row(chance)} OR {_term(chance)})"


def _part(chance: random.Random) -> str:
    kind = chance.randrange(7)
    if kind == 0:
        return f"{_place(chance)} NEAR/{chance.randrange(6)} {_place(chance)}"
    if kind == 1:
        return f"{_place(chance)} -> {_place(chance)} /{chance.randrange(6)}"
    if kind == 2:
        return f"{chance.randrange(2, 4)}x {_place(chance)}"
    if kind == 3:
        return f"({query(chance)} OR {query(chance)})"
    if kind == 4:
        return f"({query(chance)}) AND ({query(chance)})"
    return _place(chance)


def _taken_away(chance: random.Random) -> str:
    return f"({query(chance)}) NOT ({_part(chance)})"


def _facts(chance: random.Random) -> str:
    return f"({query(chance)}) {chance.choice(('AND', 'AND', 'NOT', 'OR'))} {chance.choice(FACTS)}"


def _field(chance: random.Random) -> str:
    return f"{chance.choice(('title', 'title', 'rubric'))}:({_part(chance)})"
