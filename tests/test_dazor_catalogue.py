"""Source files: what they may say, which count, and how bad ones are named."""

from pathlib import Path

import pytest

from dazor import catalogue
from dazor.config import Config
from store.errors import UsageError

SITE = """
id = "outlet"
name = "Outlet"
kind = "site"
site = "https://outlet.example/"
languages = ["be"]
zone = "Europe/Minsk"

[[entry]]
kind = "feed"
url = "https://outlet.example/rss"
"""
CHANNEL = """
id = "pul"
name = "Pul"
kind = "channel"
channel = "pul_example"
languages = ["ru"]
zone = "Europe/Minsk"

[[entry]]
kind = "preview"
"""


def load(folder: Path, /, *, only=(), base="https://t.me", **files):
    """The catalogue with own files, named like the keywords."""
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.toml").write_text(text, "utf-8")
    settings = {"catalogue": {"folder": str(folder), "only": only}, "telegram": {"web": {"base_url": base}}}
    return catalogue.load(Config.model_validate(settings))


def source(loaded, name):
    return next(source for source in loaded.sources if source.id == name)


def problems(folder, text, name="outlet"):
    """What is said of one own file, without its name."""
    said = load(folder, **{name: text}).problems
    return [line.removeprefix(f"{folder.name}/{name}.toml: ") for line in said]


def test_own_sources_join_the_shipped_ones(tmp_path):
    loaded = load(tmp_path, outlet=SITE)

    assert "Outlet" == source(loaded, "outlet").name
    assert "https://belta.by/" == source(loaded, "belta-ru").site


def test_own_file_replaces_a_shipped_one(tmp_path):
    loaded = load(tmp_path, zviazda=SITE.replace("outlet", "zviazda"))

    assert "Outlet" == source(loaded, "zviazda").name


def test_bad_own_file_does_not_bring_the_shipped_one_back(tmp_path):
    """It may have been written to switch that one off."""
    loaded = load(tmp_path, zviazda='id = "zviazda"\non = flase')

    assert ["zviazda"] == list(loaded.resting)
    assert "zviazda" not in [source.id for source in loaded.sources]


def test_only_these_sources_are_watched(tmp_path):
    loaded = load(tmp_path, only=("outlet", "pul_1"), outlet=SITE)

    assert ["pul_1", "outlet"] == [source.id for source in loaded.sources]


def test_unknown_source_in_only_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match=r"only: belta: no such source. Did you mean belta-ru"):
        load(tmp_path, only=("belta",))


def test_chosen_sources_come_in_the_order_asked(tmp_path):
    loaded = load(tmp_path, outlet=SITE)

    chosen = catalogue.choose(loaded, ["outlet", "belta-ru", "outlet"])

    assert ["outlet", "belta-ru"] == [source.id for source in chosen]


def test_every_unknown_source_is_named_with_the_nearest(tmp_path):
    with pytest.raises(UsageError) as caught:
        catalogue.choose(load(tmp_path), ["belta", "qqqqq"])

    assert [
        "--source belta: no such source. Did you mean belta-ru, belta-en?",
        "--source qqqqq: no such source. `dazor doctor` lists all of them.",
    ] == str(caught.value).splitlines()


def test_source_with_a_bad_file_is_refused_with_its_mistake(tmp_path):
    loaded = load(tmp_path, outlet=SITE.replace("Europe/Minsk", "Europe/Mnsk"))

    with pytest.raises(UsageError, match=r'not a time zone\. Did you mean "Europe/Minsk"\?'):
        catalogue.choose(loaded, ["outlet"])


def test_preview_address_is_made_from_the_channel(tmp_path):
    loaded = load(tmp_path, pul=CHANNEL, base="http://127.0.0.1:8100")

    assert "http://127.0.0.1:8100/s/pul_example" == source(loaded, "pul").entries[0].url


