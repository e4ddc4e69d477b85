"""
Everyday texts, put together from hand-written pieces so that two weeks are full. No rule finds anything.

A file of articles or posts may say `[[compose]]` with the pieces to take (a file of `pieces/`), `count` and
`days`. An article is a title and its lead, some of the middle and one end of a topic. No outlet has a topic
twice, so no paragraph stands in two texts of one outlet. Posts follow each other as in their file, over and
over.
"""

import re
import tomllib
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

PIECES = Path(__file__).parent / "pieces"
MIDDLES = 3  # paragraphs between lead and end
FIRST_HOUR, LAST_HOUR = 7, 22  # when posts are written
NUMBERS = [n for n in range(5, 90) if n % 10 in (0, 5, 6, 7, 8, 9)]  # with them a noun has one form: 7 домов

_BELARUSIAN = re.compile("[іўІЎ]")
_AFTER_VOWEL = re.compile("(?<=[аеёіоуыэюя]) у ")
_BEGINNING = re.compile(r"(?:^|(?<=[.!?] ))[a-zа-яёіў]")  # of a sentence

Table = dict[str, Any]  # one table of a TOML file


def articles(outlet: str, file: Table, seed: int) -> list[Table]:
    """The composed articles of an outlet, as tables like the written ones."""
    found: list[Table] = []
    for order in file.get("compose", ()):
        dice = Random(f"{seed} {outlet} {order['language']}")
        pieces = _read(order["pieces"])
        topics = dice.sample(pieces["topic"], order["count"])
        found += [
            _article(outlet, topic, pieces, order, dice, number)
            for number, topic in enumerate(topics, start=1)
        ]
    return found


def posts(channel: str, file: Table, seed: int) -> list[Table]:
    """The composed posts of a channel, oldest first, numbered from `first`."""
    found: list[Table] = []
    for order in file.get("compose", ()):
        dice = Random(f"{seed} {channel}")
        pieces = _read(order["pieces"])
        texts = islice(cycle(pieces["text"]), order["count"])
        found += [_post(text, pieces, order, dice, number) for number, text in enumerate(texts)]
    return found


def _article(outlet: str, topic: Table, pieces: Table, order: Table, dice: Random, number: int) -> Table:
    words = _words(pieces, dice)
    middle = dice.sample(topic["middle"], min(MIDDLES, len(topic["middle"])))
    title, lead = dice.choice(list(zip(topic["title"], topic["lead"], strict=True)))
    parts = [lead, *middle, dice.choice(topic["end"])]
    day = -1 - (number - 1) * order["days"] // order["count"]
    return {
        "id": f"{outlet}-{order['language']}-{topic['id']}",
        "language": order["language"],
        "day": day,
        "time": f"{dice.randint(7, 20):02}:{dice.randint(0, 59):02}",
        "rubric": order.get("rubric", topic["rubric"]),
        "slug": f"{topic['slug']}-{number}",
        "title": _filled(title, words),
        "author": dice.choice([None, *order["authors"]]) if order.get("authors") else None,
        "text": "\n\n".join(_filled(part, words) for part in parts),
    }


def _post(text: str, pieces: Table, order: Table, dice: Random, number: int) -> Table:
    """The number-th share of the days' waking hours; a later number is a later time."""
    share_min = order["days"] * (LAST_HOUR - FIRST_HOUR) * 60 // order["count"]
    day, minute = divmod(number * share_min + dice.randrange(share_min), (LAST_HOUR - FIRST_HOUR) * 60)
    return {
        "id": order["first"] + number,
        "day": day - order["days"],
        "time": f"{FIRST_HOUR + minute // 60:02}:{minute % 60:02}",
        "text": _filled(text, _words(pieces, dice)),
        "photos": dice.choice([0, 0, 0, 1]),
    }


def _words(pieces: Table, dice: Random) -> Table:
    """What the names in braces stand for in one text: of every list of words one, with all its forms."""
    words = {f"n{digit}": str(dice.choice(NUMBERS)) for digit in range(1, 5)}
    for name, choices in pieces["word"].items():
        one, other = dice.sample(choices, 2)
        for key, chosen in ((name, one), (f"other_{name}", other)):
            words |= {f"{key}.{form}": text for form, text in chosen.items()}
    return words


def _filled(text: str, words: Table) -> str:
    """`{town.in}` stands for the form `in` of the town of this text; `{day:-1}` stays for later."""
    text = re.sub(r"\{(\w+(?:\.\w+)?)\}", lambda name: words[name[1]], text)
    text = _AFTER_VOWEL.sub(" ў ", text) if _BELARUSIAN.search(text) else text
    return _BEGINNING.sub(lambda letter: letter[0].upper(), text)


def _read(name: str) -> Table:
    return tomllib.loads((PIECES / f"{name}.toml").read_text(encoding="utf-8"))
