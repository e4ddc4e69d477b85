"""Random rules of every kind and random texts that they hit now and then; all of it invented."""

import random
from collections.abc import Callable

from dazor.register import Register
from dazor.register import load as register
from dazor.rules import parse
from dazor.rules.matcher import Text
from dazor.rules.mistakes import RuleError
from dazor.rules.tree import Node

# Forms that share lemmas within a language, fold to one another, or differ by a capital or a hyphen.
WORDS = (
    "санкции санкций Санкциями санкцыі санкцыямі sanctions sanction граница границы границе мяжа мяжы "
    "рада рад рады Рада радам учения вучэнні вучэнняў министр министра міністр премьер-министр міністэрства "
    "обороны абароны Сiдаровiч Сідаровіча Сидорович Сідаровіч МОСКВА MOCKBA Москве border borders Border's "
    "ядерное ядерного оружие оружия мигранты мигрант-нелегал партнёр партнера ўдзел удзелам С-300 C-300 "
    "санкції кордон кордону granica granicy і и не на А. В. 2024 он вона the of"
).split()
SENTENCES = (
    "Об этом сообщили в пресс-службе ведомства. Пра гэта паведаміла прэс-служба ведамства. "
    "Про це повідомила пресслужба відомства. The ministry said so on Friday. Poinformowało ministerstwo."
).split(". ")
BEGINNINGS = ("санкц", "мигр", "грани", "мініст", "премьер-м", "bord", "учен", "сідаров")
FACTS = ("source:oak", "source:oak|elm", "kind:post", "lang:ru", "lang:be|en", "change:edited")
ENTITIES = ("sidarovich-ryhor", "oak-agency")
REGISTER_TEXT = """
[[entity]]
id = "sidarovich-ryhor"
kind = "person"
gender = "m"
en = "Ryhor Sidarovich"
be = "Рыгор Сідаровіч"
ru = "Григорий Сидорович"
bare = true

[[entity]]
id = "oak-agency"
kind = "org"
en = "Oak Ministry"
be = "Міністэрства дуба"
ru = "министерство дуба"
head = true
"""


def known() -> Register:
    """A register of two, one of them declined and one matched by lemma."""
    loaded = register.from_text(REGISTER_TEXT, file="entities.toml")
    assert loaded.problems == ()
    return loaded.register


def trees(chance: random.Random, count: int) -> dict[str, Node]:
    """So many rules that make sense, by their query."""
    found: dict[str, Node] = {}
    names = known()
    while len(found) < count:
        query = _query(chance, chance.choice((1, 2, 2, 3)))
        try:
            found[query] = parse.parse(query, names)
        except RuleError:
            continue
    return found


def text(chance: random.Random) -> Text:
    return Text(
        text=_field(chance, chance.choice((0, 3, 8, 20))),
        title=chance.choice((None, _field(chance, 3))),
        rubric=chance.choice((None, _field(chance, 2))),
        source=chance.choice((None, "oak", "elm")),
        kind=chance.choice((None, "post", "article")),
        is_edited=chance.random() < 0.3,
    )


def _field(chance: random.Random, words: int) -> str:
    """Words with signs and new lines between, now and then a sentence that makes the language plain."""
    signs = (" ", " ", " ", ", ", "\n", " — ", "\u00ad ", ". ")
    parts = [chance.choice(SENTENCES if chance.random() < 0.1 else WORDS) for _ in range(words)]
    if chance.random() < 0.3:
        parts.append(chance.choice(("Рыгор Сідаровіч", "Р. Сідаровічу", "министерства дуба", "Oak Ministry")))
    return "".join(part + chance.choice(signs) for part in parts)


def _query(chance: random.Random, depth: int) -> str:
    if depth == 1:
        return chance.choice((_term, _term, _row, _near, _times, _field_of))(chance)
    parts = [_query(chance, depth - 1) for _ in range(chance.choice((2, 2, 3)))]
    kinds: tuple[Callable[[], str], ...] = (
        lambda: f"({' AND '.join(parts)})",
        lambda: f"({' OR '.join(parts)})",
        lambda: f"(({parts[0]}) NOT {parts[1]})",
        lambda: f"({parts[0]} AND NOT {parts[1]})",
        lambda: f"({parts[0]} AND {chance.choice(FACTS)})",
        lambda: f"({parts[0]} AND NOT {chance.choice(FACTS)})",
    )
    return chance.choice(kinds)()


def _term(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.65:
        return chance.choice(WORDS).strip(".").removesuffix("'s")
    if kind < 0.8:
        return f"={chance.choice(WORDS).strip('.')}"
    return f"@{chance.choice(ENTITIES)}" if kind > 0.9 else f"{chance.choice(BEGINNINGS)}*"


def _row(chance: random.Random) -> str:
    return f'"{" ".join(_term(chance) for _ in range(chance.choice((1, 2, 2, 3))))}"'


def _place(chance: random.Random) -> str:
    kinds = (_term, _term, _row, lambda chance: f"({_term(chance)} OR {_row(chance)})")
    return chance.choice(kinds)(chance)


def _near(chance: random.Random) -> str:
    left, right, between = _place(chance), _place(chance), chance.choice((0, 1, 3, 10))
    return f"{left} -> {right} /{between}" if chance.random() < 0.5 else f"{left} NEAR/{between} {right}"


def _times(chance: random.Random) -> str:
    return f"{chance.choice((1, 2, 2, 3))}x {_place(chance)}"


def _field_of(chance: random.Random) -> str:
    inner = chance.choice((_place, _times, lambda chance: f"({_near(chance)})"))(chance)
    return f"{chance.choice(('title', 'rubric'))}:{inner}"
