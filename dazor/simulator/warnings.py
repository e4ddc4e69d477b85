"""What is wrong with a rule, judged by what it found."""

from collections.abc import Iterator
from datetime import date

from dazor.simulator import Trial, Trials

LOUD_SHARE = 0.05  # of all documents
LOUD_A_DAY = 25  # documents
ENOUGH = 10  # hits from which on a share says something
HALF = 0.5
NOT_KNOWN = (
    "Which hits were picked for the review is not kept yet, so nothing is said of hits that served nobody."
)


def warnings(trial: Trial, trials: Trials) -> tuple[str, ...]:
    """Sentences for the desk, the worst first; none: nothing to say."""
    if not trials.documents:
        return ()
    return tuple(_silent(trial, trials) if not trial.found else _loud(trial, trials))


def _silent(trial: Trial, trials: Trials) -> Iterator[str]:
    if trial.last_at is None:
        yield "It has never found any stored text: is a word misspelt, or asked for in the wrong language?"
    else:
        last = trial.last_at.astimezone(trials.window.zone).date()
        yield f"It has found nothing in {trials.window.days} days; the last hit was on {_day(last)}."


def _loud(trial: Trial, trials: Trials) -> Iterator[str]:
    hits = len(trial.found)
    share, a_day = hits / trials.documents, hits / trials.window.days
    if a_day > LOUD_A_DAY or (hits >= ENOUGH and share > LOUD_SHARE):
        yield f"It is loud: {share:.0%} of all texts, {a_day:.0f} a day. Narrow it with AND or NEAR."
    if hits < ENOUGH:
        return
    if not trial.alone:
        yield "Every text it finds is found by another rule too."
    muted = sum(one.is_muted for one in trial.found)
    if muted > hits * HALF:
        yield f"{muted} of {hits} hits are hidden by a mute."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
