"""How a mistake in a rule is shown: the line, the column and a caret under the place."""

from dazor.toml.carets import picture, place
from store.errors import DazorError


class RuleError(DazorError):
    """A rule cannot be understood. `at` is the place of the mistake, in code points of the query."""

    def __init__(self, what: str, query: str, at: int) -> None:
        self.what = what
        self.query = query
        self.at = at
        self.line, self.column = place(query, at)
        super().__init__(f"line {self.line}, column {self.column}: {what}\n{picture(query, at)}")


class Misunderstood(Exception):
    """A mistake at a place of the composed query, before it is known how that looks in the original."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.what = what
        self.at = at
