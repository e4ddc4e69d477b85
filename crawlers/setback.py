"""What comes of an address that gave no good answer: another try, an end, or a sign that its page is gone."""

from datetime import datetime, timedelta

from crawlers import rhythm
from crawlers.answer import Answer
from crawlers.errand import Errand
from store import documents, fetches, raws
from store import urls as addresses
from store.database import Database
from store.urls import Address

FINAL = ("bad_url", "too_big")  # another try would give the same
LOOK_BACK = timedelta(hours=1)  # a page counts as missed only if its source answered so recently


def failed(
    db: Database, errand: Errand, address: Address, answer: Answer, fetch_id: int, at: datetime
) -> None:
    """Refuse the address, try it again later, or count the look that missed its page."""
    _keep_body(db, answer, fetch_id, at)
    if answer.outcome in FINAL:
        addresses.refused(db, address.id, answer.outcome)
    elif answer.outcome == "not_found" and address.document is not None:
        again = _miss(db, errand, address, address.document, at)
        addresses.failed(db, address.id, reason="not_found", next_look_at=again)
    else:
        most = rhythm.MISSING_RETRIES if answer.outcome == "not_found" else len(rhythm.RETRY_WAITS)
        again = rhythm.retry(address.attempts, at, most=most)
        addresses.failed(db, address.id, reason=answer.outcome, next_look_at=again)


def _miss(db: Database, errand: Errand, address: Address, document: int, at: datetime) -> datetime | None:
    """A stored page answers 404, which counts while other pages of its source answer. The next look."""
    is_gone = fetches.answered_since(db, errand.source.id, at - LOOK_BACK) and documents.miss(
        db,
        document,
        at=at,
        detail=f"{address.url} answers 404",
        confirm_after_s=rhythm.GONE_WAIT.total_seconds(),
    )
    return None if is_gone else at + rhythm.GONE_WAIT


def _keep_body(db: Database, answer: Answer, fetch_id: int, at: datetime) -> None:
    """The first and the latest failed body of an address stay, those between go."""
    if answer.body is not None:
        before = fetches.failures_before(db, fetch_id)
        raws.keep_first_and_latest(db, before, fetches.sha256(db, fetch_id), at)
