"""Twelve layouts of article pages, each a function from values to markup."""

from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple


class Values(NamedTuple):
    """What a layout shows; texts are escaped."""

    title: str
    paragraphs: tuple[str, ...]
    at: datetime  # in the site's zone
    language: str  # ru or be
    url: str
    promos: tuple[str, str]  # markup of a line between the paragraphs, and of one after them


_MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    # with Latin i, as the papers print it
    "be": (
        "студзеня лютага сакавiка красавiка мая чэрвеня лiпеня жнiўня верасня кастрычнiка лiстапада снежня"
    ).split(),
}
_MENU = {
    "ru": ("Главная", "Политика", "Общество", "Экономика", "Культура и спорт в регионах страны", "О нас"),
    "be": (
        "Галоўная",
        "Палітыка",
        "Грамадства",
        "Эканоміка",
        "Культура і спорт у рэгіёнах краіны",
        "Пра нас",
    ),
}
_OTHERS = {
    "ru": ("Мост через Вязынку закроют на ремонт до конца лета", "В Озёрске прошла ярмарка мёда и ремёсел"),
    "be": ("Мост праз Вязынку закрыюць на рамонт да канца лета", "У Азёрску прайшоў кірмаш мёду і рамёстваў"),
}
_ALSO = {"ru": "Читайте также", "be": "Чытайце таксама"}
_JOIN = {
    "ru": "Подписывайтесь на наш канал в Telegram, чтобы первыми узнавать о главных событиях",
    "be": "Падпісвайцеся на наш канал у Telegram, каб першымі даведвацца пра галоўныя падзеі",
}


def _words(values: Values, table: dict[str, str]) -> str:
    return table[values.language]


def _day(values: Values) -> str:
    return f"{values.at.day:02} {_MONTHS[values.language][values.at.month - 1]} {values.at.year}"


def _menu(values: Values) -> str:
    items = "".join(
        f'<li><a href="/{number}/">{word}</a></li>' for number, word in enumerate(_MENU[values.language])
    )
    return f"<nav><ul>{items}</ul></nav>"


def _cards(values: Values) -> str:
    return "".join(
        f'<a href="/ru/{n}"><h4>{text}</h4></a>' for n, text in enumerate(_OTHERS[values.language], 901)
    )


def _with(values: Values, *between: str, tag: str = "p") -> str:
    """The paragraphs, each but the last followed by one of the lines between."""
    inside, after = values.promos
    between = (*between, *[""] * len(values.paragraphs))[: len(values.paragraphs) - 1]
    pieces = zip_longest(values.paragraphs, (*between[:-1], between[-1] or inside), fillvalue="")
    return "".join(f"<{tag}>{text}</{tag}>{line}" for text, line in pieces) + after


def _also(values: Values, number: int = 0, tag: str = "p") -> str:
    text = _OTHERS[values.language][number]
    return f'<{tag}>{_ALSO[values.language]}: <a href="/ru/{901 + number}">{text}</a></{tag}>'


def _page(values: Values, head: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{values.language}"><head><meta charset="utf-8">{head}</head>'
        f"<body>{body}</body></html>"
    )


def agency(values: Values) -> str:
    """A wire agency: date above the text, noise blocks inside it."""
    advert = '<div class="bans"><a href="/adv">Реклама на сайте агентства</a></div>'
    inner = _with(values, advert, _also(values),
                  f'<div class="invite_in_messagers">{_words(values, _JOIN)}</div>')  # fmt: skip
    return _page(
        values,
        f"<title>{values.title} - Агентство «Вестка»</title>",
        f"{_menu(values)}<h1>{values.title}</h1>"
        f'<div class="date_full">{_day(values)}, {values.at:%H:%M}</div>'
        f'<div itemprop="articleBody" class="text">{inner}</div><div class="social_icons">Поделиться</div>'
        f'<div class="more">{_cards(values)}</div>',
    )


