"""
Writes the parts of these pages that the code knows best.

`.venv/bin/python docs/generate.py` renews them in place; tests/test_docs.py fails where one is stale.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import click
from pydantic.fields import FieldInfo

import scheduler
from dazor.cli import dazor
from dazor.config.described import model_in
from dazor.config.settings import Config
from dazor.config.table import Table, is_table
from store.schema import TABLES, WEB
from store.schema_account import ACCOUNTS, CHANNELS, PHOTOGRAPHS
from store.schema_stories import STORIES
from store.schema_unattended import UNATTENDED
from store.schema_words import WORDS

DOCS = Path(__file__).parent
LATER = WEB + WORDS + CHANNELS + ACCOUNTS + PHOTOGRAPHS + STORIES + UNATTENDED
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
TABLE = re.compile(
    r"^CREATE (?:VIRTUAL )?TABLE (\w+)(?: USING fts5)? \( *--([^\n]*)\n(.*?)^\)", re.MULTILINE | re.DOTALL
)
LATER_COLUMN = re.compile(r"^ALTER TABLE (\w+) ADD COLUMN ([a-z_0-9]+) ([^;]*); *-- (.*)$", re.MULTILINE)
COLUMN = re.compile(r"^ {4}([a-z_0-9]+)\b(?! =) ?(.*?),? *(?:-- (.*))?$", re.MULTILINE)


def renewed(page: str) -> str:
    """The text of a page with every generated part as the code has it now."""
    return PART.sub(lambda part: part[1] + PARTS[part[2]]() + part[3], page)


def schema() -> str:
    """Every table with its columns, types and comments, in the order of the schema."""
    return "".join(table(*found) for found in TABLE.findall(TABLES + LATER))


def commands() -> str:
    """Every command with its arguments, options and help, in the order of their names."""
    return "".join(command_lines(path, command) for path, command in walked("dazor", dazor))


def walked(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """The commands below a group, each with what is typed to call it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, inner in sorted(command.commands.items()):
        yield from walked(f"{path} {name}", inner)


def command_lines(path: str, command: click.Command) -> str:
    context = click.Context(command)
    arguments = [one.make_metavar(context) for one in command.params if isinstance(one, click.Argument)]
    shown = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    options = "".join(option_line(one, context) for one in shown)
    return f"### `{' '.join([path, *arguments])}`\n\n{command.help}\n\n{options}" + "\n" * bool(options)


def option_line(option: click.Option, context: click.Context) -> str:
    """What is typed for an option, and what it does where the name does not say it."""
    names = " / ".join([*option.opts, *option.secondary_opts])
    typed = names if option.is_flag else f"{names} {option.make_metavar(context)}"
    return f"* `{typed}`: {option.help}\n" if option.help else f"* `{typed}`\n"


def jobs() -> str:
    """The jobs in the order of a pass, with when they are due and what they run."""
    rows = "".join(f"| `{job.name}` | {when(job)} | `{job.stage}` |\n" for job in scheduler.JOBS)
    return f"| job | due | stage |\n| --- | --- | --- |\n{rows}"


def when(job: scheduler.Job) -> str:
    if job.needs_account:
        return "at every pass, where a Telegram account is named"
    return "once a day, at `[digest] send_at`" if job.is_daily else "at every pass"


def settings() -> str:
    """Every setting with its default, in the order of config.example.toml."""
    rows = "".join(f"| `{name}` | {default} | {cell(why)} |\n" for name, default, why in setting_rows(Config))
    return f"| setting | default | what |\n| --- | --- | --- |\n{rows}"


def setting_rows(model: type[Table], path: str = "") -> Iterator[tuple[str, str, str]]:
    """Name, default as written in TOML, and description of each setting, tables walked through."""
    for name, field in model.model_fields.items():
        inner = model_in(field.annotation)
        if is_table(field.annotation):
            yield from setting_rows(field.annotation, f"{path}.{name}".strip("."))
        elif inner:
            yield from setting_rows(inner, f"[{field.alias or name}]")
        elif field.description:
            yield f"[{path}] {field.alias or name}", written(field), field.description


def written(field: FieldInfo) -> str:
    """A default as TOML; None has no such form and stays empty, and so does what must be written."""
    match None if field.is_required() else field.default:
        case None:
            return ""
        case time() as default:
            return f'`"{default:%H:%M}"`'
        case Path() as default:
            return f'`"{default}"`'
        case default:
            return f"`{json.dumps(default, ensure_ascii=False)}`"


def table(name: str, about: str, body: str) -> str:
    columns = COLUMN.findall(body)
    columns += [later for owner, *later in LATER_COLUMN.findall(LATER) if owner == name]
    rows = "".join(f"| `{column}` | {cell(kind)} | {cell(why)} |\n" for column, kind, why in columns)
    return f"### {name}\n\n{about.strip()}\n\n| column | type | what |\n| --- | --- | --- |\n{rows}\n"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


PARTS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "jobs": jobs,
    "schema": schema,
    "settings": settings,
}


def main() -> None:
    for path in sorted(DOCS.glob("*.md")):
        page = path.read_text("utf-8")
        if page != renewed(page):
            path.write_text(renewed(page), "utf-8")
            sys.stdout.write(f"renewed {path.name}\n")


if __name__ == "__main__":
    main()
