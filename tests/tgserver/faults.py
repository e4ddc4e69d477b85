"""What goes wrong on purpose: rules that strike calls, and the waits that follow a flood."""

import random
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tgserver.channel import Channel

Rule = dict[str, Any]


class RpcError(Exception):
    """An error that the client is told, as in 420 FLOOD_WAIT_3."""

    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code, self.message = code, message


class Drop(Exception):
    """The connection ends; `is_late`: once what is written has gone out."""

    def __init__(self, *, is_late: bool = False):
        super().__init__()
        self.is_late = is_late


class Silence(Exception):
    """No answer comes."""


class Faults:
    """The rules, in the order they came (README.md has their words)."""

    def __init__(self, rules: list[Rule]):
        self.rules: list[Rule] = []
        self.until: dict[str, float] = {}  # method to the end of its wait
        self.violations = 0  # calls inside a wait
        for rule in rules:
            self.add(rule)

    def add(self, rule: Rule) -> None:
        """Another rule."""
        chance = random.Random(rule.get("seed", 1))
        self.rules.append(rule | {"seen": 0, "fired": 0, "chance": chance, "calls": []})

    def clear(self) -> None:
        """No rules and no waits any more."""
        self.rules.clear()
        self.until.clear()

    def told(self) -> list[Rule]:
        """The rules for people."""
        return [
            {key: value for key, value in rule.items() if key not in ("chance", "calls")}
            for rule in self.rules
        ]

    def strike(self, method: str, channel: "Channel | None") -> Rule | None:
        """The rule that strikes a call; None: it goes well."""
        now = time.time()
        until = self.until.get(method, 0)
        if now < until:
            self.violations += 1
            return {"action": "flood", "seconds": max(1, round(until - now))}
        for rule in self.rules:
            if not _is_meant(rule, method, channel):
                continue
            rule["seen"] += 1
            if rule["fired"] < rule.get("times", float("inf")) and _is_hit(rule, now):
                rule["fired"] += 1
                if rule.get("action", "flood") == "flood":
                    self.until[method] = now + rule.get("seconds", 3)
                return rule
        return None


def _is_meant(rule: Rule, method: str, channel: "Channel | None") -> bool:
    if rule.get("method", "*") not in ("*", method):
        return False
    named = rule.get("channel")
    return not named or (channel is not None and named in (channel.username, channel.id, str(channel.id)))


def _is_hit(rule: Rule, now: float) -> bool:
    if "budget" in rule:
        rule["calls"] = [at for at in rule["calls"] if at > now - rule.get("per", 60)] + [now]
        return len(rule["calls"]) > rule["budget"]
    if "nth" in rule:
        return rule["seen"] in (rule["nth"] if isinstance(rule["nth"], list) else [rule["nth"]])
    if "every" in rule:
        return bool(rule["seen"] % rule["every"] == 0)
    if "p" in rule:
        return bool(rule["chance"].random() < rule["p"])
    return True
