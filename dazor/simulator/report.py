"""A trial for a person and for other programs."""

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dazor import simulator
from dazor.rules.rule import Rule
from dazor.search.snippet import marked, snippet
from dazor.simulator import Found, Trial, Trials, Window
from dazor.simulator.lexemes import lexemes
from dazor.simulator.warnings import NOT_KNOWN, warnings
from dazor.text import shown
from store import times

STARS = ("*", "*")
_BARS = " ▁▂▃▄▅▆▇█"
WIDTH = 100
_FORMS = 12  # that are shown of a term


def chart(numbers: list[int]) -> str:
    """A row of bars, the highest for the greatest number; a day with a hit is never empty."""
    most = max(numbers, default=0)
    return "".join(_BARS[-(-number * 8 // most)] if most else _BARS[0] for number in numbers)


def in_full(trials: Trials) -> Iterator[str]:
    """Everything that is known of one rule, line by line."""
    (trial,) = trials.trials
    yield from words(trial.rule, trial)
    yield ""
    yield from _hits(trial, trials)
    for one in simulator.samples(trial):
        yield from ("", *_sample(one, trials.window))
    said = warnings(trial, trials)
    yield from ("", *(f"! {sentence}" for sentence in said), NOT_KNOWN)


def words(rule: Rule, trial: Trial | None = None) -> Iterator[str]:
    """What a rule looks for, and the forms in which it was found; last what was not found."""
    yield f"{rule.name} looks for"
    missing = []
    for one in lexemes(rule.query):
        forms = trial.forms.get(one.term) if trial else None
        if trial and not forms:
            missing.append(one.term)
            continue
        yield f"  {one.term}: {one.says}"
        if forms:
            yield from _wrapped(_named(forms), "      ")
    if missing:
        yield from _wrapped(f"not found in these days: {', '.join(missing)}", "  ")


def in_a_table(trials: Trials) -> Iterator[str]:
    """A line for each rule, and what is wrong with it below."""
    window = trials.window
    yield f"{_texts(trials.documents)} of {window.days} days"
    yield "  a day   alone  hits on each day, rule"
    loud = sorted((trial for trial in trials.trials if trial.found), key=lambda trial: -len(trial.found))
    for trial in loud:
        hits, alone = len(trial.found) / window.days, len(trial.alone) / window.days
        days = chart(list(trial.by_day(window).values()))
        yield f"{hits:7.1f} {alone:7.1f}  {days}  {trial.rule.id}"
        for sentence in warnings(trial, trials):
            yield f"{'':18}! {sentence}"
    yield from _silent(trials)
    yield NOT_KNOWN


def as_json(trials: Trials) -> dict[str, Any]:
    """{"since", "days", "documents", "digest", "rules": [{…}]}; see `_rule`."""
    return {
        "since": times.text(trials.window.since),
        "days": trials.window.days,
        "documents": trials.documents,
        "digest": trials.digest,
        "rules": [_rule(trial, trials) for trial in trials.trials],
    }


def _silent(trials: Trials) -> Iterator[str]:
    """The rules that found nothing, in a line or two."""
    silent = [trial for trial in trials.trials if not trial.found]
    never = [trial.rule.id for trial in silent if trial.last_at is None]
    lately = [trial.rule.id for trial in silent if trial.last_at is not None]
    if lately:
        yield from _wrapped(f"! Found nothing in these days, but earlier: {', '.join(lately)}.")
    if never:
        yield from _wrapped(f"! Never found anything; look for misspelt words: {', '.join(never)}.")


def _hits(trial: Trial, trials: Trials) -> Iterator[str]:
    window, hits = trials.window, len(trial.found)
    days = trial.by_day(window)
    yield f"{_texts(hits)} of {trials.documents} in {window.days} days, {hits / window.days:.1f} a day"
    if hits:
        first, last = next(iter(days)), window.now.astimezone(window.zone).date()
        bars = chart(list(days.values()))
        yield f"  {first:%d.%m.} {bars} {last:%d.%m.}  most on a day: {max(days.values())}"
        yield f"  {len(trial.alone)} of them no other rule finds"
        yield (
            f"  the digest would grow by {trial.added / window.days:.1f} texts a day "
            f"(the other rules bring {trials.digest / window.days:.1f})"
        )


def _named(forms: Counter[str]) -> str:
    named = [shown.line(f"{form} {count}") for form, count in forms.most_common(_FORMS)]
    return ", ".join(named) + (" …" if len(forms) > _FORMS else "")


def _sample(found: Found, window: Window) -> Iterator[str]:
    text, hit = found.text, found.hit
    title = marked(text.title or "", hit.title_spans, (0, len(text.title or "")), STARS)
    when = text.seen_at.astimezone(window.zone)
    yield shown.line(f"{when:%Y-%m-%d %H:%M}  {text.source_name}" + (f": {title}" if title else ""))
    for said in (text.url, snippet(text.text, hit.spans, STARS)):
        yield f"    {shown.line(said)}"
    if found.is_muted:
        yield "    (hidden by a mute)"


def _rule(trial: Trial, trials: Trials) -> dict[str, Any]:
    days = trial.by_day(trials.window)
    return {
        "rule": trial.rule.id,
        "hits": len(trial.found),
        "by_day": [{"day": day.isoformat(), "hits": hits} for day, hits in days.items()],
        "alone": len(trial.alone),
        "muted": sum(one.is_muted for one in trial.found),
        "added": trial.added,
        "terms": [
            {"term": one.term, "says": one.says, "forms": dict(trial.forms.get(one.term, {}))}
            for one in lexemes(trial.rule.query)
        ],
        "samples": [
            {
                "document": one.text.document,
                "version": one.text.number,
                "source": one.text.source,
                "url": one.text.url,
                "title": one.text.title,
                "seen_at": times.text(one.text.seen_at),
                "spans": [list(span) for span in one.hit.spans],
                "title_spans": [list(span) for span in one.hit.title_spans],
                "snippet": snippet(one.text.text, one.hit.spans),
                "muted": one.is_muted,
            }
            for one in simulator.samples(trial)
        ],
        "warnings": list(warnings(trial, trials)),
    }


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
    )


def _texts(number: int) -> str:
    return "1 text" if number == 1 else f"{number} texts"
