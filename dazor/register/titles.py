"""Words beside which a surname means a person: offices, ranks, trades."""

from functools import cache

from dazor.register import declension
from dazor.text import fold

_RU = """
президент премьер премьер-министр вице-премьер министр замминистра глава госсекретарь секретарь
пресс-секретарь председатель депутат сенатор посол консул дипломат генерал генерал-майор
генерал-лейтенант генерал-полковник полковник подполковник майор капитан судья прокурор следователь
адвокат губернатор мэр ректор директор журналист журналистка ведущий ведущая блогер политик
оппозиционер оппозиционерка активист активистка лидер экс-президент экс-министр экс-глава аналитик
эксперт политолог правозащитник правозащитница господин госпожа пропагандист художник программист
"""
_BE = """
прэзідэнт прэм'ер прэм'ер-міністр віцэ-прэм'ер міністр глава дзяржсакратар сакратар прэс-сакратар
старшыня дэпутат сенатар пасол консул дыпламат генерал генерал-маёр генерал-лейтэнант
генерал-палкоўнік палкоўнік падпалкоўнік маёр капітан суддзя пракурор следчы адвакат губернатар мэр
рэктар дырэктар журналіст журналістка вядучы вядучая блогер палітык апазіцыянер апазіцыянерка
актывіст актывістка лідар экс-прэзідэнт экс-міністр экс-глава аналітык эксперт палітолаг
праваабаронца праваабаронца спадар спадарыня прапагандыст мастак праграміст
"""
_EN = """
president premier minister secretary chairman chairwoman deputy senator ambassador consul diplomat
general colonel major captain judge prosecutor lawyer governor mayor rector director journalist
presenter host blogger politician leader activist ex-president ex-minister analyst expert commander
spokesman spokeswoman spokesperson artist programmer mr mrs ms dr propagandist
"""


@cache
def common() -> frozenset[str]:
    """The folded forms of titles in Belarusian, Russian and English."""
    cyrillic = [form for word in _RU.split() for form in forms(word, "ru")]
    cyrillic += [form for word in _BE.split() for form in forms(word, "be")]
    return frozenset(cyrillic) | frozenset(_EN.split())


def forms(word: str, language: str) -> frozenset[str]:
    """The folded forms of a title in the singular; men's and women's tables where either may hold."""
    classes = {declension.of_surname(word, language, None), declension.of_thing(word, language, "f")}
    made = {form for name in classes for form in declension.forms(word, language, name)}
    return frozenset(fold.lower(fold.form(form)) for form in made)
