"""
Lines that sites of the beat put between and after the paragraphs of an article, in all the ways they do.

Written from what readers of such sites see, not from what the extractor knows: half of them have no rule.
"""

_LINES = {
    "ru": (
        '<p>Есть что рассказать? Пишите на <a href="mailto:news@vestka.example">news@vestka.example</a></p>',
        "<p><em>Выделите опечатку и нажмите Ctrl+Enter</em></p>",
        '<div class="app">Скачайте мобильное приложение «Вестки» в магазине вашего телефона</div>',
        "<p>Время чтения: 3 минуты</p>",
        '<div class="views">1 284 просмотра</div>',
        '<p>Больше интересного — <a href="https://dzen.example/vestka">на нашей странице в Дзене</a></p>',
        '<blockquote class="incut"><a href="/ru/903">Почему в Озёрске дорожает проезд</a></blockquote>',
        "<p><strong>Поддержите редакцию: оформите подписку на 2026 год в любом отделении почты</strong></p>",
        '<div class="cookie"><p>Мы используем файлы cookie, чтобы сайт был удобнее.</p></div>',
        "<p>Смотрите нас в эфире каждый день в 20:00</p>",
        "<p>⚡️ Самые важные новости области — в нашей рассылке</p>",
        '<p>Материал подготовлен при поддержке <a href="/partners">партнёров издания</a></p>',
        "<p>Оцените статью: 4,8 из 5 (голосов: 17)</p>",
    ),
    "be": (
        '<p>Ёсць што расказаць? Пішыце на <a href="mailto:news@vestka.example">news@vestka.example</a></p>',
        "<p><em>Вылучыце памылку і націсніце Ctrl+Enter</em></p>",
        '<div class="app">Спампуйце мабільны дадатак «Весткі» ў краме вашага тэлефона</div>',
        "<p>Час чытання: 3 хвіліны</p>",
        '<div class="views">1 284 прагляды</div>',
        '<p>Больш цікавага — <a href="https://dzen.example/vestka">на нашай старонцы ў Дзене</a></p>',
        '<blockquote class="incut"><a href="/be/903">Чаму ў Азёрску даражэе праезд</a></blockquote>',
        "<p><strong>Падтрымайце рэдакцыю: аформіце падпіску на 2026 год у аддзяленні пошты</strong></p>",
        '<div class="cookie"><p>Мы выкарыстоўваем файлы cookie, каб сайт быў зручнейшы.</p></div>',
        "<p>Глядзіце нас у эфіры кожны дзень а 20-й гадзіне</p>",
        "<p>⚡️ Самыя важныя навіны вобласці — у нашай рассылцы</p>",
        '<p>Матэрыял падрыхтаваны пры падтрымцы <a href="/partners">партнёраў выдання</a></p>',
        "<p>Ацаніце артыкул: 4,8 з 5 (галасоў: 17)</p>",
    ),
}


def of(language: str, number: int) -> tuple[str, str]:
    """The line between the paragraphs and the line after them of the page with a number."""
    lines = _LINES[language]
    return lines[number % len(lines)], lines[(number * 5 + 3) % len(lines)]
