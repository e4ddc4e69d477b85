"""
Lines that stand in the text of an article and are not of it.

Measured on ../shared/data: aeb, trafilatura_eval and fundus together, see benchmarks/extraction.py.
"""

import re
from collections.abc import Collection, Iterator

from lxml import html

from crawlers.title import fold

MIN_LINK = 15  # characters of a link's words that are worth comparing
MAX_LINKED = 200
MAX_INVITATION = 120
MAX_TAIL = 60
TAIL_LINES = 3
MAX_SHARE_OF_LINKS = 0.4  # of the lines
MIN_SHARE = 0.5  # of the text must stay, else nothing was boilerplate

_SENTENCE_END = re.compile(r"""[.!?…:。！？؟।]["»”“'’)\]」』]*\s*$""")
_KEPT_LINK = re.compile(r":\s*$|@\w|https?:|www\.")  # an announcement, an address
_LIST_ITEM = re.compile(r"\s*[-|•*]")
_INVITATION = re.compile(
    r"^\W*(?:"
    # Russian
    r"читайте (?:также|ещ|нас|по теме)|подпи(?:шитесь|шись|шите|сывайтесь|сывайся|саться)\b"
    r"|по теме\s*:|смотрите также|следите за"
    r"|наш (?:телеграм|telegram|канал)|фото\s?:|видео\s?:|источник\s?:|реклама\b|поделиться|теги\b"
    r"|комментари[ийев]*\W*\d*\W*$"
    r"|все новости|больше новостей|новости по теме|рекомендуем|материалы по теме|также по теме|самое читаемое"
    r"|нашли (?:ошибку|опечатку)|заметили ошибку|перепечатка|при (?:использовании|перепечатке)"
    r"|хотите (?:узнать|быть)|главное за день|присоединяйтесь|оставить комментарий|популярное\b|просмотров\b"
    # Belarusian
    r"|чытайце (?:таксама|яшчэ|нас)|падпі(?:шыцеся|шыся|свайцеся|свайся|сывайцеся|сацца)\b"
    r"|глядзіце таксама|сачыце за|далучайцеся|фота\s?:"
    r"|відэа\s?:|крыніца\s?:|рэклама\b|падзяліцца|тэгі\b"
    r"|каментары[іяўе]*\W*\d*\W*$|усе навіны|больш навін|па тэме\s*:"
    r"|рэкамендуем"
    r"|знайшлі памылку|заўважылі памылку|пры (?:выкарыстанні|перадруку)|перадрук|папулярнае\b"
    # English
    r"|subscribe|sign up|follow us|join (?:us|our)|download (?:the|our)|click here|tap here"
    r"|read (?:more|also|next|the full)|see (?:more|also)|related\b|more (?:on|from|:)|also read|don'?t miss"
    r"|you (?:may|might) also|recommended|like this|share this|watch:|listen\b|newsletter"
    r"|get (?:the latest|daily|our)|comments?\b|copyright|©|all rights|advertis|sponsored|filed under|tags?:"
    r"|topics?:|source:|photos?:|image:|updated at"
    # German, Spanish, French, Italian, Polish
    r"|lesen sie|mehr (?:zum|zu|themen|auf|dazu)|auch interessant"
    r"|das könnte|weitere (?:infos|informationen|themen)|abonn|jetzt (?:abonn|anmelden)|folgen sie|folge uns"
    r"|hier (?:geht|klick|abonn)|quellen?:|fotos?:|bild:|anzeige\b|werbung\b|zum thema|kommentare"
    r"|lea (?:también|más)|le puede|te puede|s[íi]guenos|suscr|lire aussi|à lire|leggi anche"
    r"|czytaj (?:też|także|więcej)|zobacz (?:też|także)|źródło|fot\."
    r")",
    re.IGNORECASE,
)
_FOLLOW_ON = re.compile(
    r"ctrl\s?\+\s?enter|(?:подпис|падпіс|присоедин|далуч|сачыце|следите|читайте|чытайце).{0,60}"
    r"(?:telegram|телеграм|тэлеграм|канал|viber|вайбер|youtube|дзен|дзэн|вконтакте|instagram|facebook|соцсет)"
    r"|(?:subscribe|follow|join|abonn|folg|sign up).{0,60}"
    r"(?:newsletter|telegram|whatsapp|twitter|instagram|facebook|youtube|podcast|channel|kanal)"
    r"|(?:newsletter|telegram|whatsapp).{0,60}(?:subscribe|sign up|abonn|anmelden|bestellen)",
    re.IGNORECASE,
)


def remove(text: str, root: html.HtmlElement, titles: Collection[str]) -> str:
    """
    The text without titles repeated at its start, lines that are nothing but a link, calls to read or follow
    something else, and labels left over at the end.

    `titles` are folded. Gives back the whole text if hardly anything would stay.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    linked = _promoted(lines, set(_linked(root)))
    drop = [number in linked or _is_call(line) for number, line in enumerate(lines)]
    for number in range(min(3, len(lines))):
        drop[number] = drop[number] or _is_title(fold(lines[number]), titles)
    for number in _tail(lines, drop):
        drop[number] = True
    kept = "\n".join(line for line, is_dropped in zip(lines, drop, strict=True) if not is_dropped)
    return kept if len(kept) >= MIN_SHARE * len(text) else "\n".join(lines)


def _linked(root: html.HtmlElement) -> Iterator[str]:
    """The folded words of every link that leaves the page."""
    for link in root.iter("a"):
        words = "".join(link.itertext())
        if len(words) >= MIN_LINK and not (link.get("href") or "#").startswith("#"):
            yield fold(words)


def _promoted(lines: list[str], linked: set[str]) -> set[int]:
    """The lines that are nothing but a link; none where so many are that the article is a list of links."""
    found = {
        number
        for number, line in enumerate(lines)
        if len(line) < MAX_LINKED and not _KEPT_LINK.search(line) and _is_linked(line, linked)
    }
    return found if len(found) <= MAX_SHARE_OF_LINKS * len(lines) else set()


def _is_call(line: str) -> bool:
    """Whether a line asks to read or follow something else."""
    if len(line) < MAX_INVITATION and _INVITATION.match(line):
        return True
    return len(line) < 300 and bool(_FOLLOW_ON.search(line))


def _is_linked(line: str, linked: set[str]) -> bool:
    """Nothing but a link, or a label of a few words, a colon and a link."""
    label, colon, rest = line.partition(":")
    folded = fold(line)
    if len(folded) >= 10 and folded in linked:
        return True
    return bool(colon) and len(label.split()) <= 5 and len(label) < 60 and fold(rest) in linked


def _is_title(line: str, titles: Collection[str]) -> bool:
    if not line:
        return False
    return any(
        line == title
        or (len(line) > 20 and line in title)
        or (len(title) > 20 and title in line and len(line) < 2 * len(title))
        for title in titles
    )


def _tail(lines: list[str], drop: list[bool]) -> list[int]:
    """
    Short lines at the end that are neither a sentence nor of a list: a name of an agency, a rubric.

    Empty where they are more than `TAIL_LINES`: an article that ends in a table or a list.
    """
    found: list[int] = []
    for number in range(len(lines) - 1, 1, -1):
        if drop[number]:
            continue
        if len(lines[number]) >= MAX_TAIL or _SENTENCE_END.search(lines[number]):
            break
        found.append(number)
    is_list = len(found) > TAIL_LINES or any(_LIST_ITEM.match(lines[number]) for number in found)
    return [] if is_list else found
