"""Makes of sites: how each kind builds its pages, lists, feeds and sitemaps."""

from collections.abc import Callable
from html import escape

from benchmarks import made_markup, made_others, made_sites
from benchmarks.made_sites import Site, paragraphs, words_of_day


def wordpress(base: str) -> Site:
    """Flat names, a feed, an index of sitemaps with pages and tags beside the articles, /page/2/."""
    site, found = made_markup.placed("wordpress", made_sites.texts(1), lambda text: f"/{text.slug}/")
    menu = made_markup.menu(
        {
            "/": "Главная",
            "/category/mestnoe/": "Местное",
            "/o-redakcii/": "О редакции",
            "/kontakty/": "Контакты",
        }
    )
    head = f'<link rel="alternate" type="application/rss+xml" href="{base}/feed/">' + (
        f'<link rel="alternate" type="application/rss+xml" title="комментарии" href="{base}/comments/feed/">'
    )
    made_markup.articles(
        site,
        found,
        menu,
        head,
        lambda text: (
            f'<article class="post"><h1 class="entry-title">{escape(text.title)}</h1><div class="entry-meta">'
            f'<time class="entry-date" datetime="{text.local.isoformat()}">{words_of_day(text)}</time></div>'
            f'<div class="entry-content">{paragraphs(text)}</div><p class="tags">{made_markup.tags(text, "/tag/")}</p></article>'
        ),
    )
    made_markup.lists(
        site,
        found,
        menu,
        head,
        lambda number: "/" if number == 1 else f"/page/{number}/",
        lambda path, text: (
            f'<article class="post-{text.number} post"><a href="{path}"><img src="/i.jpg" alt=""></a><h2><a href="{path}">'
            f'{escape(text.title)}</a></h2><time datetime="{text.local.isoformat()}">{words_of_day(text)}</time></article>'
        ),
    )
    for path in ("/category/mestnoe/", "/tag/transport/", "/tag/shkola/", "/o-redakcii/", "/kontakty/"):
        site.put(
            path,
            made_markup.page(
                "Раздел", menu, "<h1>Раздел</h1><p>Здесь рассказывается о нас и о нашей работе.</p>", head
            ),
        )
    site.put("/feed/", made_sites.rss(base, found[:12]), "application/rss+xml; charset=utf-8")
    site.put("/comments/feed/", made_sites.rss(base, []), "application/rss+xml; charset=utf-8")
    parts = {
        "posts-post": found,
        "posts-page": ["/o-redakcii/", "/kontakty/"],
        "taxonomies-post_tag": ["/tag/shkola/"],
    }
    for name, paths in parts.items():
        rows = [
            (one[0], f"{one[1].local:%Y-%m-%d}") if isinstance(one, tuple) else (one, "") for one in paths
        ]
        site.put(f"/wp-sitemap-{name}-1.xml", made_sites.sitemap(base, rows), "application/xml")
    names = [f"/wp-sitemap-{name}-1.xml" for name in parts]
    site.put("/wp-sitemap.xml", made_sites.index(base, names), "application/xml")
    made_markup.robots(site, f"User-agent: *\nDisallow: /wp-admin/\nSitemap: {base}/wp-sitemap.xml\n")
    return site


def bitrix(base: str) -> Site:
    """Numbers in sections, a feed that only a link names, the time in a span, ?PAGEN_1=2."""
    sections = ("obshchestvo", "ekonomika", "sport")
    made = made_sites.texts(2, sections=sections)
    site, found = made_markup.placed("bitrix", made, lambda text: f"/novosti/{text.section}/{text.number}/")
    menu = made_markup.menu(
        {
            "/": "Главная",
            "/novosti/": "Новости",
            **{f"/novosti/{one}/": one for one in sections},
            "/o-nas/": "О нас",
        }
    )
    rubric = '<a class="rss" href="/novosti/rss/">RSS</a>'
    made_markup.articles(
        site,
        found,
        menu,
        "",
        lambda text: (
            f'<div class="news-detail"><h1>{escape(text.title)}</h1><span class="news-date-time">{text.local:%d.%m.%Y %H:%M}'
            f'</span><div class="detail-text">{paragraphs(text)}</div><a href="?print=Y">Версия для печати</a></div>'
        ),
    )
    item = made_markup.bitrix_item
    made_markup.lists(
        site,
        found,
        menu,
        "",
        lambda n: "/novosti/" if n == 1 else f"/novosti/?PAGEN_1={n}",
        item,
        after=rubric,
    )
    for one in sections:
        own = [(path, text) for path, text in found if text.section == one]
        made_markup.lists(
            site,
            own,
            menu,
            "",
            lambda n, one=one: f"/novosti/{one}/" + (f"?PAGEN_1={n}" if n > 1 else ""),
            item,
        )
    site.put("/", made_markup.page("Вести района", menu, "".join(item(*one) for one in found[:5]) + rubric))
    site.put(
        "/o-nas/",
        made_markup.page("О нас", menu, "<h1>О нас</h1><p>Газета выходит с давних пор и пишет обо всём.</p>"),
    )
    site.put("/novosti/rss/", made_sites.rss(base, found[:15]), "text/xml; charset=utf-8")
    rows = [
        ("/", ""),
        ("/o-nas/", ""),
        *((path, f"{text.local:%Y-%m-%dT%H:%M:%S+03:00}") for path, text in found),
    ]
    site.put("/sitemap.xml", made_sites.sitemap(base, rows), "application/xml")
    made_markup.robots(
        site,
        "User-agent: *\nDisallow: /bitrix/\nDisallow: /*?print=\nDisallow: /auth/\n",
        closed=("/bitrix/", "/auth/"),
    )
    return site


