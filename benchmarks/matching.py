"""`dazor match` as it is given to the desk: a process of its own on a file of rules and a file of texts."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

Found = dict[int, set[tuple[str, int, int]]]  # by the number of the term: text, start, end


class Run(NamedTuple):
    """What a run found and what it cost."""

    found: Found
    refused: int  # rules that are none
    seconds: float
    memory_mb: float  # the most that was resident


def run(terms: Sequence[str], texts: Mapping[str, str]) -> Run:
    """Each term as a rule of its own over all texts."""
    with tempfile.TemporaryDirectory() as folder:
        rules, given = Path(folder) / "rules.toml", Path(folder) / "texts.jsonl"
        rules.write_text("".join(_rule(at, term) for at, term in enumerate(terms)), "utf-8")
        lines = (json.dumps({"id": key, "text": text}, ensure_ascii=False) for key, text in texts.items())
        given.write_text("\n".join(lines) + "\n", "utf-8")
        return _measured(["match", "--rules", str(rules), "--texts", str(given)])


def _rule(at: int, term: str) -> str:
    """A phrase in quotation marks, a word without; what has a sign of the rule language is quoted too."""
    plain = term.replace('"', " ").strip()
    query = plain if re.fullmatch(r"[^\W\d_]+", plain) else f'"{plain}"'
    return f"[[rule]]\nid = \"t{at}\"\nname = \"t{at}\"\nquery = '''{query}'''\n\n"


def _measured(words: list[str]) -> Run:
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        began_s = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "dazor", *words], stdout=said, stderr=complained)
        _, state, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began_s
        said.seek(0)
        complained.seek(0)
        if os.waitstatus_to_exitcode(state) not in {0, 1}:  # 1: a rule was refused, the others did run
            raise SystemExit(complained.read())
        found: Found = defaultdict(set)
        for hit in map(json.loads, said):
            found[int(hit["rule"][1:])] |= {(hit["id"], start, end) for start, end in hit["spans"]}
        complaints = complained.read()
        if "Traceback" in complaints:
            raise SystemExit(complaints)
        refused = len(re.findall(r"^\S*rules\.toml, line", complaints, re.MULTILINE))
        return Run(found, refused, seconds, usage.ru_maxrss / 1024)
