"""A channel of the world: its posts, its history, and the log of what changed."""

import bisect
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from telethon.tl import types

from tgserver import made, messages
from tgserver.stamps import stable_id, when

Spec = dict[str, Any]
Event = tuple[int, str, list[int]]  # pts; new, edit, delete; numbers
PAGE = 100


class Raw:
    """A message that is serialised already."""

    __slots__ = ("data",)

    def __init__(self, data: bytes):
        self.data = data

    def _bytes(self) -> bytes:
        return self.data


class Channel:
    """Its attributes may be changed while the server runs: username, title, state, preview …"""

    def __init__(self, spec: Spec, files: dict[int, Spec]):
        self.id = int(spec["id"])
        self.files = files
        self.access_hash = spec.get("access_hash") or stable_id("hash", self.id)
        self.username = spec.get("username")
        self.title = spec.get("title") or self.username or str(self.id)
        self.about = spec.get("about", "")
        self.participants = spec.get("participants", 1000)
        self.joined = spec.get("joined", False)
        self.state = spec.get("state", "ok")  # ok, private, banned, deleted
        self.noforwards = spec.get("noforwards", False)
        self.restricted = spec.get("restricted")  # [[platform, reason, text], …]
        self.verified = spec.get("verified", False)
        self.megagroup = spec.get("megagroup", False)
        self.linked_chat_id = spec.get("linked_chat_id")
        self.preview = spec.get("preview", True)
        self.created = when(spec.get("created", 1500000000))
        self.posts: dict[int, Spec] = {int(post["id"]): post for post in self._first(spec)}
        self.ids = sorted(self.posts)
        self.pts = spec.get("pts", len(self.ids) + 10)
        self.log: list[Event] = []
        self.log_limit = spec.get("pts_log_limit", 5000)
        self.last_event = 0.0
        self._serialised: dict[int, bytes] = {}

    def _first(self, spec: Spec) -> Iterable[Spec]:
        yield from spec.get("messages", ())
        if spec.get("generate"):
            yield from made.posts(self.id, **spec["generate"])

    def chat(self) -> Any:
        """The channel as it stands beside its messages."""
        if self.state in ("private", "banned"):
            return types.ChannelForbidden(self.id, self.access_hash, self.title, broadcast=not self.megagroup)
        reasons = messages.reasons(self.restricted)
        return types.Channel(
            self.id,
            self.title,
            types.ChatPhotoEmpty(),
            self.created,
            broadcast=not self.megagroup,
            megagroup=self.megagroup,
            left=not self.joined,
            verified=self.verified,
            noforwards=self.noforwards,
            restricted=bool(reasons),
            restriction_reason=reasons,
            access_hash=self.access_hash,
            username=self.username,
            participants_count=self.participants,
        )

    def message(self, number: int) -> Any:
        """A message, or MessageEmpty where there is none."""
        post = self.posts.get(number)
        return messages.build(self, post) if post else types.MessageEmpty(number, types.PeerChannel(self.id))

    def raw(self, number: int) -> Raw:
        """As `message`, serialised once."""
        if number not in self._serialised:
            self._serialised[number] = self.message(number)._bytes()
        return Raw(self._serialised[number])

    def history(
        self,
        offset_id: int = 0,
        offset_date: datetime | None = None,
        add_offset: int = 0,
        limit: int = PAGE,
        max_id: int = 0,
        min_id: int = 0,
    ) -> list[int]:
        """The numbers of a page of messages.getHistory, newest first (core.telegram.org/api/offsets)."""
        total = len(self.ids)
        start = 0
        if offset_id:
            start = total - bisect.bisect_left(self.ids, offset_id)
        elif offset_date and offset_date.timestamp() > 0:
            dates = [when(self.posts[number]["date"]) for number in self.ids]
            start = total - bisect.bisect_left(dates, offset_date)
        start += add_offset
        end = min(start + max(0, min(limit, PAGE)), total)
        page = [self.ids[total - 1 - place] for place in range(max(start, 0), max(end, 0))]
        return [number for number in page if (not max_id or number < max_id) and number > min_id]

    def post(self, message: Spec) -> tuple[int, int]:
        """Something is published: its number and the new pts."""
        new = {"id": (self.ids[-1] + 1) if self.ids else 1, "date": int(time.time())} | message
        self.posts[new["id"]] = new
        bisect.insort(self.ids, new["id"])
        self._serialised.pop(new["id"], None)
        return new["id"], self._note("new", [new["id"]])

    def edit(self, number: int, changes: Spec) -> int:
        """A post is edited; its time of edit moves, also where nobody can see the change."""
        self.set(number, {"edit_date": int(time.time())} | changes)
        return self._note("edit", [number])

    def set(self, number: int, changes: Spec) -> None:
        """Counters move: no event."""
        self.posts[number].update(changes)
        self._serialised.pop(number, None)

    def delete(self, numbers: Iterable[int]) -> tuple[list[int], int]:
        """Posts vanish: which of them were there, and the new pts."""
        there = [number for number in numbers if number in self.posts]
        for number in there:
            del self.posts[number]
            self.ids.remove(number)
            self._serialised.pop(number, None)
        return there, self._note("delete", there)

    def update(self, event: Event) -> Any:
        """An event as the client is told of it."""
        pts, kind, numbers = event
        if kind == "delete":
            return types.UpdateDeleteChannelMessages(self.id, numbers, pts, len(numbers))
        told = types.UpdateNewChannelMessage if kind == "new" else types.UpdateEditChannelMessage
        return told(self.message(numbers[0]), pts, 1)

    def _note(self, kind: str, numbers: list[int]) -> int:
        self.pts += len(numbers) if kind == "delete" else 1
        self.last_event = time.time()
        self.log.append((self.pts, kind, list(numbers)))
        del self.log[: -self.log_limit]
        return self.pts
