"""The sentences that all forms of the digest share."""

from zoneinfo import ZoneInfo

from dazor.digest.content import Digest, Item, Mention, Place, Section
from dazor.digest.footer import some

NOTHING = "(nothing)"
MOST_TERMS = 6  # that are shown of a document
MOST_FORMS = 4  # that are shown of a term
WORDS_GONE = "The newest text has none of these words any more."

EVERYONE = "EVERYONE RAN IT, NO RULE SAW IT"
MOST_SOURCES = 8  # that are named of a story
NAMES = {"daily": "Morning digest", "weekly": "Weekly digest", "urgent": "Urgent"}
HOW = {"edited": "edited", "shortened": "shortened", "quotes": "quotes it"}

_QUIET = {"daily": "A quiet morning", "weekly": "A quiet week", "urgent": "Nothing urgent"}

LANGUAGES = {
    "be": "Belarusian",
    "ru": "Russian",
    "en": "English",
    "uk": "Ukrainian",
    "pl": "Polish",
    "lt": "Lithuanian",
}


def title(digest: Digest) -> str:
    """As in Monday, 2 March 2026; an urgent one with its hour, for a day may have several."""
    day = f"{digest.day:%A}, {digest.day.day} {digest.day:%B %Y}"
    if digest.kind != "urgent":
        return day
    return f"{day}, {digest.made_at.astimezone(ZoneInfo(digest.zone)):%H:%M}"


def opening(digest: Digest) -> tuple[str, ...]:
    """What to know before reading: how much there is, and which mornings are made good."""
    sentences = []
    if digest.missed:
        days = [f"{day.day} {day:%B}" for day in digest.missed]
        named = ", ".join(days) if len(days) <= 7 else f"{days[0]} to {days[-1]}"
        sentences.append(f"This digest makes good {named}: none was made then.")
    return (*sentences, _how_much(digest))


def parts(digest: Digest) -> tuple[Section, ...]:
    """All sections with items: new stories, then what was added, changed, or is gone."""
    after = (
        Section(id="added", heading="ADDED TO STORIES OF EARLIER DIGESTS", items=digest.added),
        Section(id="changed", heading="CHANGED SINCE AN EARLIER DIGEST", items=digest.changed),
        Section(id="gone", heading="GONE", items=digest.gone),
    )
    return (*digest.sections, *(section for section in after if section.items))


def lists(digest: Digest) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
    """What is told in a line each, under its heading."""
    both = (("REPEATED, NOTHING ADDED", digest.repeats), (EVERYONE, digest.carried))
    return tuple((heading, mentions) for heading, mentions in both if mentions)


def beyond(digest: Digest) -> str:
    """How many texts are not shown for want of room."""
    return f"{some(digest.beyond, 'more text stands', 'more texts stand')} in the attached file."


def where(mention: Mention) -> str:
    """As in Baravik News · 08:12 · copy; or the sources that carried it."""
    if not mention.sources:
        return place(mention.place)
    named = ", ".join(mention.sources[:MOST_SOURCES])
    rest = len(mention.sources) - MOST_SOURCES
    return f"{named} and {rest} more" if rest > 0 else named


def about(item: Item) -> str:
    """Where and when, in which language, by which rules."""
    language = LANGUAGES.get(item.language or "", item.language)
    return " · ".join([place(item.place), *([language] if language else []), rules(item)])


def place(place: Place) -> str:
    """As in Baravik News · 08:12 · late."""
    parts = [place.source_name, place.when, HOW.get(place.how or ""), "late" if place.is_late else None]
    parts.append(place.gone)
    return " · ".join(part for part in parts if part)


def rules(item: Item) -> str:
    """The rules by name, the heaviest first."""
    return ", ".join([item.rule_name, *(name for _, name in item.also)])


def why(item: Item) -> str:
    """
    Which terms of the rules were found, in which form: санкции → санкциями, санкций · Минск.

    A term that stands in the text as it was typed is named alone. Those found in another form come first.
    """
    said = [_found(term, forms) for term, forms in item.why]
    said.sort(key=lambda one: "→" not in one)
    rest = [f"{len(said) - MOST_TERMS} more"] if len(said) > MOST_TERMS else []
    return " · ".join(said[:MOST_TERMS] + rest)


def more(item: Item) -> str:
    """How many sentences with matches are not shown."""
    return f"and {some(item.more, 'more sentence', 'more sentences')}"


def more_changes(item: Item) -> str:
    """How many changed places are not shown."""
    return f"and {some(item.more_changes, 'more change', 'more changes')}"


def _found(term: str, forms: tuple[str, ...]) -> str:
    plain = term.strip('"')
    if [plain.casefold()] == [form.casefold() for form in forms]:
        return plain
    rest = ["…"] if len(forms) > MOST_FORMS else []
    return f"{plain} → {', '.join([*forms[:MOST_FORMS], *rest])}"


def _how_much(digest: Digest) -> str:
    shown = digest.counts["shown"]
    extras = [
        f"{len(digest.added)} added to earlier stories" if digest.added else "",
        f"{len(digest.changed)} changed" if digest.changed else "",
        f"{len(digest.gone)} gone" if digest.gone else "",
        some(len(digest.repeats), "repeat", "repeats") if digest.repeats else "",
    ]
    named = ", ".join(part for part in [some(shown, "text", "texts") if shown else "", *extras] if part)
    if named:
        return f"{named}."
    if digest.counts["muted"] or digest.counts["archived"]:
        return f"{_QUIET[digest.kind]}: no news matched that is not muted or archived."
    return f"{_QUIET[digest.kind]}: nothing matched."
