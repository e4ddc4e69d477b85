import time
from datetime import UTC, datetime

import pytest

from benchmarks import scoring, skeletons
from crawlers import extract
from dazor.catalogue import Article
from store.types import Candidate, Link

NOW = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
URL = "https://vestka.example/n/1"
PARAGRAPHS = next(iter(skeletons.every())).body.split("\n")
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def read(body: str | bytes, **named):
    raw = body if isinstance(body, bytes) else body.encode()
    return extract.read(raw, URL, now=NOW, zone="Europe/Minsk", **named)


def article(inner: str = BODY, head: str = "") -> str:
    return (
        f'<html lang="ru"><head>{head}</head><body><h1>Новый цех</h1><article>{inner}</article></body></html>'
    )


def test_a_page_gives_its_text_a_paragraph_a_line():
    reading = read(article())

    assert ("ok", "Новый цех", "ru") == (reading.outcome, reading.title, reading.language)
    assert list(PARAGRAPHS) == reading.text.split("\n")
    assert "trafilatura" in reading.extractor


@pytest.mark.parametrize(
    "line",
    [
        '<p>Читайте также: <a href="/n/2">Мост через Вязынку закроют на ремонт</a></p>',
        '<p><a href="/n/2">Мост через Вязынку закроют на ремонт</a></p>',
        "<p>Подписывайтесь на наш канал в Telegram, чтобы всё узнавать первыми</p>",
        "<p>Чытайце таксама: мост праз Вязынку</p>",
        "<div>Следите за новостями в нашем Viber-канале</div>",
        "<p>Фото: Вестка</p>",
    ],
)
def test_a_line_of_promotion_is_not_of_the_text(line):
    inner = "".join(f"<p>{text}</p>{line if number == 1 else ''}" for number, text in enumerate(PARAGRAPHS))

    assert list(PARAGRAPHS) == read(article(inner)).text.split("\n")


def test_the_title_is_not_repeated_at_the_start_of_the_text():
    assert read(article(f"<p>Новый цех</p>{BODY}")).text.startswith(PARAGRAPHS[0])


def test_the_date_above_the_text_is_not_of_it():
    head = '<p class="date">1 марта 2026, 10:15</p>'

    assert read(article(f"{head}{BODY}")).text.startswith(PARAGRAPHS[0])


def test_a_table_around_the_article_is_no_table():
    page = f"<html><body><table><tr><td>Меню</td><td><h1>Новый цех</h1>{BODY}</td></tr></table></body></html>"

    assert list(PARAGRAPHS) == read(page).text.split("\n")


def test_a_sentence_that_speaks_of_subscribing_stays():
    line = "Читатели, по его словам, чаще стали подписываться на газету, и тираж вырос до сорока тысяч."

    assert line in read(article(BODY + f"<p>{line}</p>")).text


def test_the_sources_selectors_go_first():
    page = article(
        '<div class="t">Другой</div><div class="x">Лишнее</div><div class="b"><p>Только это.</p>' + BODY
    )
    settings = Article(body=".b", remove=(".x", ".b p:nth-child(2)"), title=".t")

    reading = read(page, settings=settings)

    assert "Другой" == reading.title
    assert ["Только это.", *PARAGRAPHS[1:]] == reading.text.split("\n")


def test_a_selector_of_the_text_that_fits_nothing_is_said():
    reading = read(article(), settings=Article(body="div.gone"))

    assert "ok" == reading.outcome
    assert ("Nothing fits the source's selector of the text, 'div.gone'.",) == reading.warnings


def test_the_entry_gives_what_the_page_does_not_say():
    entry = Link(url=URL, title="Из ленты", published=Candidate(origin="feed", value="2026-03-01 10:00"))

    reading = read(f"<html><body><div>{BODY}</div></body></html>", entry=entry)

    assert ("Из ленты", "feed") == (reading.title, reading.published.origin)


