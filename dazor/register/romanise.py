"""
An English spelling for a Belarusian name, to be looked over by an editor.

The official scheme of 2007 in ASCII letters. Never from a Russian form: Виктор Хренин is
Viktar Khrenin, which no table can know. So a name that has a sign of Russian gives None.
"""

import re

from dazor.register.names import words

_SOFT = {"е": "e", "ё": "io", "ю": "iu", "я": "ia"}  # after a consonant, і or ы
_OPEN = {"е": "ye", "ё": "yo", "ю": "yu", "я": "ya"}  # at the start, after a vowel, after an apostrophe or ў
_LETTERS = {
    **{"а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "ж": "zh", "з": "z", "і": "i", "й": "i"},
    **{"к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u"},
    **{"ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "ы": "y", "ь": "", "э": "e", "'": ""},
    "-": "-",
}
_KNOWN = frozenset((*_LETTERS, *_SOFT))
_NARROW = "бвгґджзклмнпрстфхцчшіы"  # before a soft vowel: Siarhei, Maryia
_SPELT_AS_ONE = (("ый", "ы"), ("ій", "і"), ("цц", "ц"))  # Валерый, Таццяна

# What Belarusian spelling does not have: и, щ, ъ; soft р, ж, ш, ч; т and д before е, ю, я or ь; в for ў.
_RUSSIAN = re.compile("[ищъ]|[ржшч][еёюяь]|[тд][еёюяь]|в(?=[бвгджзклмнпрстфхцчш]|\\Z)")
# What it has seldom: -ко and a second о where the stress cannot be, ья for лля, у after a vowel.
_DOUBTFUL = re.compile("ко\\Z|о.*о|ь[ея]|[аеёоуыэюяі]у")
_BELARUSIAN = re.compile("[іў']|дз|ць|[ржшчц][эы]")
_RUSSIAN_NAMES = frozenset(
    """
    александр александра алексей егор елена ксения наталья оксана олег олеся ольга петр роман
    светлана сергей софья степан федор яков
    """.split()
)


def suggest(name: str) -> str | None:
    """The spelling of a Belarusian name in the nominative; None where it may be a Russian one."""
    forms = [word.lower().replace("’", "'").replace("ʼ", "'") for word in words(name)]
    if not forms or any(_is_russian(form) or not _KNOWN.issuperset(form) for form in forms):
        return None
    return " ".join("-".join(_spelt(part).capitalize() for part in form.split("-")) for form in forms)


def _is_russian(form: str) -> bool:
    if form in _RUSSIAN_NAMES or any(_RUSSIAN.search(part) for part in form.split("-")):
        return True
    return bool(_DOUBTFUL.search(form)) and not _BELARUSIAN.search(form)


def _spelt(form: str) -> str:
    for letters, one in _SPELT_AS_ONE:
        form = form.replace(letters, one)
    return "".join(_letter(form, at) for at in range(len(form)))


def _letter(form: str, at: int) -> str:
    letter, before = form[at], form[at - 1 : at]
    if letter not in _SOFT:
        return _LETTERS[letter]
    return _SOFT[letter] if before and before in _NARROW else _OPEN[letter]
