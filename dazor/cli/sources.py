"""Commands about sources, and about pages that no source brings."""

import sys
from datetime import datetime
from pathlib import Path

import click

from dazor.cli.shared import config_of, now_option, progress, reachable, warn


@click.group("catalogue")
def catalogue_group() -> None:
    """The sources that are watched, and those that are known."""


@catalogue_group.command("list")
@click.pass_context
def catalogue_list(context: click.Context) -> None:
    """Every source with its kind, and why it is off."""
    from dazor import catalogue

    found = catalogue.load(config_of(context))
    for source in found.sources:
        state = "on " if source.on else "off"
        click.echo(
            f"{state} {source.id:18} {source.kind:8} {source.name}"
            + (f" ({source.why_off})" if source.why_off else "")
        )
    for problem in found.problems:
        warn(problem)
    sys.exit(1 if found.problems else 0)


@catalogue_group.command("check")
@click.option("--source", "only", multiple=True, metavar="ID", help="Only this source; may be given again.")
@now_option
@click.pass_context
def catalogue_check(context: click.Context, only: tuple[str, ...], now: datetime) -> None:
    """Try every entry point once from this machine; exit code 1 if one does not work."""
    import scheduler
    from crawlers import checking
    from dazor import catalogue

    config = reachable(config_of(context))
    found = catalogue.load(config)
    wanted = catalogue.choose(found, only) if only else found.sources
    with (
        scheduler.working("web", config, now) as db,
        progress("Trying", sum(len(source.entries) for source in wanted)) as advance,
    ):
        results = checking.check(db, config, wanted, now, advance=advance)
    for result in results:
        click.echo(result.line)
    sys.exit(1 if any(result.verdict != "works" for result in results) else 0)


@catalogue_group.command("try")
@click.argument("url")
@click.option("--save", "is_kept", is_flag=True, help="Write the source file into the folder of your own.")
@now_option
@click.pass_context
def catalogue_try(context: click.Context, url: str, is_kept: bool, now: datetime) -> None:
    """Look around on an unknown site: its feeds, sitemaps and lists, five pages, and a source file."""
    from crawlers import trying

    config = reachable(config_of(context))
    if is_kept:
        trying.refuse_taken(config, url)
    survey, proposed = trying.attempt(config, url, now)
    for line in trying.findings(survey, proposed):
        warn(line)
    click.echo(trying.file_text(proposed), nl=False)
    if is_kept:
        warn(f"Written: {trying.save(config, proposed)}")
    doubts = trying.doubts(proposed)
    for doubt in doubts:
        warn(f"Look at this: {doubt}")
    sys.exit(1 if doubts else 0)


@click.command()
@click.argument("page", metavar="URL|FILE")
@click.option("--url", help="Where the page of a file came from.")
@click.option("--note", help="What is kept beside it, for those who look later.")
@now_option
@click.pass_context
def capture(context: click.Context, page: str, url: str | None, note: str | None, now: datetime) -> None:
    """One page from anywhere into the store, with its bytes, for the source by-hand."""
    import scheduler
    from crawlers import capture as captures

    config = config_of(context)
    with scheduler.working("web", config, now) as db:
        if page.startswith(("http://", "https://")):
            trip = captures.fetch(db, reachable(config), page, now)
        else:
            trip = captures.from_file(Path(page), url, now)
        url_id = captures.keep(db, config, trip, note)
    code = scheduler.run_now("extract", config, now)
    with scheduler.working("web", config, now) as db:
        click.echo(captures.told(db, url_id))
    sys.exit(code)


@catalogue_group.command("save-page")
@click.argument("url")
@click.option("--source", "source_id", metavar="ID", help="Whose page it is; else found by its address.")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=Path("tests/pages"), show_default=True
)
@now_option
@click.pass_context
def catalogue_save_page(
    context: click.Context, url: str, source_id: str | None, folder: Path, now: datetime
) -> None:
    """Save a page and a draft of what should come out of it, for the tests of its source."""
    from crawlers import keepsake
    from dazor import catalogue

    config = reachable(config_of(context))
    found = catalogue.load(config)
    source = catalogue.choose(found, [source_id])[0] if source_id else keepsake.source_of(url, found.sources)
    trip = keepsake.fetch(config, source, url, now)
    for path in keepsake.save(folder, source, trip, now):
        click.echo(path)
    warn("Read the JSON as if you were the editor: it says what came out, not what should.")