def test_source_that_is_off_is_listed_but_not_watched(tmp_path):
    loaded = load(tmp_path, outlet=SITE.replace("[[entry]]", 'on = false\nwhy_off = "Closed."\n[[entry]]', 1))

    assert not source(loaded, "outlet").on
    assert "outlet" not in [source.id for source in loaded.watched]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("zone =", "zones =", 'unknown key "zones". Did you mean "zone"?'),
        ("[[entry]]", "[[entrys]]", 'unknown section "entrys". Did you mean "entry"?'),
        (
            "Europe/Minsk",
            "Europe/Mnsk",
            'zone = "Europe/Mnsk": not a time zone. Did you mean "Europe/Minsk"?',
        ),
        (
            '"feed"',
            '"rss"',
            "[[entry]] 1 kind = \"rss\": has to be 'feed', 'news_sitemap', 'sitemap', 'listing', 'archive' "
            "or 'preview'.",
        ),
        (
            '"feed"',
            '"preview"',
            '[[entry]] 1 kind = "preview": only a channel has one. Write "feed" or "listing".',
        ),
        (
            '"be"',
            '"Belarusian"',
            'languages, item 1 = "Belarusian": not a code of a language. Write it as "ru".',
        ),
        (
            'id = "outlet"',
            'id = "outlet"\nproxy = "http://desk:secret@proxy.example:3128"',
            "proxy: a password must not stand in an address. Take it out.",
        ),
        (
            'id = "outlet"',
            'id = "outlet"\nproxy_password = "secret"',
            "proxy_password: a secret must not be written here. Set the variable DAZOR_PROXY_PASSWORD "
            "instead; change it if others saw the file.",
        ),
        (
            'id = "outlet"',
            'id = "outlet"\nproxy = "https://proxy.example"',
            'proxy = "https://proxy.example": not a proxy with its port. Write it as "http://user@proxy.example:3128".',
        ),
        (
            'id = "outlet"',
            'id = "outlet"\ntls = "off"',
            'tls = "off": neither "verified" nor "unverified" nor the absolute path of a file of '
            'authorities. Write it as "/etc/dazor/authority.pem".',
        ),
        (
            'id = "outlet"',
            'id = "outlet"\ntls = "/nowhere/authority.pem"',
            'tls = "/nowhere/authority.pem": cannot be read (No such file or directory). Name a file of '
            "certificates in PEM form.",
        ),
        (
            'id = "outlet"',
            f'id = "outlet"\ntls = "{__file__}"',
            f'tls = "{__file__}": cannot be read (no certificate in it). '
            "Name a file of certificates in PEM form.",
        ),
        (
            'id = "outlet"',
            'id = "outlot"',
            'id = "outlot": the file is named outlet.toml. Both have to be the same.',
        ),
        ('["be"]', "[]", 'languages = []: no language is named. Write it as ["ru"].'),
        ('site = "https://outlet.example/"', "", 'site is missing. Write site = "https://outlet.example/".'),
        (
            'url = "https://outlet.example/rss"',
            "",
            '[[entry]] 1 url is missing. Write url = "https://outlet.example/rss".',
        ),
        (
            'kind = "feed"',
            'kind = "feed"\ndate = "time"',
            '[[entry]] 1 date = "time": only for kind = "listing" or "archive". Take the line out.',
        ),
        (
            "[[entry]]",
            "on = false\n[[entry]]",
            "on = false: why_off is missing. Write one line that says why.",
        ),
    ],
)
def test_mistake_in_a_source_file_is_named_with_the_remedy(tmp_path, old, new, said):
    text = SITE.replace(old, new, 1)

    assert said in problems(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('channel = "pul_example"', "", 'channel is missing. Write channel = "pul_1".'),
        (
            '"pul_example"',
            '"@pul"',
            'channel = "@pul": not a user name of a channel, without @ and address. Write',
        ),
        ('kind = "channel"', 'kind = "site"', 'channel = "pul_example": a site has none.'),
        ('[[entry]]\nkind = "preview"', "", "no [[entry]]: there is no way in."),
    ],
)
def test_mistake_in_a_channel_file_is_named(tmp_path, old, new, said):
    found = problems(tmp_path, CHANNEL.replace(old, new), name="pul")

    assert said in " ".join(found)


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (
            "pattern = '/news/(\\d+'",
            "not a regular expression (missing ), unterminated subpattern at position 6)",
        ),
        ('body = "div[["', "not a CSS selector"),
        ('body = "p:loudest"', "not a CSS selector"),
        (
            "pattern = '^/news/'\nexamples = ['https://outlet.example/about']",
            "not on the site or not like the pattern",
        ),
        ("examples = ['https://other.example/news/1']", "not on the site or not like the pattern"),
        (
            "counter_examples = ['https://outlet.example/about']",
            "is like the pattern. Make the pattern narrower.",
        ),
        ('patern = "x"', 'unknown key "patern". Did you mean "pattern"?'),
    ],
)
def test_mistake_about_articles_is_named(tmp_path, article, said):
    found = problems(tmp_path, f"{SITE}\n[article]\n{article}")

    assert 1 == len(found)
    assert said in found[0]


