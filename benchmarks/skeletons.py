"""
Pages of our own in Russian and Belarusian: twelve layouts of the beat, four invented texts each.

The markup follows what ../shared/reference/sources.md says of real sites; outlets, people, places and events
are invented. Every body has promo lines between its paragraphs, as such sites put them there.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks import skeleton_layouts, skeleton_promos

ZONE = "Europe/Minsk"
_FIRST = datetime(2026, 2, 16, 6, 10, tzinfo=UTC)

_TEXTS = {
    "ru": (
        "В Заречье открыли новый цех по выпуску керамической плитки. На торжественной церемонии побывали "
        "представители районных властей и трудовых коллективов, сообщили в пресс-службе предприятия.",
        "По словам директора завода Петра Калинкова, продукция пойдёт на внутренний рынок и на экспорт. "
        "«Мы рассчитываем выйти на полную мощность уже к осени», — отметил он.",
        "На строительство ушло почти три года. За это время проложили подъездную дорогу, заменили "
        "электрические сети и построили общежитие для работников, которые приедут из соседних районов.",
        "Губернатор Озёрской области Анна Верескова заявила, что проект стал примером для других городов. "
        "Она напомнила, что в прошлом году область выполнила все намеченные показатели.",
        "Вместе с тем жители ближайших улиц жалуются на шум. Обращение подписали более двухсот человек, "
        "ответа из исполкома они ждут с января.",
        "Сегодня на предприятии трудятся четыреста человек. До конца года планируется создать ещё сто "
        "двадцать рабочих мест, в основном для выпускников местного колледжа.",
        "Военные учения в Озёрской области завершатся в пятницу. В них участвуют подразделения связи и "
        "инженерные части, отрабатывается переправа через реку Вязынка.",
        "Наблюдатели из соседней страны прибыли на полигон во вторник. Как рассказал полковник Глеб "
        "Рудников, им показали пункт управления и дали ответы на все вопросы.",
    ),
    "be": (
        "У Зарэччы адкрылі новы цэх па выпуску керамічнай пліткі. На ўрачыстай цырымоніі пабывалі "
        "прадстаўнікі раённых улад і працоўных калектываў, паведамілі ў прэс-службе прадпрыемства.",
        "Па словах дырэктара завода Пятра Калінкова, прадукцыя пойдзе на ўнутраны рынак і на экспарт. "
        "«Мы разлічваем выйсці на поўную магутнасць ужо да восені», — адзначыў ён.",
        "На будаўніцтва пайшло амаль тры гады. За гэты час праклалі пад'язную дарогу, замянілі "
        "электрычныя сеткі і пабудавалі інтэрнат для работнікаў, якія прыедуць з суседніх раёнаў.",
        "Губернатар Азёрскай вобласці Ганна Вераскова заявіла, што праект стаў прыкладам для іншых гарадоў. "
        "Яна нагадала, што летась вобласць выканала ўсе намечаныя паказчыкі.",
        "Разам з тым жыхары бліжэйшых вуліц скардзяцца на шум. Зварот падпісалі больш за дзвесце чалавек, "
        "адказу з выканкама яны чакаюць са студзеня.",
        "Сёння на прадпрыемстве працуюць чатырыста чалавек. Да канца года плануецца стварыць яшчэ сто "
        "дваццаць рабочых месцаў, у асноўным для выпускнікоў мясцовага каледжа.",
        "Вайсковыя вучэнні ў Азёрскай вобласці завершацца ў пятніцу. У іх удзельнічаюць падраздзяленні "
        "сувязі і інжынерныя часці, адпрацоўваецца пераправа праз раку Вязынка.",
        "Назіральнікі з суседняй краіны прыбылі на палігон у аўторак. Як расказаў палкоўнік Глеб Руднікаў, "
        "ім паказалі пункт кіравання і далі адказы на ўсе пытанні.",
    ),
}
_TITLES = {
    "ru": ("Новый цех открыли в Заречье", "Учения на реке Вязынка завершатся в пятницу"),
    "be": ("Новы цэх адкрылі ў Зарэччы", "Вучэнні на рацэ Вязынка завершацца ў пятніцу"),
}


class Skeleton(NamedTuple):
    """A page with what it says."""

    file: str
    url: str
    title: str
    body: str
    at: datetime
    seen_at: datetime


def every() -> Iterator[Skeleton]:
    """All of them, in the same order each time."""
    return (_made(layout, number) for layout in skeleton_layouts.LAYOUTS for number in range(4))


def render(file: str) -> bytes:
    """The bytes of one, as its server would send them."""
    layout, number = file.split("/")
    made, language = _made(layout, int(number)), _language(int(number))
    values = skeleton_layouts.Values(
        title=escape(made.title),
        paragraphs=tuple(escape(line, quote=False) for line in made.body.split("\n")),
        at=made.at.astimezone(ZoneInfo(ZONE)),
        language=language,
        url=made.url,
        promos=skeleton_promos.of(language, list(skeleton_layouts.LAYOUTS).index(layout) * 4 + int(number)),
    )
    text = skeleton_layouts.LAYOUTS[layout](values)
    return text.encode("cp1251" if "windows-1251" in text else "utf-8", "xmlcharrefreplace")


def _made(layout: str, number: int) -> Skeleton:
    language = _language(number)
    order = list(skeleton_layouts.LAYOUTS).index(layout)
    texts = _TEXTS[language]
    first = (order + 3 * number) % len(texts)
    at = _FIRST + timedelta(hours=7 * order + 31 * number, minutes=13 * order + number)
    return Skeleton(
        file=f"{layout}/{number}",
        url=f"https://{layout}.example/{language}/{order * 100 + number}",
        title=_TITLES[language][number // 2],
        body="\n".join(texts[(first + step) % len(texts)] for step in range(5)),
        at=at,
        seen_at=at + timedelta(hours=2),
    )


def _language(number: int) -> str:
    return ("ru", "be")[number % 2]