def bitrix(values: Values) -> str:
    """A daily on Bitrix: Open Graph, the lead in bold, a subscription line at the end."""
    lead, *rest = values.paragraphs
    text = f"<p><b>{lead}</b></p>" + "".join(f"<p>{line}</p>" for line in rest[:2])
    text += f'<p><a href="/ru/901"><b>{_OTHERS[values.language][0]}</b></a></p>'
    text += (
        "".join(f"<p>{line}</p>{values.promos[0]}" for line in rest[2:]) + f"<p>{_words(values, _JOIN)}</p>"
    )
    return _page(
        values,
        f'<title>{values.title} | Озёрская правда</title><meta property="og:title" content="{values.title}">'
        f'<meta property="og:site_name" content="Озёрская правда">'
        f'<meta property="article:published_time" content="{values.at.isoformat()}">',
        f"{_menu(values)}<h1>{values.title}</h1><time>{values.at:%d.%m.%Y %H:%M:%S}</time>"
        f'<div class="block-text">{text}</div><div class="media-old">{_cards(values)}</div>',
    )


def drupal(values: Values) -> str:
    """A newspaper on Drupal: the date in words, fields in fields."""
    return _page(
        values,
        f"<title>{values.title} | Зара над Вязынкай</title>",
        f'{_menu(values)}<div class="content"><h1 class="page-header">{values.title}</h1>'
        f'<div class="submitted date">{_day(values)} года, {values.at:%H:%M}</div>'
        f'<div class="field field-name-body"><div class="field-items"><div class="field-item even">'
        f"{_with(values, _also(values), '<p>Фота: архіў рэдакцыі</p>')}</div></div></div>"
        f'<div class="field-tags"><a href="/t/1">завод</a> <a href="/t/2">вобласць</a></div></div>',
    )


def television(values: Values) -> str:
    """A channel's site: JSON-LD, `<article>`, a mention of its own messenger channel."""
    return _page(
        values,
        f"<title>{values.title} — Канал «Восьмой»</title>"
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{values.title}",'
        f'"datePublished":"{values.at.isoformat()}"}}</script>',
        f'{_menu(values)}<div class="breadcrumbs"><a href="/">Главная</a> / <a href="/n">Новости</a></div>'
        f"<article><h1>{values.title}</h1><div>{_with(values, _join_link(values), _also(values, 1))}</div>"
        f'<div class="b-renommee__wrap">{_cards(values)}</div></article>',
    )


def _join_link(values: Values) -> str:
    return f'<p><a href="https://t.me/kanal">{_words(values, _JOIN)}</a></p>'


def office(values: Values) -> str:
    """An official site: `time[datetime]`, sections, tags after the text."""
    return _page(
        values,
        f"<title>{values.title}</title>",
        f"{_menu(values)}<main><h1>{values.title}</h1>"
        f'<time datetime="{values.at.isoformat()}">{_day(values)}</time>'
        f'<section class="page-details__content">'
        f'<div class="wysiwyg">{_with(values, "", _also(values))}</div></section>'
        f'<ul class="tag-list"><li class="tag-list__it"><a href="/s">Выступления</a></li></ul></main>',
    )


def ministry(values: Values) -> str:
    """A ministry: windows-1251 by meta only, line breaks instead of paragraphs."""
    text = "<br><br>".join(values.paragraphs)
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
        f"<title>Министерство связи — {values.title}</title></head><body>"
        f"<table><tr><td>{_menu(values)}</td><td><h1>{values.title}</h1>"
        f'<span class="date _big">{_day(values)}, {values.at:%H:%M}</span><div class="content-page">{text}'
        '<p><a href="/print/1">Версия для печати</a></p>'
        '<div class="content-page__social">Поделиться</div></div>'
        "</td></tr></table></body></html>"
    )


def wordpress(values: Values) -> str:
    """A city site on WordPress: share buttons and a widget between paragraphs."""
    widget = f'<div class="mn-a-rec"><p>{_ALSO[values.language]}</p>{_cards(values)}</div>'
    share = '<div class="social-sharing-nk"><p>Поделиться в соцсетях</p></div>'
    return _page(
        values,
        f"<title>{values.title} - Вечерний Озёрск</title>"
        f'<meta property="og:title" content="{values.title} - Вечерний Озёрск">'
        f'<meta property="article:published_time" content="{values.at.isoformat()}">',
        f'{_menu(values)}<article class="post"><header><h1 class="entry-title">{values.title}</h1></header>'
        f'<div class="entry-content">{_with(values, share, widget)}'
        f"<p>{_words(values, _JOIN)}</p></div></article>",
    )


