"""Further makes: a bare list, lists by section, an old site in windows-1251, three editions beside each other."""

from html import escape

from benchmarks import made_markup, made_sites
from benchmarks.made_sites import PER_LIST, Site, paragraphs, words_of_day

_ABOUT = {"ru": "О редакции", "be": "Пра рэдакцыю", "en": "About us"}


def bare(base: str) -> Site:
    """No feed and no sitemap: a list with dates, addresses by number in the query, no class on the time."""
    site, found = made_markup.placed("bare", made_sites.texts(4), lambda text: f"/news.php?id={text.number}")
    menu = "<p><a href='/'>Главная</a> | <a href='/about.php'>О нас</a> | <a href='/news.php'>Новости</a></p>"
    made_markup.articles(
        site,
        found,
        menu,
        "",
        lambda text: (
            f"<h1>{escape(text.title)}</h1><p><i>{text.local:%d.%m.%Y, %H:%M}</i></p>{paragraphs(text)}"
        ),
    )
    made_markup.lists(
        site,
        found,
        menu,
        "",
        lambda n: "/news.php" if n == 1 else f"/news.php?page={n}",
        lambda path, text: f"<li>{text.local:%d.%m.%Y %H:%M} <a href='{path}'>{escape(text.title)}</a></li>",
        wrap=("<ul>", "</ul>"),
    )
    site.put(
        "/",
        made_markup.page(
            "Районная газета", menu, "<p>Добро пожаловать на наш сайт.</p>" + made_markup.aside(found[:3])
        ),
    )
    site.put(
        "/about.php",
        made_markup.page("О нас", menu, "<h1>О нас</h1><p>Здесь адрес, телефон и часы работы.</p>"),
    )
    made_markup.robots(site, "")
    return site


def sections(base: str) -> Site:
    """A news sitemap, and lists by section; the number ends the name; cards with the title beside the link."""
    names = ("politika", "obshchestvo", "kultura", "proisshestviya")
    made = made_sites.texts(6, sections=names)
    site, found = made_markup.placed(
        "sections", made, lambda text: f"/{text.section}/{text.slug}-{text.number}.html"
    )
    menu = made_markup.menu(
        {
            "/": "Главная",
            **{f"/{one}/": one for one in names},
            "/reklama/": "Реклама",
            "/vakansii.html": "Вакансии",
        }
    )
    made_markup.articles(
        site,
        found,
        menu,
        "",
        lambda text: (
            f'<div class="material"><h1>{escape(text.title)}</h1><div class="material__info"><span>{words_of_day(text)}, '
            f'{text.local:%H:%M}</span> <a href="/avtor/anna-vereskova/">Анна Верескова</a></div>{paragraphs(text)}</div>'
        ),
    )
    for one in names:
        own = [(path, text) for path, text in found if text.section == one]
        made_markup.lists(
            site,
            own,
            menu,
            "",
            lambda n, one=one: f"/{one}/" + (f"page-{n}/" if n > 1 else ""),
            made_markup.card,
        )
    site.put(
        "/", made_markup.page("Озёрская жизнь", menu, "".join(made_markup.card(*one) for one in found[:6]))
    )
    for path in ("/reklama/", "/vakansii.html", "/avtor/anna-vereskova/"):
        site.put(
            path,
            made_markup.page(
                "Реклама", menu, "<h1>Реклама</h1><p>Размещение на нашем сайте стоит недорого.</p>"
            ),
        )
    rows = "".join(
        f"<url><loc>{base}{path}</loc><news:news><news:publication><news:name>О</news:name></news:publication>"
        f"<news:publication_date>{text.local.isoformat()}</news:publication_date>"
        f"<news:title>{escape(text.title)}</news:title></news:news></url>"
        for path, text in found[:12]
    )
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    site.put("/sitemap-news.xml", f'<?xml version="1.0"?><urlset {space}>{rows}</urlset>', "application/xml")
    made_markup.robots(site, f"User-agent: *\nDisallow: /search\nSitemap: {base}/sitemap-news.xml\n")
    return site


