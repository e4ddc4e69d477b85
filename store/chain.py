"""
The hash chain over the fetches: each row's link covers the row and the link before it.

Whoever holds one link outside can prove that nothing before it was altered,
removed, reordered or re-dated. `LINKED` names the columns that are covered,
`LINKED_IF_SET` those that came later: where they are NULL the link is as before.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from store.database import Database

LINKED = (
    "id",
    "source",
    "kind",
    "url",
    "final_url",
    "redirects",
    "at",
    "status",
    "request_headers",
    "response_headers",
    "server_address",
    "size_bytes",
    "sha256",
    "outcome",
    "detail",
)
LINKED_IF_SET = ("tls", "proxy")


def link(row: Mapping[str, Any], previous: str | None) -> str:
    """The link of a fetch row: sha256 over canonical JSON of its covered columns and the previous link."""
    later = [[column, row[column]] for column in LINKED_IF_SET if row[column] is not None]
    content = [previous, *(row[column] for column in LINKED), *later]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def broken_at(db: Database) -> int | None:
    """The number of the first fetch whose link does not hold; None: the chain is whole."""
    previous = None
    for row in db.query("SELECT * FROM fetch ORDER BY id"):
        if row["previous_link"] != previous or row["link"] != link(row, previous):
            return int(row["id"])
        previous = row["link"]
    return None
