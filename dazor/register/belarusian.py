"""
The Belarusian case forms of a name, by declension class.

Tables are written as in `dazor.register.russian`. Before the ending -е the last letter of
a stem changes (г з, к ц, х с, т ц, д дз), and ў becomes в before a vowel. Rules: Правілы
беларускай арфаграфіі, 2008, and the surname chapters of school grammars.
"""

import re

from dazor.register.cases import VOWELS, Cases, Decline, declined, syllables

_BEFORE_SOFT = re.compile("[зсцЗСЦ](?=(?:дз|[бвзлмнпсфц])[еёіюяь])|н(?=(?:дз|[зсцлн])[еёіюяь])")
_VELAR = "гкхґ"
_HARDENED = "жшчцр"
_BEFORE_E = {"г": "зе", "к": "цы", "х": "се", "т": "це", "д": "дзе"}
_STRESSED_AT_THE_END = ("ук", "юк", "ак", "як", "ач", "аш", "ок", "ёк", "ец")  # -ом beside -ам


def adj_m(word: str, acc: str) -> Cases:
    """Ціханоўскі, Белы, Лазавы, Талстой, Сіні."""
    stem, ending, last = word[:-1], word[-1:], word[-2:-1]
    if word.endswith("ой"):
        return declined(word, word[:-2], "ога ому ога ым ым")
    if ending == "ы":
        return declined(word, stem, "ага/ога аму/ому ага/ога ым ым")
    if last in _VELAR:
        return declined(word, stem, "ага аму ага ім ім")
    return declined(word, stem, "яга яму яга ім ім")


def adj_f(word: str, acc: str) -> Cases:
    """Ціханоўская, Лазавая, Сіняя."""
    stem = word[:-2]
    if word.endswith("яя"):
        return declined(word, stem, "яй яй юю яй/яю яй")
    if word[-3:-2] in _VELAR:
        return declined(word, stem, "ай ай ую ай/аю ай")
    return declined(word, stem, "ай/ой ай/ой ую ай/аю/ой/ою ай/ой")


def adj_n(word: str, acc: str) -> Cases:
    """Мірнае."""
    ins = "ім" if word[-3:-2] in _VELAR else "ым"
    return declined(word, word[:-2], f"ага аму = {ins} {ins}")


def poss_m(word: str, acc: str) -> Cases:
    """Рыжанкоў, Хрэнін."""
    return declined(word, _with_v(word), "а у а ым е")


def poss_f(word: str, acc: str) -> Cases:
    """Качанава."""
    return declined(word, word[:-1], "ай ай у ай/аю ай")


def cons_m(word: str, acc: str) -> Cases:
    """Гайдукевіч, Талай, Церцель, Уладзіслаў; Азаронак loses its vowel."""
    if word[-1] in "ьй":
        return declined(word, _stems(word[:-1], word[-1]), f"я ю {acc or 'я'} ем і/ю")
    cases = declined(word, _stems(word, ""), f"а у {acc or 'а'} {_instrumental(word)} у")
    locative = _locative(_stems(word, "")[0], is_person=not acc)
    return {**cases, "loc": tuple(dict.fromkeys((*locative, *cases["loc"])))}


def a_m(word: str, acc: str) -> Cases:
    """Лукашэнка, Цапкала: men's names are not declined as women's are."""
    if word.endswith("я"):
        return declined(word, word[:-1], "і ю ю ем ю")
    stem, last = word[:-1], word[-2:-1]
    if last in _VELAR:
        return declined(word, stem, "і у у ам у")
    cases = declined(word, stem, "ы у у ам у")
    if last in _HARDENED:
        return cases
    both = (*cases["dat"], *before_e(stem))  # Цапкалу, and as a woman's name Цапкале
    return {**cases, "dat": both, "loc": both}


def a(word: str, acc: str) -> Cases:
    """Орша, Ліда, Вольга, Марыя."""
    stem = word[:-1]
    if word.endswith("я"):
        return declined(word, stem, "і і ю яй/яю/ей/ею і")
    gen = "і" if word[-2:-1] in _VELAR else "ы"
    cases = declined(word, stem, f"{gen} = у ай/аю/ой/ою =")
    soft = before_e(stem)
    return {**cases, "dat": soft, "loc": soft}