def drupal(base: str) -> Site:
    """Belarusian, names below a section, a declared feed, the time in words of the language."""
    made = made_sites.texts(3, ("be",), ("naviny", "kultura"))
    site, found = made_markup.placed("drupal", made, lambda text: f"/be/{text.section}/{text.slug}")
    menu = made_markup.menu(
        {"/be": "Галоўная", "/be/naviny": "Навіны", "/be/kultura": "Культура", "/be/pra-nas": "Пра нас"}
    )
    head = '<link rel="alternate" type="application/rss+xml" title="Навіны" href="/be/rss.xml">'
    made_markup.articles(
        site,
        found,
        menu,
        head,
        lambda text: (
            f'<div class="node"><h1 id="page-title">{escape(text.title)}</h1><div class="submitted">{words_of_day(text)} - '
            f'{text.local:%H:%M}</div><div class="field-name-body">{paragraphs(text)}</div>{made_markup.tags(text, "/be/temy/")}</div>'
        ),
    )
    item = made_markup.drupal_item
    for one in ("naviny", "kultura"):
        own = [(path, text) for path, text in found if text.section == one]
        made_markup.lists(
            site, own, menu, head, lambda n, one=one: f"/be/{one}" + (f"?page={n - 1}" if n > 1 else ""), item
        )
    front = made_markup.page("Азёрскі край", menu, "".join(item(*one) for one in found[:8]), head)
    site.put("/", front)
    site.put("/be", front)
    site.put(
        "/be/pra-nas",
        made_markup.page("Пра нас", menu, "<h1>Пра нас</h1><p>Мы пішам пра наш край і яго людзей.</p>"),
    )
    site.put("/be/rss.xml", made_sites.rss(base, found[:10]), "application/rss+xml")
    rows = [("/be/pra-nas", ""), *((path, f"{text.at:%Y-%m-%dT%H:%MZ}") for path, text in found)]
    site.put("/sitemap.xml", made_sites.sitemap(base, rows), "application/xml")
    made_markup.robots(
        site, f"User-agent: *\nDisallow: /admin/\nDisallow: /user/\nSitemap: {base}/sitemap.xml\n"
    )
    return site


def dated(base: str) -> Site:
    """English, days in the address, Atom, JSON-LD, a list on the front page only."""
    made = made_sites.texts(5, ("en",))
    site, found = made_markup.placed("dated", made, lambda text: f"/{text.local:%Y/%m/%d}/{text.slug}.html")
    menu = made_markup.menu(
        {"/": "Home", "/about.html": "About us", "/contact.html": "Contact", "/2026/03/": "Archive"}
    )
    head = '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
    made_markup.articles(
        site,
        found,
        menu,
        head,
        lambda text: (
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"'
            f'{text.title}","datePublished":"{text.local.isoformat()}"}}</script><main><h1>{escape(text.title)}</h1>'
            f'<div class="body">{paragraphs(text)}</div></main>'
        ),
    )
    made_markup.lists(
        site,
        found,
        menu,
        head,
        lambda n: "/" if n == 1 else f"/?page={n}",
        lambda path, text: (
            f'<div class="card"><a href="{path}"><h3>{escape(text.title)}</h3><p>{text.paragraphs[0][:60]}</p></a></div>'
        ),
    )
    for path in ("/about.html", "/contact.html", "/2026/03/"):
        site.put(
            path,
            made_markup.page(
                "About", menu, "<h1>About</h1><p>We write about the district and its people.</p>"
            ),
        )
    entries = "".join(
        f'<entry><title>{escape(text.title)}</title><link href="{base}{path}"/><id>{base}{path}</id>'
        f"<published>{text.local.isoformat()}</published><updated>{text.local.isoformat()}</updated></entry>"
        for path, text in found[:12]
    )
    feed = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{entries}</feed>'
    site.put("/atom.xml", feed, "application/atom+xml")
    rows = [("/about.html", ""), *((path, f"{text.local:%Y-%m-%d}") for path, text in found)]
    site.put("/sitemap.xml", made_sites.sitemap(base, rows), "application/xml")
    made_markup.robots(site, f"Sitemap: {base}/sitemap.xml\n")
    return site


MAKES: dict[str, Callable[[str], Site]] = {
    make.__name__: make for make in (*made_others.MAKES, wordpress, bitrix, drupal, dated)
}
