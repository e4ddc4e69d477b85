"""Units for systemd: the clock as a service, or a pass by a timer, with the paths of this installation."""

import os
import pwd
import sys
from pathlib import Path

UNITS = ("dazor.service", "dazor-run.service", "dazor-run.timer")
_TEMPLATES = Path(__file__).parent / "starter" / "systemd"


def unit(name: str, folder: Path) -> str:
    """The text of a unit for the installation in a folder, run by the user who asks, with this Dazor."""
    program = Path(sys.executable).with_name("dazor")
    values = {"folder": folder.absolute(), "program": program, "user": _user()}
    text = (_TEMPLATES / name).read_text("utf-8")
    for gap, value in values.items():
        text = text.replace("{" + gap + "}", str(value).replace("%", "%%"))
    return text


def _user() -> str:
    """The name of the user; the number where it has none."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
