"""Which of five languages a paragraph is in: by its letters, then by its commonest words."""

import re

from dazor.text import fold, lookalikes

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_OWN = {"be": "ўЎ", "uk": "їєґЇЄҐ"}
_COMMON = {
    "be": (
        "і у ў не на што з да як а гэта але за ён па ад яна яго для быў мы іх аб пра "
        "ці яны ці якія таксама можа"
    ).split(),
    "ru": (
        "и в не на что с к как а это но за он по от она его для был мы их об из или они которые также может"
    ).split(),
    "uk": (
        "і у в не на що з до як а це але за він по від вона його для був ми їх та про чи вони які також може"
    ).split(),
    "en": (
        "the of and to in a is that it for was on are with as he be at his by this from or have not an were"
    ).split(),
    "pl": (
        "i w nie na że z do jak a to ale za on po od ona jego dla był my ich o się czy "
        "oni które także może jest"
    ).split(),
}
_BY_WORD: dict[str, set[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words:
        _BY_WORD.setdefault(_word, set()).add(_language)
_LETTERS = {
    "be": re.compile("[ёўі]|ы|э|ц[ьіеяё]|дз"),
    "ru": re.compile("[ищъыэё]"),
    "uk": re.compile("[иіїєґщ]"),
    "en": re.compile("[qxv]|th|wh|oo"),
    "pl": re.compile("[ąćęłńóśźż]|sz|cz|rz|ie"),
}
_FOREIGN = {"be": "[ищъїє]", "ru": "[іўїє]", "uk": "[ыэъёў]", "en": "[ąćęłńśźżа-яіўїєґ]", "pl": "[а-яёіўїєґ]"}
_NOT = {language: re.compile(letters) for language, letters in _FOREIGN.items()}


def language(text: str) -> str | None:
    """One of the five languages; None where the text is too short or unlike them all."""
    words = [lookalikes.one_alphabet(word).lower() for word in _WORD.findall(fold.compose(text[:1000]).text)]
    points = dict.fromkeys(_COMMON, 0.0)
    for word in words:
        for one in points:
            if _NOT[one].search(word):
                points[one] -= 1
            elif _LETTERS[one].search(word):
                points[one] += 0.5
        for one in _BY_WORD.get(word, ()):
            points[one] += 1
    best, second = sorted(points, key=points.__getitem__, reverse=True)[:2]
    return best if points[best] > points[second] and points[best] > 0.4 else None
