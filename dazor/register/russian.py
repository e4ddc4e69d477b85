"""
The Russian case forms of a name, by declension class.

A table gives the endings of genitive, dative, accusative, instrumental and locative; a
stroke parts variants, = stands for the nominative. Stress is not known, so a table that
depends on it gives both endings. Rules: Зализняк, Грамматический словарь русского языка.
"""

from dazor.register.cases import VOWELS, Cases, Decline, declined, syllables

_VELAR = "гкх"
_HUSH = "жшчщ"


def adj_m(word: str, acc: str) -> Cases:
    """Тихановский, Белый, Толстой, Крайний."""
    stem, ending, last = word[:-2], word[-2:], word[-3:-2]
    if ending == "ий" and last not in _VELAR:
        return declined(word, stem, "его ему его им ем")
    if last == "ц":
        return declined(word, stem, "его ему его ым ем")
    ins = "им" if last in _VELAR + _HUSH else "ым"
    return declined(word, stem, f"ого ому ого {ins} ом")


def adj_f(word: str, acc: str) -> Cases:
    """Тихановская, Крайняя."""
    stem, last = word[:-2], word[-3:-2]
    if word.endswith("яя"):
        return declined(word, stem, "ей ей юю ей/ею ей")
    if last in _HUSH + "ц":
        return declined(word, stem, "ей/ой ей/ой ую ей/ею/ой/ою ей/ой")
    return declined(word, stem, "ой ой ую ой/ою ой")


def adj_n(word: str, acc: str) -> Cases:
    """Мирное."""
    ins = "им" if word[-3:-2] in _VELAR + _HUSH else "ым"
    return declined(word, word[:-2], f"ого ому = {ins} ом")


def poss_m(word: str, acc: str) -> Cases:
    """Рыженков, Хренин."""
    return declined(word, word, "а у а ым е")


def poss_f(word: str, acc: str) -> Cases:
    """Кочанова."""
    return declined(word, word[:-1], "ой ой у ой/ою ой")


def cons_m(word: str, acc: str) -> Cases:
    """Гайдукевич, Талай, Тертель; Азарёнок loses its vowel."""
    if word.endswith("ь"):
        stems, endings = _stems(word[:-1], "ь"), f"я ю {acc or 'я'} ем е"
    elif word.endswith("й"):
        stems, endings = _stems(word[:-1], "й"), f"я ю {acc or 'я'} ем {'и/е' if word[-2:] == 'ий' else 'е'}"
    else:
        stems, endings = _stems(word, ""), f"а у {acc or 'а'} {_hard_instrumental(word)} е"
    return declined(word, stems, endings)


def a(word: str, acc: str) -> Cases:
    """Орша, Качура, Илья, Мария."""
    stem, last = word[:-1], word[-2:-1]
    if word.endswith("ия"):
        return declined(word, stem, "и и ю ей/ею и")
    if word.endswith("я"):
        return declined(word, stem, "и е ю ей/ею е")
    if last in _VELAR:
        return declined(word, stem, "и е у ой/ою е")
    if last in _HUSH:
        return declined(word, stem, "и е у ей/ею/ой/ою е")
    return declined(word, stem, "ы е у ей/ею/ой/ою е" if last == "ц" else "ы е у ой/ою е")


def o(word: str, acc: str) -> Cases:
    """Гродно, often left as it is; Полесье."""
    if word.endswith("е"):
        return declined(word, word[:-1], "я ю = ем е/и")
    return declined(word, word[:-1], "а/о у/о = ом/о е/о")


def soft_f(word: str, acc: str) -> Cases:
    """Сморгонь, Любовь."""
    return declined(word, word[:-1], "и и = ью и")


def pl(word: str, acc: str) -> Cases:
    """Барановичи, Пружаны."""
    stem, last = word[:-1], word[-2:-1]
    if last in _HUSH:
        return declined(word, stem, "ей ам = ами ах")
    if word.endswith("и") and last not in _VELAR:
        return declined(word, stem, "ей ям = ями ях")
    return declined(word, stem, "/ов ам = ами ах")


DECLENSIONS: dict[str, Decline] = {
    "adj-m": adj_m,
    "adj-f": adj_f,
    "adj-n": adj_n,
    "poss-m": poss_m,
    "poss-f": poss_f,
    "cons-m": cons_m,
    "a": a,
    "a-m": a,
    "o": o,
    "soft-f": soft_f,
    "pl": pl,
}
IRREGULAR: dict[str, tuple[str, ...]] = {  # stems of first names and short surnames
    "Лев": ("Льв",),
    "Павел": ("Павл",),
    "посол": ("посл",),
    "Пётр": ("Петр",),
    "Заяц": ("Зайц",),
}


def _hard_instrumental(word: str) -> str:
    if word.endswith("ич") and syllables(word) > 2:  # but Ильичом
        return "ем"
    return "ем/ом" if word[-1] in _HUSH + "ц" else "ом"


def _stems(stem: str, sign: str) -> tuple[str, ...]:
    """The stem before an ending; both where a vowel may be lost, as in Кравец or Козырек."""
    if stem + sign in IRREGULAR:
        return IRREGULAR[stem + sign]
    if syllables(stem) < 2:
        return (stem,)
    before, end = stem[:-2], stem[-2:]
    if sign == "й":
        return (stem[:-1] + "ь", stem) if stem.endswith(("ове", "обе", "аве")) else (stem,)
    if sign == "ь":
        return (before + "н", stem) if end == "ен" else (stem,)
    if stem.endswith(("ёнок", "енок", "онок")):
        return (before + "к",)
    if end in {"ок", "ёк", "ек", "ец"}:
        return before + _joint(before, end) + end[1], stem
    return (before + "л", stem) if end == "ёл" else (stem,)


def _joint(before: str, end: str) -> str:
    """What stands in for a lost е: Стрельца, Бойца."""
    if end == "ок":
        return ""
    return "ь" if before[-1] == "л" else "й" if before[-1] in VOWELS else ""
