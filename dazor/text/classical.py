"""
Classical Belarusian spelling (Radio Svaboda, many channels) rewritten to the official one.

The rules go letter by letter where the official spelling has no choice, and give
both readings where it depends on the word: only a lexicon can tell план, клуб from лямпа, люты.
"""

import re
from collections.abc import Iterator
from itertools import islice, product

_CONSONANTS = "бвгджзйклмнпрстўфхцчш"
# A soft sign that only says that the next soft consonant softens this one: сьнег, жыцьцё, разьбіць.
_SOFTENED = re.compile("(?<=[зсцн])ь(?=[бвзлмнпсфцд]+[еіюя])|(?<=л)ь(?=л)")
_BEFORE_VOWEL = re.compile("(?<=[зсд])ь(?=[еюяі])")  # зьява is з'ява
_CHOICES = re.compile(
    f"(?<=[зсцн])ь(?=[{_CONSONANTS}])|(?<=л)ь(?=[бвгджзкмпстфхцчш])"  # альбо, Альжыр
    "|(?<=[бвгджзклмнпрстфхцчшў'])э|^э|(?<=[зс])ы|(?<=л)[яюе]"  # газэта, Эўропа, сыстэма, плян, клюб, лёгіка
    "|(?<=[бгдкпт])ар$|[ая]ў$|[ое]х$|(?<=[аеіоя]м)о$"  # тэатар; межаў, начох, хочамо
    "|^в(?=[аоу])|дзк|ц(?=в)"  # Ворша, грамадзкі, Ліцьве
)
_READ = {"ь": "", "э": "е", "ы": "і", "я": "а", "ю": "у", "е": "о", "ар": "р", "аў": "ам", "яў": "ям"}
_READ |= {"ох": "ах", "ех": "ях", "о": "", "в": "", "дзк": "дск", "ц": "т"}
_MOST = 128  # spellings of a word
# What is rewritten without asking a lexicon, where the ending cannot be meant.
_LOAN = re.compile("(?<=[бвгзкмнпсфх])э|^э|(?<=[зс])ы(?=...)|(?<=л)[яю](?=....)")


def official(word: str) -> Iterator[str]:
    """The spellings to look a folded word up by, the most rewritten first, without the word itself."""
    plain = softened(word)
    choices = []
    at = 0
    for found in _CHOICES.finditer(plain):
        choices += [(plain[at : found.start()],), (_READ[found[0]], found[0])]
        at = found.end()
    for letters in islice(product(*choices, (plain[at:],)), _MOST):
        spelled = "".join(letters)
        if spelled != word:
            yield spelled


def softened(word: str) -> str:
    """The word without the soft signs that the official spelling leaves out."""
    return _BEFORE_VOWEL.sub("'", _SOFTENED.sub("", word.replace("дзьдз", "ддз").replace("ґ", "г")))


def as_loan(word: str) -> str:
    """A word that no lexicon knows, as the official spelling would have it if it is a loan: фэстываль."""
    return _LOAN.sub(lambda found: _READ[found[0]], softened(word))
