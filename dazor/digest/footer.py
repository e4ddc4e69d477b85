"""What the digest says of itself: counts that add up, what is old, what is late, what is still to do."""

from collections import Counter
from collections.abc import Iterable

from dazor.digest import clean
from dazor.digest.news import News
from dazor.digest.plan import Plan
from dazor.digest.when import Morning
from store import fates, times
from store.database import Row

Part = tuple[str, tuple[str, ...]]  # a heading and its sentences


def counts(news: News, planned: Plan) -> dict[str, int]:
    """Numbers of the footer. `matched` is the sum of delivered, folded, muted, archived, failed, left out."""
    fates = Counter(fate.fate for fate in planned.fates)
    archived = sum(number for _, _, number in news.old)
    left_out = len(news.left_out) + news.old_left_out
    return {
        "collected": news.collected[0],
        "edited": news.collected[1],
        "matched": len(planned.fates) + archived + left_out,
        "delivered": fates["delivered"],
        "folded": fates["folded"],
        "muted": fates["muted"],
        "archived": archived,
        "failed": 0,
        "left_out": left_out,
        "added": len(planned.added),
        "repeats": len(planned.repeats),
        "shown": sum(len(entries) for _, entries in planned.sections),
        "waiting": news.backlog.waiting,
        "unread": news.backlog.unread,
        "unmatched": news.backlog.unmatched,
    }


def archived(news: News) -> tuple[str, ...]:
    """A sentence for each rule with matches in texts that are no news."""
    return tuple(
        _archived(clean.line(news.rules[rule].name), origin, number) for rule, origin, number in news.old
    )


def sentences(news: News, planned: Plan, counts: dict[str, int], morning: Morning) -> tuple[Part, ...]:
    """The footer, part by part."""
    late = [_late(row, morning) for row in news.sources if _is_failing(row)]
    return (
        ("Collected", (_collected(counts),)),
        ("Matches", (_matched(counts, planned, news),)),
        ("Not yet analysed", (_waiting(counts),)),
        ("Sources", (_answering(news.sources), *late)),
        ("Complete", (_complete(news, counts, morning, bool(late)),)),
        ("Upkeep", _upkeep(news, morning)),
        *_lost(news, morning),
        *_pending(news.troubles, late_sources={row["id"] for row in news.sources if _is_failing(row)}),
    )


def some(number: int, one: str, many: str) -> str:
    """As in 1 text, 2 texts."""
    return f"{number:,} {one if number == 1 else many}".replace(",", "\u202f")


def _archived(rule: str, origin: str, number: int) -> str:
    texts = some(number, "earlier text", "earlier texts")
    if origin == "rerun":
        return f"Rule “{rule}” is new: {texts} in the store, not repeated here."
    return f"Rule “{rule}”: {texts} from before the source was watched, not repeated here."


def _collected(counts: dict[str, int]) -> str:
    new = some(counts["collected"], "new text", "new texts")
    return f"{new} and {some(counts['edited'], 'changed one', 'changed ones')} since the last digest."


def _matched(counts: dict[str, int], planned: Plan, news: News) -> str:
    by_mute = Counter(fate.why for fate in planned.fates if fate.fate == "muted")
    mutes = ", ".join(f"{mute} {number}" for mute, number in sorted(by_mute.items(), key=str))
    texts = counts["shown"] + len(planned.added) + len(planned.changed)
    parts = [
        f"{counts['delivered']} shown in {some(texts, 'text', 'texts')}",
        f"{counts['folded']} folded into them",
        f"{counts['muted']} muted{f' ({mutes})' if mutes else ''}",
        f"{counts['archived']} archived",
    ]
    if counts["left_out"]:
        parts.append(f"{counts['left_out']} not of your {_of_what(news)}")
    return f"{some(counts['matched'], 'match', 'matches')}: {', '.join(parts)}."


def _of_what(news: News) -> str:
    """As in rules and sections, from the reasons why matches were left out."""
    names = {"not_urgent": "urgent rules", "rule": "rules", "section": "sections"}
    names |= {"source": "sources", "language": "languages"}
    found = [names[why] for why in names if why in news.left_out.values()]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found or ["rules"])


def _complete(news: News, counts: dict[str, int], morning: Morning, is_late: bool) -> str:
    """Since when nothing is missing, and what is missing now."""
    since = news.upkeep.complete_since
    if since is None:
        return "Nothing was collected yet."
    missing = ["the sources named above"] if is_late else []
    missing += (
        ["what is not yet analysed"] if any(counts[n] for n in ("waiting", "unread", "unmatched")) else []
    )
    but = f", except {' and '.join(missing)}" if missing else ""
    return f"Since {morning.in_words(since)} nothing is missing{but}."


def _upkeep(news: News, morning: Morning) -> tuple[str, ...]:
    backup, drill, fault = news.upkeep.backup_at, news.upkeep.drill_at, news.upkeep.drill_fault
    failed = f", and it failed: {clean.line(fault)}" if fault else ""
    return (
        clean.line(news.upkeep.health),
        f"Last backup: {morning.in_words(backup) if backup else 'never'}.",
        f"Last rehearsal of a restore: {morning.in_words(drill) if drill else 'never'}{failed}.",
    )


def _lost(news: News, morning: Morning) -> list[Part]:
    """Digests that this reader never got; their matches are not repeated here."""
    made = [morning.in_words(at) for at in news.upkeep.lost]
    if not made:
        return []
    which = some(len(made), "digest", "digests")
    return [("Not delivered", (f"{which} before this one could not be delivered, made {', '.join(made)}.",))]


def _waiting(counts: dict[str, int]) -> str:
    parts = [
        some(counts["unmatched"], "text not matched", "texts not matched"),
        some(counts["unread"], "page not read", "pages not read"),
        some(counts["waiting"], "address not fetched", "addresses not fetched"),
    ]
    waiting = [part for part in parts if not part.startswith("0 ")]
    return f"{', '.join(waiting)}." if waiting else "Nothing: everything collected was matched."


def _is_failing(row: Row) -> bool:
    return bool(row["is_on"] and row["failing_since"] and not row["has_good_entry"])


def _late(row: Row, morning: Morning) -> str:
    reasons = [fates.explain(outcome) for outcome in (row["outcomes"] or "").split(",") if outcome]
    since = morning.in_words(times.moment(row["failing_since"]))
    return f"{clean.line(row['name'])}: {'; '.join(reasons) or 'no answer'} (since {since})."


def _answering(rows: Iterable[Row]) -> str:
    watched = [row for row in rows if row["is_on"]]
    good = sum(bool(row["has_good_entry"]) for row in watched)
    if not watched:
        return "No source is watched."
    return f"{good} of {some(len(watched), 'source', 'sources')} answered when last asked."


def _pending(troubles: Iterable[Row], late_sources: set[str]) -> list[Part]:
    open_ones = [row for row in troubles if row["place"] not in late_sources]
    lines = tuple(clean.line(f"{row['place']}: {row['why']} {row['remedy']}".strip()) for row in open_ones)
    return [("Needs a look", lines)] if lines else []
