"""The commands of the register, and `dazor analyse`, which finds who is in it."""

import sys
from pathlib import Path
from typing import Any

import click

from dazor.cli.shared import config_file, load, print_lines, warn


@click.group("register")
def register_group() -> None:
    """People, bodies and places that rules name as @id."""


@register_group.command("list")
@click.pass_context
def register_list(context: click.Context) -> None:
    """Every entity, those that come with Dazor and those of entities.toml, one a line."""
    from dazor.register import command

    for line in command.listed(_entities_file(context), warn=warn):
        click.echo(line)


@register_group.command("check")
@click.pass_context
def register_check(context: click.Context) -> None:
    """Check entities.toml: every mistake with its line."""
    from dazor.register import command

    problems = command.problems(_entities_file(context))
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(2 if problems else 0)


@register_group.command("propose")
@click.argument("name")
@click.option("--gender", type=click.Choice(["m", "f"]), help="Else by the ending of the first name.")
def register_propose(name: str, gender: str | None) -> None:
    """An entry for a person by a Belarusian or Russian NAME in the nominative, to be looked over."""
    from dazor.register import command

    click.echo(command.proposed(name, gender))


@click.command()
@click.option(
    "--texts", type=click.File(encoding="utf-8"), required=True, help="JSON lines with id and text."
)
@click.pass_context
def analyse(context: click.Context, texts: Any) -> None:
    """Language and mentions of given texts; one JSON line a text."""
    from dazor.analyse import given

    print_lines(given.analysed(texts, _entities_file(context), warn=warn))


def _entities_file(context: click.Context) -> Path:
    """Beside the settings; without any, where they would be."""
    path = config_file(context)
    return load(path).entities_file if path.exists() else path.with_name("entities.toml")