def o(word: str, acc: str) -> Cases:
    """Гродна, Маладзечна: neuter, whatever the last letter; Берасце."""
    if word.endswith("е"):
        return declined(word, word[:-1], "я ю = ем і")
    cases = declined(word, word[:-1], "а у = ам =")
    return {**cases, "loc": before_e(word[:-1])}


def soft_f(word: str, acc: str) -> Cases:
    """Смаргонь: a single soft consonant is doubled before -ю."""
    stem = word[:-1]
    doubled = stem[:-2] + "ддз" if stem.endswith("дз") else stem + stem[-1]
    is_doubled = stem[-1] in "лнсзцжчш" and stem[-2:-1] in VOWELS
    return {**declined(word, stem, "і і = ю і"), "ins": ((doubled if is_doubled else stem) + "ю",)}


def pl(word: str, acc: str) -> Cases:
    """Баранавічы, Пружаны."""
    if word.endswith("і") and word[-2:-1] not in _VELAR:
        return declined(word, word[:-1], "яў/ей/ь ям = ямі ях")
    return declined(word, word[:-1], "/аў ам = амі ах")


DECLENSIONS: dict[str, Decline] = {
    "adj-m": adj_m,
    "adj-f": adj_f,
    "adj-n": adj_n,
    "poss-m": poss_m,
    "poss-f": poss_f,
    "cons-m": cons_m,
    "a": a,
    "a-m": a_m,
    "o": o,
    "soft-f": soft_f,
    "pl": pl,
}
IRREGULAR: dict[str, tuple[str, ...]] = {  # stems of first names and short surnames
    "Леў": ("Льв",),
    "Пётр": ("Пятр",),
    "Заяц": ("Зайц",),
    "пасол": ("пасл",),
}


def classical(form: str) -> str:
    """A form in the orthography of 1918 as far as soft consonants go: Сьвятлана, у Брэсьце, Тацьцяна."""
    return _BEFORE_SOFT.sub(r"\g<0>ь", form)


def before_e(stem: str) -> tuple[str, ...]:
    """Dative and locative in -е of a hard stem: Вользе, Лідзе, Рэвуце; -ы after a hardened letter."""
    last = stem[-1]
    if last in _HARDENED:
        return stem + "ы", stem + "э"
    soft = stem[:-1] + _BEFORE_E.get(last, last + "е")
    return (soft, soft[:-1] + "э") if last == "к" else (soft,)


def _locative(stem: str, *, is_person: bool) -> tuple[str, ...]:
    """Men's hard stems: Ландсбергісе, Эйсманце; Алейніку and Гайдукевічу are as the dative."""
    last = stem[-1]
    if last in _VELAR or (is_person and last in "жшчц"):
        return ()
    return (stem + "ы",) if last in _HARDENED else before_e(stem)


def _instrumental(word: str) -> str:
    is_open = syllables(word) < 2 or word.endswith(_STRESSED_AT_THE_END)
    return "ам/ом" if is_open and not word.endswith(("онак", "ёнак", "енак")) else "ам"


def _stems(stem: str, sign: str) -> tuple[str, ...]:
    """The stem before an ending; both where a vowel may be lost, as in Кравец."""
    if stem in IRREGULAR:
        return IRREGULAR[stem]
    if syllables(stem) < 2:
        return (_with_v(stem),)
    before, end = _with_short_u(stem[:-2]), stem[-2:]
    if sign:
        return (before + "н", stem) if sign == "ь" and end in {"ен", "эн"} else (stem,)
    if stem.endswith(("онак", "ёнак", "енак")):
        return (before + "к",)
    if end in {"ок", "ёк", "ек", "ел", "ёл"} or stem.endswith("анак"):
        return before + end[1], stem
    if end in {"ец", "эц"}:
        return before + ("ь" if before[-1] == "л" else "й" if before[-1] in VOWELS else "") + "ц", stem
    return (_with_v(stem),)


def _with_v(stem: str) -> str:
    return stem[:-1] + "в" if stem.endswith("ў") else stem


def _with_short_u(stem: str) -> str:
    return stem[:-1] + "ў" if stem.endswith("в") else stem
