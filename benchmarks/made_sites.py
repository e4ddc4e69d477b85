"""
Small sites of our own, as an operator meets them: eight makes in Russian, Belarusian and English.

Each has sections, tags, a pager, pages about itself and sidebar teasers around
its articles; feeds, sitemaps and lists differ. Everything in the texts is invented.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
MINSK = ZoneInfo("Europe/Minsk")
COUNT = 36  # articles of a site, over nine days
PER_LIST = 10

_PLACES = {
    "ru": [
        "Заречье",
        "Озёрск",
        "Дубровск",
        "Липники",
        "Каменка",
        "Вязынь",
        "Боровое",
        "Старолесск",
        "Мостовая",
    ],
    "be": [
        "Зарэчча",
        "Азёрск",
        "Дуброўск",
        "Ліпнікі",
        "Каменка",
        "Вязынь",
        "Баравое",
        "Сталы Лес",
        "Маставая",
    ],
    "en": [
        "Zarechye",
        "Ozersk",
        "Dubrovsk",
        "Lipniki",
        "Kamenka",
        "Vyazyn",
        "Borovoye",
        "Staroles",
        "Mostovaya",
    ],
}
_SUBJECTS = {
    "ru": [
        "новую школу",
        "ремонт моста",
        "цех по выпуску плитки",
        "библиотеку",
        "ледовый дворец",
        "маршрут автобуса",
    ],
    "be": [
        "новую школу",
        "рамонт моста",
        "цэх па выпуску пліткі",
        "бібліятэку",
        "лядовы палац",
        "маршрут аўтобуса",
    ],
    "en": [
        "a new school",
        "repairs of the bridge",
        "a tile shop",
        "a library",
        "an ice palace",
        "a bus route",
    ],
}
_TITLES = {
    "ru": "В районе {place} обсудили {what} в {n}-й раз за год",
    "be": "У раёне {place} абмеркавалі {what} у {n}-ы раз за год",
    "en": "District of {place} discussed {what} for the {n}th time this year",
}
_SENTENCES = {
    "ru": [
        "На собрание в {place} пришли {n} человек, и каждый третий попросил слова.",
        "Местный совет выделил на {what} {n} тысяч рублей, хотя просили вдвое больше.",
        "Работы начнутся через {n} недель, если подрядчик из соседней области успеет подвезти материалы.",
        "Жительница улицы Садовой рассказала, что ждала этого решения {n} лет и уже перестала верить.",
        "Следующее заседание назначено на {d} апреля, его покажут по районному телевидению.",
        "Главный инженер напомнил о прошлогодней аварии, после которой {n} домов остались без воды.",
    ],
    "be": [
        "На сход у {place} прыйшлі {n} чалавек, і кожны трэці папрасіў слова.",
        "Мясцовы савет выдзеліў на {what} {n} тысяч рублёў, хоць прасілі ўдвая больш.",
        "Работы пачнуцца праз {n} тыдняў, калі падрадчык з суседняй вобласці паспее падвезці матэрыялы.",
        "Жыхарка вуліцы Садовай расказала, што чакала гэтага рашэння {n} гадоў і ўжо перастала верыць.",
        "Наступнае пасяджэнне прызначана на {d} красавіка, яго пакажуць па раённым тэлебачанні.",
        "Галоўны інжынер нагадаў пра леташнюю аварыю, пасля якой {n} дамоў засталіся без вады.",
    ],
    "en": [
        "The meeting in {place} drew {n} people, and every third of them asked for the floor.",
        "The local council set aside {n} thousand roubles for {what}, half of what had been asked.",
        "Work begins in {n} weeks if the contractor from the next region brings the materials in time.",
        "A woman from Sadovaya Street said she had waited {n} years for this and had stopped believing.",
        "The next session is set for {d} April and will be shown on district television.",
        "The chief engineer recalled last year's accident, which left {n} houses without water.",
    ],
}
_MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня".split(),
}
_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдеёжзійклмнопрстуўфхцчшыьэюяи",
            "a b v g d e e zh z i j k l m n o p r s t u u f h c ch sh y _ e yu ya i".split(),
            strict=True,
        )
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One article, before it has an address."""

    number: int
    language: str
    title: str
    paragraphs: tuple[str, ...]
    at: datetime
    section: str

    @property
    def slug(self) -> str:
        """The title in Latin letters."""
        words = "".join(c if c.isalnum() else " " for c in self.title.lower().translate(_LATIN)).split()
        mark = "".join(chr(ord("a") + int(digit)) for digit in str(self.number % 1000))
        return "-".join([*(word.replace("_", "") for word in words[:6]), mark])

    @property
    def local(self) -> datetime:
        """The time on the clocks of Minsk."""
        return self.at.astimezone(MINSK)


@dataclass(slots=True, kw_only=True)
class Site:
    """A site ready to be served: what each path answers, and which articles it has."""

    name: str
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # path with query to type and body
    articles: dict[str, Text] = field(default_factory=dict)  # path to article
    closed: tuple[str, ...] = ()  # paths that robots.txt forbids

    def put(
        self, path: str, body: str, kind: str = "text/html; charset=utf-8", encoding: str = "utf-8"
    ) -> None:
        """Serve a text at a path."""
        self.pages[path] = (kind, body.encode(encoding, "xmlcharrefreplace"))


def texts(
    seed: int, languages: tuple[str, ...] = ("ru",), sections: tuple[str, ...] = ("news",)
) -> list[Text]:
    """Invented articles, newest first."""
    dice = random.Random(seed)
    found = []
    for number in range(COUNT):
        language = languages[number % len(languages)]
        words = {"place": dice.choice(_PLACES[language]), "what": dice.choice(_SUBJECTS[language])}
        sentences = dice.sample(_SENTENCES[language], 6)
        told = [one.format(n=dice.randint(3, 980), d=dice.randint(1, 28), **words) for one in sentences]
        found.append(
            Text(
                number=90_000 + seed * 200 - number * 3 + dice.randint(0, 2),
                language=language,
                title=_TITLES[language].format(n=COUNT - number + 2, **words),
                paragraphs=(" ".join(told[:2]), " ".join(told[2:4]), " ".join(told[4:])),
                at=NOW - timedelta(minutes=25 + number * 349 + dice.randint(0, 60)),
                section=sections[number % len(sections)],
            )
        )
    return found


def paragraphs(text: Text) -> str:
    """The body in markup."""
    return "".join(f"<p>{escape(one)}</p>" for one in text.paragraphs)


def words_of_day(text: Text) -> str:
    """As in 2 марта 2026."""
    return f"{text.local.day} {_MONTHS[text.language][text.local.month - 1]} {text.local.year}"


def rss(base: str, found: list[tuple[str, Text]], encoding: str = "utf-8") -> str:
    """A feed in RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(text.title)}</title><link>{base}{escape(path)}</link>"
        f"<pubDate>{text.local:%a, %d %b %Y %H:%M:%S} +0300</pubDate></item>"
        for path, text in found
    )
    return f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


def sitemap(base: str, paths: list[tuple[str, str]]) -> str:
    """A sitemap; the second of each pair is its lastmod, or nothing."""
    rows = "".join(
        f"<url><loc>{base}{escape(path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in paths
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def index(base: str, paths: list[str]) -> str:
    """A sitemap index."""
    rows = "".join(f"<sitemap><loc>{base}{path}</loc></sitemap>" for path in paths)
    return f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'


Make = Callable[[str], Site]