def test_all_mistakes_of_a_file_come_at_once(tmp_path):
    text = SITE.replace("zone =", "zones =").replace('"feed"', '"rss"')

    assert 3 == len(problems(tmp_path, text))


def test_bad_file_leaves_the_others_alone(tmp_path):
    loaded = load(tmp_path, outlet="id = x", pul=CHANNEL)

    assert "pul" in [source.id for source in loaded.watched]
    assert (
        f"{tmp_path.name}/outlet.toml, line 1, column 6: not TOML (Invalid value). Mend that place.",
    ) == loaded.problems


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://outlet.example/news/1", True),
        ("http://www.outlet.example/news/1#top", True),
        ("https://outlet.example/show?id=/news/1", True),
        ("https://outlet.example/about#/news/1", False),
        ("https://eng.outlet.example/news/1", False),
        ("https://outlet.example.other.example/news/1", False),
    ],
)
def test_article_is_on_the_site_and_like_the_pattern(tmp_path, url, expected):
    loaded = load(tmp_path, outlet=f"{SITE}\n[article]\npattern = '/news/\\d+'")

    assert expected == catalogue.is_article(source(loaded, "outlet"), url)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('kind = "archive"', "nothing in it says the day"),
        ('kind = "feed"\nurl = "https://outlet.example/{date:%Y}/"', 'only for kind = "archive" a gap'),
        ('kind = "listing"\npages = "https://outlet.example/2/"', "the gap {page} is missing"),
        ('kind = "listing"\nnext = "a"\npages = "https://outlet.example/{page}/"', "next and pages"),
        ('kind = "listing"\nform = {a = "b"}', 'only for kind = "archive"'),
        ('kind = "archive"\nform = {a = "css:input"}', 'Write it as "css:input#token@value"'),
        ('kind = "archive"\nform = {a = "css:a..b@value"}', "not a CSS selector"),
        ('kind = "sitemap"\nnext = "a"', 'only for kind = "listing"'),
    ],
)
def test_way_in_that_does_not_fit_its_kind_is_named(tmp_path, lines, expected):
    text = SITE.replace('kind = "feed"', lines)
    if lines.count("url"):
        text = text.replace('url = "https://outlet.example/rss"\n', "")

    (said,) = problems(tmp_path, text)

    assert expected in said


@pytest.mark.parametrize(
    "lines",
    [
        'kind = "news_sitemap"\nurl = "https://outlet.example/news.xml"',
        'kind = "archive"\nurl = "https://outlet.example/{date:%Y/%m/%d}/"\nitem = "li"',
        'kind = "archive"\nurl = "https://outlet.example/"\nform = {on = "{date:%d.%m}", t = "css:#t@value"}',
        'kind = "listing"\nurl = "https://outlet.example/"\npages = "https://outlet.example/?PAGEN_2={page}"',
    ],
)
def test_every_kind_of_way_in_can_be_written(tmp_path, lines):
    text = SITE[: SITE.index('kind = "feed"')] + lines

    assert [] == problems(tmp_path, text)