def old(base: str) -> Site:
    """windows-1251, tables, a feed in an unusual place that a page of feeds names, other things in the query."""
    made = made_sites.texts(7)
    site, found = made_markup.placed(
        "old", made, lambda text: f"/index.php?option=news&view=item&id={text.number}"
    )
    menu = (
        '<table><tr><td><a href="/">Главная</a></td><td><a href="/index.php?option=news">Новости</a></td>'
        '<td><a href="/index.php?option=page&amp;id=3">О газете</a></td><td><a href="/rss/">RSS</a></td></tr></table>'
    )
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    old_kind, encoding = "text/html", "cp1251"
    for path, text in found:
        body = (
            f'<table width="100%"><tr><td class="contentheading">{escape(text.title)}</td></tr><tr><td class="createdate">'
            f"{words_of_day(text)} г. {text.local:%H:%M}</td></tr><tr><td>{paragraphs(text)}</td></tr></table>"
        )
        site.put(
            path,
            made_markup.page(text.title, menu, body + made_markup.aside(found[20:23]), meta, site_name=""),
            old_kind,
            encoding,
        )
    for number in range(1, 4):
        shown = found[(number - 1) * PER_LIST : number * PER_LIST]
        rows = "".join(
            f'<tr><td class="d">{text.local:%d.%m.%y %H:%M}</td><td><a href="{escape(path)}">{escape(text.title)}</a></td></tr>'
            for path, text in shown
        )
        more = f'<a href="/index.php?option=news&amp;start={number * PER_LIST}">Следующая &gt;</a>'
        path = "/index.php?option=news" + (f"&start={(number - 1) * PER_LIST}" if number > 1 else "")
        site.put(
            path, made_markup.page("Новости", menu, f"<table>{rows}</table>{more}", meta), old_kind, encoding
        )
    site.put(
        "/",
        made_markup.page("Голос района", menu, "<p>Наша газета.</p>" + made_markup.aside(found[:4]), meta),
        old_kind,
        encoding,
    )
    site.put(
        "/index.php?option=page&id=3",
        made_markup.page("О газете", menu, "<p>О газете.</p>", meta),
        old_kind,
        encoding,
    )
    site.put(
        "/rss/",
        made_markup.page("RSS", menu, '<p>Ленты: <a href="/export/rss_all.php">все новости</a></p>', meta),
        old_kind,
        encoding,
    )
    feed = made_sites.rss(base, found[:10], "windows-1251")
    site.put("/export/rss_all.php", feed, "text/xml; charset=windows-1251", encoding)
    made_markup.robots(site, "User-agent: *\nCrawl-delay: 0\nDisallow: /administrator/\n")
    return site


def editions(base: str) -> Site:
    """Russian, Belarusian and English beside each other, a feed for each, hreflang on the front pages."""
    made = made_sites.texts(8, ("ru", "be", "en"))
    site, found = made_markup.placed(
        "editions", made, lambda text: f"/{text.language}/news/{text.local:%Y-%m-%d}-{text.slug}/"
    )
    for language in ("ru", "be", "en"):
        own = [(path, text) for path, text in found if text.language == language]
        others = "".join(
            f'<link rel="alternate" hreflang="{x}" href="{base}/{x}/">' for x in ("ru", "be", "en")
        )
        feed = f'<link rel="alternate" type="application/rss+xml" href="/{language}/feed.xml">'
        menu = made_markup.menu(
            {
                f"/{language}/": "•",
                f"/{language}/news/": "News",
                f"/{language}/about/": _ABOUT[language],
                **{f"/{x}/": x.upper() for x in ("ru", "be", "en")},
            }
        )
        made_markup.articles(
            site,
            own,
            menu,
            feed,
            lambda text: (
                f'<article><h1>{escape(text.title)}</h1><p class="meta"><time datetime="{text.at:%Y-%m-%dT%H:%M:%SZ}">'
                f'{text.local:%d.%m.%Y %H:%M}</time></p><div class="text">{paragraphs(text)}</div></article>'
            ),
        )
        place = f"/{language}/news/"
        made_markup.lists(
            site,
            own,
            menu,
            feed,
            lambda n, place=place: place if n == 1 else f"{place}?page={n}",
            made_markup.card,
        )
        site.put(
            f"/{language}/",
            made_markup.page("Край", menu, "".join(made_markup.card(*one) for one in own[:4]), others + feed),
        )
        site.put(
            f"/{language}/about/", made_markup.page("Край", menu, f"<h1>{_ABOUT[language]}</h1><p>…</p>")
        )
        site.put(f"/{language}/feed.xml", made_sites.rss(base, own[:8]), "application/rss+xml")
    site.pages["/"] = site.pages["/ru/"]
    made_markup.robots(site, "User-agent: *\nDisallow:\n")
    return site


MAKES = (bare, sections, old, editions)
