"""Dictionaries as tries, mapped into memory: they load in milliseconds. `scripts/` makes them."""
