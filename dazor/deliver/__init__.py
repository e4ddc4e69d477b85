"""Letters on their way: each is sent until it has arrived, was refused, or was given up after days."""

from datetime import datetime

from dazor.config import Config
from dazor.config.subscribers import Subscriber
from dazor.deliver import losses, patience, troubles, ways
from dazor.deliver.outcome import Outcome, refused
from store import arrivals, deliveries, runs
from store.database import Database
from store.deliveries import Delivery
from store.letters import Letter
from store.times import Clock
from store.types import Counts

__all__ = ["rehearse", "run"]


def run(db: Database, config: Config, now: datetime) -> Counts:
    """
    Send what waits, oldest first.

    That a letter is being sent is committed before it is sent. Where a way is
    closed for every letter, the others on it are put off without knocking.
    """
    clock, counts = Clock(now), Counts()
    deliveries.resume(db)
    closed: dict[str, Outcome] = {}
    for delivery in deliveries.due(db, now):
        subscriber = _subscriber(config, delivery)
        way = subscriber.channel if subscriber else delivery.channel
        letter = deliveries.begin(db, delivery.id)
        outcome = closed.get(way) or _attempt(db, config, subscriber, delivery, letter, clock())
        if outcome.is_for_all:
            closed[way] = outcome
        _note(db, config, delivery, outcome, clock())
        counts.done += outcome.state == "sent"
        counts.failed += outcome.state != "sent"
    counts.troubles = _troubles(db, config)
    _tell(db, config, counts.troubles, clock())
    return counts


def _troubles(db: Database, config: Config) -> troubles.Found:
    """Of those who are subscribers now: that one who was taken out gets nothing is meant so."""
    ids = {subscriber.id for subscriber in config.subscribers}
    newest = [ended for ended in arrivals.newest(db) if ended.subscriber in ids]
    return troubles.found(deliveries.waiting(db), newest, config.desk.zoneinfo)


def _tell(db: Database, config: Config, found: troubles.Found, now: datetime) -> None:
    """Another way than theirs: one attempt, since the doctor and the clock tell it too."""
    known = {(row["what"], row["place"]) for row in runs.open_troubles(db)}
    begun = losses.begun(found, known)
    for subscriber in losses.listeners(config.subscribers, found) if begun else ():
        ways.send(db, config, subscriber, losses.letter(begun), f"losses-{now:%Y-%m-%d-%H%M}", now)


def _subscriber(config: Config, delivery: Delivery) -> Subscriber | None:
    return next((one for one in config.subscribers if one.id == delivery.subscriber), None)


def _attempt(
    db: Database,
    config: Config,
    subscriber: Subscriber | None,
    delivery: Delivery,
    letter: Letter,
    now: datetime,
) -> Outcome:
    """One attempt, as the settings say now: a new address holds for letters that wait, too."""
    if subscriber is None:
        return refused("the subscriber is no longer in config.toml")
    name = f"{letter.attachment_name.removesuffix('.html')}-{delivery.digest}"
    return ways.send(db, config, subscriber, letter, name, now)


def _note(db: Database, config: Config, delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    """Write down how an attempt ended."""
    attempts = delivery.attempts + 1
    if outcome.state == "sent":
        deliveries.arrived(db, delivery.id, now)
    elif outcome.state == "refused":
        deliveries.fail(db, delivery.id, "refused", outcome.why, now)
    elif patience.is_over(attempts, delivery.queued_at, now, config.mail.give_up_days):
        deliveries.fail(db, delivery.id, "given_up", outcome.why, now)
    else:
        deliveries.put_off(
            db,
            delivery.id,
            outcome.why,
            patience.next_at(attempts, now),
            may_have_arrived=outcome.may_have_arrived,
        )
