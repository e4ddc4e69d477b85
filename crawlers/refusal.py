"""Pages that are no article although the server says 200: filters, captchas, "not found"."""

import re

from crawlers import page

MAX_WORDS = 1_500  # characters a page of this kind shows at most
MAX_TEXT = 400  # characters that may look like its main text

_CAPTCHA = re.compile(
    r"captcha|ddos-?guard|checking your browser|just a moment|verify (?:that )?you are (?:a )?human"
    r"|are you a robot|enable javascript and cookies to continue|проверка браузера|проверяем (?:ваш )?браузер"
    r"|вы не робот|вы не робат|подтвердите, что вы (?:не робот|человек)|cf-chl-|_Incapsula_Resource",
    re.IGNORECASE,
)
_BLOCKED = re.compile(
    r"web page blocked|access (?:to this (?:page|site|resource) (?:is|has been) )?(?:denied|blocked)"
    r"|attack id|request (?:has been )?(?:blocked|rejected)|you have been blocked|403 forbidden|error 1020"
    r"|доступ (?:к (?:\w+ ){1,3})?(?:ограничен|запрещ[её]н|заблокирован)"
    r"|ваш (?:ip|запрос) (?:\S+ )?заблокирован"
    r"|доступ (?:да (?:\w+ ){1,3})?(?:абмежаваны|забаронены|заблакаваны)",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:error|ошибка|памылка)?\s*404\b"
    r"|(?:page|article|document|content) (?:was |could )?(?:not |cannot be )(?:be )?found"
    r"|(?:страниц[аы]|статья|материал|новость|документ)(?: \S+){0,3} (?:не найден|не существует|удал[её]н)"
    r"|(?:старонк[аі]|артыкул|матэрыял|навіна|дакумент)(?: \S+){0,3} (?:не знойдзен|не існуе|выдален)"
    r"|ничего не найдено|нічога не знойдзена|nie znaleziono strony|strona nie istnieje",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|need|requires?|включите|уключыце|нужен|патрэбен).{0,40}javascript", re.IGNORECASE
)


def kind(title: str, seen: str, text: str, source: str = "") -> str | None:
    """
    captcha, blocked_page or soft_404; None for all other pages.

    `title` and headings of the page, `seen`: all words it shows, `text`: what looks like its main text,
    `source`: the beginning of its markup, asked for the scripts of captchas only. An article that speaks of
    such things is long and is none of them.
    """
    is_short = len(seen) < MAX_WORDS and len(text) < MAX_TEXT
    if is_short and (_CAPTCHA.search(f"{title}\n{seen}") or (len(text) < 100 and _CAPTCHA.search(source))):
        return "captcha"
    if is_short and _BLOCKED.search(f"{title}\n{seen}"):
        return "blocked_page"
    if _GONE.search(title) and len(text) < 2 * MAX_TEXT:
        return "soft_404"
    return "soft_404" if is_short and _GONE.search(seen) else None


def instead(body: bytes) -> str | None:
    """What a site shows instead of its feed or list: captcha or blocked_page; None: neither."""
    root = page.parse(body)
    if root is None:
        return None
    title = "\n".join(page.text_of(element) for element in root.iter("title", "h1"))
    found = kind(title, page.text_of(root), "", body[:20_000].decode("latin-1"))
    return found if found in ("captcha", "blocked_page") else None


def is_shell(text: str) -> bool:
    """Whether the text is only a request to switch scripts on."""
    return len(text) < MAX_TEXT and bool(_NEEDS_SCRIPT.search(text))
