"""Dazor: what the desk sees. Text, rules, alerts, digests and the command line."""

__version__ = "0.4.0"
