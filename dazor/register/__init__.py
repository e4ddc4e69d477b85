"""The register: people, bodies, places and weapons with every spelling and every case form of their names."""

from dazor.register.entity import Entity
from dazor.register.load import shipped
from dazor.register.register import Loaded, Register
from dazor.register.slots import Pattern, Slot, fingerprint, patterns

__all__ = ["Entity", "Loaded", "Pattern", "Register", "Slot", "fingerprint", "patterns", "shipped"]