def district(values: Values) -> str:
    """A district paper: spans and divs, no paragraphs, the date after the text."""
    promo = f'<div><a href="/ru/902">{_OTHERS[values.language][1]}</a></div>'
    return _page(
        values,
        f"<title>Районка: {values.title}</title>",
        f'<div id="top">{_menu(values)}</div><div id="main"><h1>{values.title}</h1>'
        f'<div class="news-detail">{_with(values, promo, tag="div")}</div>'
        f'<div class="news-date-time">{values.at:%d.%m.%Y %H:%M}</div></div>',
    )


def foreign_agency(values: Values) -> str:
    """An agency's regional edition: text in several blocks, captions, a line to subscribe between."""
    blocks = "".join(
        f'<div class="article__block"><div class="article__text">{line}</div></div>'
        for line in (*values.paragraphs[:-1], values.promos[0], values.paragraphs[-1])
    )
    caption = '<div class="media__copyright">© Фото : Агентство «Вестка» / Иван Лугов</div>'
    return _page(
        values,
        f"<title>{values.title} - 16.02.2026, Вестка Озёрск</title>"
        f'<meta property="og:title" content="{values.title}">'
        f'<meta property="article:published_time" content="{values.at:%Y%m%dT%H%M}">',
        f'{_menu(values)}<div class="article"><h1 class="article__title">{values.title}</h1>'
        f'<div class="article__info-date"><a href="/20260216/">{values.at:%H:%M %d.%m.%Y}</a></div>'
        f'<div class="article__body">{caption}{blocks}'
        f'<div class="article__block"><div class="article__text">{_words(values, _JOIN)}</div></div>'
        "</div></div>",
    )


def transcript(values: Values) -> str:
    """A broadcaster: a lead with its own name, then the text, related news as plain paragraphs of links."""
    related = "".join(
        f'<p><a href="/n/{n}">{text}</a></p>' for n, text in enumerate(_OTHERS[values.language])
    )
    return _page(
        values,
        f"<title>{values.title} / СТ-8</title>",
        f'{_menu(values)}<div class="page-content"><h1>{values.title}</h1>'
        f'<p class="publish-date">{_day(values)} - {values.at:%H:%M}</p>'
        f"<div>{_with(values, '', '', related)}</div><p>Новости по теме:</p>{related}</div>",
    )


def magazine(values: Values) -> str:
    """A private site: a currency table before the text, a photo credit and a note on reprints after it."""
    rates = "<table><tr><td>USD</td><td>3,2710</td></tr><tr><td>EUR</td><td>3,5411</td></tr></table>"
    return _page(
        values,
        f"<title>{values.title} | Городской журнал</title>"
        '<meta property="og:site_name" content="Городской журнал">',
        f'<div class="rates">{rates}</div>{_menu(values)}<div class="single-post"><h1>{values.title}</h1>'
        f'<div class="meta"><span class="time">{values.at:%H:%M}</span></div>'
        f'<div class="post-date">{values.at:%d.%m.%Y}, {values.at:%H:%M}</div>'
        f'<div class="text">{_with(values, _also(values))}'
        "<p>Фото: Городской журнал</p>"
        "<p>Перепечатка материалов возможна только с письменного разрешения редакции</p>"
        f"</div></div>",
    )


def plain(values: Values) -> str:
    """A page that declares nothing, with an invitation to other networks after each second paragraph."""
    ask = "<p>Следите за новостями в нашем Viber-канале</p>"
    return _page(
        values,
        f"<title>{values.title}</title>",
        f'{_menu(values)}<div class="body"><h2>{values.title}</h2>'
        f'<i class="date">{values.at:%d.%m.%Y, %H:%M}</i>'
        f"{_with(values, '', ask, '', ask)}</div>",
    )


LAYOUTS = {
    layout.__name__: layout
    for layout in (
        agency,
        bitrix,
        drupal,
        television,
        office,
        ministry,
        wordpress,
        district,
        foreign_agency,
        transcript,
        magazine,
        plain,
    )
}
