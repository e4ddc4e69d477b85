"""What usual abbreviations stand for, where it is hardly ever something else."""

_LEMMAS = {
    "be": {
        "г": "год горад",
        "гг": "год",
        "тыс": "тысяча",
        "млн": "мільён",
        "млрд": "мільярд",
        "руб": "рубель",
        "кап": "капейка",
        "чал": "чалавек",
        "вул": "вуліца",
        "вобл": "вобласць",
        "інш": "іншы",
    },
    "ru": {
        "г": "год город",
        "гг": "год",
        "тыс": "тысяча",
        "млн": "миллион",
        "млрд": "миллиард",
        "трлн": "триллион",
        "руб": "рубль",
        "коп": "копейка",
        "долл": "доллар",
        "чел": "человек",
        "ул": "улица",
        "обл": "область",
        "др": "другой",
    },
    "uk": {
        "тис": "тисяча",
        "млн": "мільйон",
        "млрд": "мільярд",
        "грн": "гривня",
        "вул": "вулиця",
        "обл": "область",
    },
}
_KNOWN = {
    language: {short: frozenset(lemmas.split()) for short, lemmas in rows.items()}
    for language, rows in _LEMMAS.items()
}
_NONE: frozenset[str] = frozenset()


def lemmas(exact: str, language: str) -> frozenset[str]:
    """The lemmas a word without its point is short for; empty if it is none. «Г.» is an initial."""
    return _KNOWN[language].get(exact, _NONE) if language in _KNOWN else _NONE
