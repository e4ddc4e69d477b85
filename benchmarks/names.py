"""
Whether names are found in every case form, through `dazor match`, and nobody in another's place.

    python -m benchmarks.names [--data FOLDER]

Reads names_forms.jsonl of ../shared/data/morphology (docs/data.md). Four ways: each
nominative typed as a rule; a register made of these surnames alone, their declension left
to the endings; the shipped register, each form behind the first name; and there each
form alone, where the entry says that it counts. Exits with 1 where a form is missed or another's
unshared form is hit.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dazor.register import Entity, names, shipped

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
WOMEN_AND_THINGS = {  # what a surname alone does not tell
    "Брянцева": 'gender = "f"',
    "Бранцэвіч": 'gender = "f"',
    "Орша": 'gender = "f"',
    "Барановичи": 'gender = "pl"\ndecl_ru = "pl"',
    "Баранавічы": 'gender = "pl"\ndecl_be = "pl"',
}
Paradigm = dict[str, str]  # lang, and forms by case
Case = tuple[str, str, set[str]]  # a form, the text it stands in, who may be found


def main() -> int:
    """A row for each way; the exit code."""
    parser = argparse.ArgumentParser(description="Names in every case form, through dazor match.")
    parser.add_argument("--data", type=Path, default=DATA, help="else ../shared/data")
    file = parser.parse_args().data / "morphology" / "names_forms.jsonl"
    if not file.is_file():
        print(f"{file} is not there: docs/data.md says how to get it.", file=sys.stderr)
        return 2
    paradigms = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    print(f"{'':36}{'forms':>7}{'found':>8}{'as another':>12}")
    ways = (
        _row("typed", _typed(paradigms), "", _alone(paradigms)),
        _row("a register of plain surnames", _named(paradigms), _plain(paradigms), _alone(paradigms)),
        _row("shipped, behind the first name", _shipped(), "", list(_behind_first_names(paradigms))),
        _row("shipped, alone where it counts", _shipped(), "", list(_counting_alone(paradigms))),
    )
    return 0 if all(ways) else 1


def _row(way: str, rules: str, entities: str, cases: list[Case]) -> bool:
    """Print what a way finds; whether that is all and nothing else."""
    found = _match(rules, entities, [text for _, text, _ in cases])
    missed = [form for at, (form, _, wanted) in enumerate(cases) if not wanted & found.get(at, set())]
    wrong = [form for at, (form, _, wanted) in enumerate(cases) if found.get(at, set()) - wanted]
    print(f"{way:36}{len(cases):7}{1 - len(missed) / len(cases):8.3f}{len(wrong):12}", *missed, *wrong)
    return not missed and not wrong


def _match(rules: str, entities: str, texts: list[str]) -> dict[int, set[str]]:
    """The rules that match each text."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder)
        (given / "rules.toml").write_text(rules, "utf-8")
        (given / "entities.toml").write_text(entities, "utf-8")
        lines = (json.dumps({"id": at, "text": text}) for at, text in enumerate(texts))
        (given / "texts.jsonl").write_text("\n".join(lines), "utf-8")
        words = ["match", "--rules", str(given / "rules.toml"), "--texts", str(given / "texts.jsonl")]
        said = subprocess.run(
            [sys.executable, "-m", "dazor", *words], capture_output=True, text=True, check=False
        )
    if said.returncode:
        raise SystemExit(said.stderr)
    found: dict[int, set[str]] = {}
    for hit in map(json.loads, said.stdout.splitlines()):
        found.setdefault(hit["id"], set()).add(hit["rule"])
    return found


def _rule(name: str, query: str) -> str:
    return f"[[rule]]\nid = \"{name}\"\nquery = '''{query}'''\n"


def _typed(paradigms: list[Paradigm]) -> str:
    return "".join(_rule(f"n{at}", one["nom"]) for at, one in enumerate(paradigms))


def _named(paradigms: list[Paradigm]) -> str:
    return "".join(_rule(f"n{at}", f"@n{at}") for at in range(len(paradigms)))


def _plain(paradigms: list[Paradigm]) -> str:
    return "".join(
        f'[[entity]]\nid = "n{at}"\nkind = "person"\nen = "N{at}x"\n{one["lang"]} = "{one["nom"]}"\n'
        f"bare = true\nforemost = true\n{WOMEN_AND_THINGS.get(one['nom'], '')}\n"
        for at, one in enumerate(paradigms)
    )


def _alone(paradigms: list[Paradigm]) -> list[Case]:
    """Each form in a text of its own; whoever has it may be found, in either language."""
    forms: dict[str, set[str]] = {}
    for one in paradigms:
        forms.setdefault(one["nom"], set()).update(form for case, form in one.items() if case != "lang")
    return [
        (form, f"— {form} —", {f"n{at}" for at, one in enumerate(paradigms) if form in forms[one["nom"]]})
        for form in sorted(set().union(*forms.values()))
    ]


def _shipped() -> str:
    return "".join(_rule(entity.id, f"@{entity.id}") for entity in shipped())


def _people(paradigms: list[Paradigm]) -> Iterator[tuple[Entity, str, str]]:
    """Entities that bear one of the names, the first name in that language, and each form."""
    for entity in shipped():
        for one in paradigms:
            written = names.words(getattr(entity, one["lang"]) or "")
            if entity.is_person and written[-1] == one["nom"]:
                yield from ((entity, written[0], form) for case, form in one.items() if case != "lang")


def _behind_first_names(paradigms: list[Paradigm]) -> Iterator[Case]:
    for entity, first, form in _people(paradigms):
        yield form, f"— {first} {form} —", {entity.id}


def _counting_alone(paradigms: list[Paradigm]) -> Iterator[Case]:
    for entity, _, form in _people(paradigms):
        if entity.bare and names.folded(form) not in entity.contested:
            yield form, f"— {form} —", {entity.id}


if __name__ == "__main__":
    sys.exit(main())