def test_the_page_names_its_own_address():
    assert "https://vestka.example/x" == read(article(head='<link rel="canonical" href="/x">')).canonical_url
    assert read(article(head='<link rel="canonical" href="javascript:x">')).canonical_url is None


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_bytes_are_read_by_what_they_are(encoding):
    assert PARAGRAPHS[0] in read(article().encode(encoding)).text


def said(title: str, text: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{text}</body></html>"


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (b"", "empty"),
        (b"hello world", "empty"),
        (b"%PDF-1.7 " + b"x" * 100, "not_html"),
        (b'{"status": "ok", "items": ["a", "b", "c"]}', "not_html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel><title>a</title></channel></rss>', "not_html"),
        (said("Вестка", "<h1>Фоторепортаж</h1><img src=x>"), "no_text"),
        (
            said("Вестка", "<div>USD 3,02 · EUR 3,41</div><div>Главная</div><div>Статьи</div><i>фото</i>"),
            "no_text",
        ),
        (said("Вестка", "<p>You need to enable JavaScript to run this app, please.</p>"), "no_text"),
        (said("Web Page Blocked", "<p>The page has been blocked. Attack ID: 20000051</p>"), "blocked_page"),
        (said("Вестка", "<h1>Доступ к ресурсу ограничен</h1>"), "blocked_page"),
        (said("DDoS-Guard", "<p>Checking your browser before accessing a.example</p>"), "captcha"),
        (said("Вестка", "<p>Подтвердите, что вы не робот, и введите символы</p>"), "captcha"),
        (said("Страница не найдена | Вестка", "<h1>Ошибка 404</h1><p>Начните с главной.</p>"), "soft_404"),
        (said("Вестка", "<h1>Старонка не знойдзена</h1>"), "soft_404"),
    ],
)
def test_a_page_that_is_no_article_has_its_outcome(page, outcome):
    assert outcome == read(page).outcome


def test_an_article_about_such_pages_is_an_article():
    line = "<p>Сайт ответил словами «403 Forbidden», «страница не найдена» и показал капчу (captcha).</p>"

    assert "ok" == read(article(line + BODY)).outcome


@pytest.mark.parametrize(
    "page",
    [b"<html><body>" + b"<div>" * 200_000 + b"x", b"<html><body><p>" + b"<b><i><a href=x>y</a>" * 50_000],
    ids=["nested", "unclosed"],
)
def test_absurd_markup_is_read_in_bounded_time(page):
    started = time.process_time()

    read(page)

    assert time.process_time() - started < 3


def test_of_a_very_long_page_the_beginning_is_read(monkeypatch):
    monkeypatch.setattr(extract, "MAX_BYTES", 3_000)

    reading = read(article(BODY * 3))

    assert PARAGRAPHS[0] in reading.text
    assert reading.warnings[0].startswith("Only the first 3000 of")


def test_five_megabytes_are_read_in_bounded_time():
    body = "".join(f"<p>{PARAGRAPHS[0]} {number}</p>" for number in range(14_000))
    started = time.process_time()

    reading = read(article(body))

    assert time.process_time() - started < 8
    assert reading.warnings[0].startswith("Only the first 3000000 of")


def test_pages_of_twelve_layouts_are_read():
    """Beside bare trafilatura on the same pages: benchmarks/extraction.py --set skeletons."""
    made = list(skeletons.every())
    readings = [
        extract.read(skeletons.render(page.file), page.url, now=page.seen_at, zone=skeletons.ZONE)
        for page in made
    ]

    assert (
        scoring.by_shingles(
            (page.body, reading.text) for page, reading in zip(made, readings, strict=True)
        ).f1
        > 0.96
    )
    assert [page.at for page in made] == [reading.published.at for reading in readings]
    assert [page.title for page in made] == [reading.title for reading in readings]


def test_awkward_real_pages_do_no_harm(shared):
    import gzip

    for file in sorted((shared / "data/readability_pages/pages").iterdir()):
        assert read(gzip.decompress(file.read_bytes())).outcome in ("ok", "no_text"), file.name
