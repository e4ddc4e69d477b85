"""A mistake in a file that people tune."""

from dataclasses import dataclass

from dazor.toml import carets


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A mistake in the file, with the id of the entry that is refused for it."""

    file: str  # as it is shown
    line: int  # from 1
    column: int  # from 1
    what: str
    picture: str  # the line of the file and a caret below
    entry: str | None  # None: of no entry, or of one without a readable id

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}: {self.what}\n{self.picture}"


def problem(file: str, text: str, at: int, what: str, entry: str | None = None) -> Problem:
    """A problem at an offset of the text of a file."""
    line, column = carets.place(text, at)
    return Problem(
        file=file, line=line, column=column, what=what, picture=carets.picture(text, at), entry=entry
    )
