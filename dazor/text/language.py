"""The language of a page, by its letters. Only for pages as a whole, and only where it is certain."""

import re
from collections.abc import Collection

MIN_LETTERS = 80
_CYRILLIC = re.compile(r"[Ѐ-ӿ]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|that|for|is|was|on|with|as|by|has|have|said)\b", re.IGNORECASE)
_POLISH = re.compile(r"[ąęłśżźćń]", re.IGNORECASE)


def guess(text: str, languages: Collection[str] = (), declared: str | None = None) -> str | None:
    """
    be, ru, uk, en or pl; the language that the page declares where it is another; None: not certain.

    Cyrillic letters outvote the declaration, which sites of several languages often leave at their first one.
    `languages` are the source's: what is none of them is not certain, and where it has only one, that one is
    taken for a short text whose letters do not speak against it.
    """
    letters = text.lower()
    cyrillic, latin = sum(map(len, _CYRILLIC.findall(text))), sum(map(len, _LATIN.findall(text)))
    if cyrillic + latin < MIN_LETTERS:
        return _only(languages, letters, cyrillic, latin)
    if cyrillic > latin:
        found = _of_cyrillic(letters, cyrillic)
    else:
        found = _of_latin(text, latin, (declared or "").strip().lower().replace("_", "-").split("-")[0])
    return found if not languages or found in languages else None


def _only(languages: Collection[str], letters: str, cyrillic: int, latin: int) -> str | None:
    """The source's only language, if the few letters are of its alphabet."""
    if len(languages) != 1 or cyrillic + latin == 0:
        return None
    only = next(iter(languages))
    foreign = {"be": "иїєґщ", "ru": "іўїєґ", "uk": "ыэёўъ"}.get(only)
    if foreign is None:
        return only if latin > cyrillic else None
    return only if cyrillic > latin and not any(letter in letters for letter in foreign) else None


def _of_latin(text: str, latin: int, code: str) -> str | None:
    if len(_ENGLISH.findall(text)) > 0.1 * len(text.split()):
        return "en"
    if len(_POLISH.findall(text)) > 0.02 * latin:
        return "pl"
    return code if re.fullmatch(r"[a-z]{2}", code) and code not in ("be", "ru", "uk", "en", "pl") else None


def _of_cyrillic(letters: str, total: int) -> str | None:
    """Half a percent of foreign letters is a quotation; nothing is certain in between."""
    little = max(1, total // 200)
    # Belarusian official texts write Latin i within Cyrillic words.
    if letters.count("ў") > little and letters.count("и") <= little:
        return "be"
    if (
        letters.count("ї") + letters.count("є") > little
        and letters.count("и") > little
        and letters.count("ы") <= little
    ):
        return "uk"
    if (
        letters.count("и") > little
        and letters.count("ы") > 0
        and letters.count("і") + letters.count("ў") <= little
    ):
        return "ru"
    return None
