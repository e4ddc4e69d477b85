"""The words dates are written with: Russian, Belarusian, Ukrainian, Polish, English."""

import re
import unicodedata

# January first: Russian, Belarusian, Ukrainian, Polish, English; full names in both cases, then short ones.
_MONTHS = (
    "январь января янв студзень студзеня студз січень січня січ styczeń stycznia sty january jan",
    "февраль февраля фев февр люты лютага лют лютий лютого luty lutego lut february feb",
    "март марта мар сакавік сакавіка сак березень березня бер marzec marca mar march",
    "апрель апреля апр красавік красавіка крас квітень квітня квіт kwiecień kwietnia kwi april apr",
    "май мая травень траўня трав травня maj maja may",
    "июнь июня июн чэрвень чэрвеня чэрв червень червня черв czerwiec czerwca cze june jun",
    "июль июля июл ліпень ліпеня ліп липень липня лип lipiec lipca lip july jul",
    "август августа авг жнівень жніўня жнів серпень серпня серп sierpień sierpnia sie august aug",
    "сентябрь сентября сен сент верасень верасня вер вересень вересня wrzesień września wrz "
    "september sep sept",
    "октябрь октября окт кастрычнік кастрычніка кастр жовтень жовтня жовт październik października paź "
    "october oct",
    "ноябрь ноября ноя нояб лістапад лістапада ліст листопад листопада лист listopad listopada lis "
    "november nov",
    "декабрь декабря дек снежань снежня снеж грудень грудня груд grudzień grudnia gru december dec",
)
_DAYS = {
    0: "сегодня сёння сьогодні dziś dzisiaj today",
    1: "вчера учора ўчора вчора wczoraj yesterday",
    2: "позавчера пазаўчора заўчора позавчора przedwczoraj",
}
_LOOK_ALIKES = str.maketrans("abcehikmoptxyĸіїўё", "авсенікмортхукііуе")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def fold(text: str) -> str:
    """
    Small letters, one space, and within a Cyrillic word only Cyrillic letters.

    Official Belarusian texts write `жнiўня` with a Latin i; Russian и and Belarusian і become one letter.
    """
    flat = " ".join(unicodedata.normalize("NFC", text).lower().split())
    return _WORD.sub(lambda match: _one_alphabet(match[0]), flat)


def _one_alphabet(word: str) -> str:
    return word.translate(_LOOK_ALIKES).replace("и", "і") if _CYRILLIC.search(word) else word


MONTHS = {fold(word): number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
DAYS_BACK = {fold(word): back for back, words in _DAYS.items() for word in words.split()}

# Minutes in the unit a word begins; what is counted in hours or more is a day, not a minute.
UNITS = {
    fold(word): minutes
    for minutes, words in {
        1: "минут мин хвілін хв хвилин minut minute min",
        60: "час гадзін годин год godzin hour hr",
        1_440: "дня дней день дзён дзень дні днів dni dzień day",
        10_080: "недел тыдн тижн tydzień tygodn week",
    }.items()
    for word in words.split()
}
AGO = re.compile(
    rf"(\d+|an?|one)\s+([^\W\d_]+)\.?\s+(?:{'|'.join(map(fold, ('назад', 'таму', 'тому', 'temu', 'ago')))})\b"
)
CHANGED = re.compile(
    "|".join(
        map(fold, ("обновл", "абноўл", "оновл", "изменен", "зменен", "updated", "modified", "zaktualiz"))
    )
)

# Hours east of Greenwich, of the names that mean one zone.
ZONES = {"z": 0, "utc": 0, "gmt": 0, "msk": 3, fold("мск"): 3, "cet": 1, "cest": 2, "eet": 2, "eest": 3}
ZONES |= {"est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
