"""A text as rules and search see it: its words by position, and the language of each."""

from bisect import bisect_left
from functools import cached_property, lru_cache
from typing import NamedTuple

from dazor.text import fold, languages, tokens
from dazor.text.tokens import Word


class Run(NamedTuple):
    """Words side by side in one language; positions, the last not included."""

    first: int
    end: int
    language: str | None  # None: unsure, or none of those we know


class Reading:
    """What is found out about a text, each when it is first asked for. The words are there at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.composed = fold.compose(text)
        self.words: list[Word] = tokens.words(self.composed.text)

    @cached_property
    def paragraphs(self) -> list[languages.Paragraph]:
        return languages.paragraphs(self.text)

    @cached_property
    def language(self) -> str | None:
        """The language most of the text is in: what `lang:` asks for."""
        return languages.of_text(self.paragraphs)

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The words by language, paragraphs in the same one joined; all words are in a run."""
        if len({paragraph.language for paragraph in self.paragraphs}) < 2:
            return (Run(0, len(self.words), self.language),) if self.words else ()
        firsts = [0, *(self._first_from(paragraph.start) for paragraph in self.paragraphs[1:])]
        runs: list[Run] = []
        for paragraph, first, end in zip(
            self.paragraphs, firsts, [*firsts[1:], len(self.words)], strict=True
        ):
            if runs and runs[-1].language == paragraph.language:
                runs[-1] = runs[-1]._replace(end=end)
            elif first < end:
                runs.append(Run(first, end, paragraph.language))
        return tuple(runs)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word starts in the composed text."""
        return tokens.starts(self.composed.text)

    def span(self, first: int, start: int, last: int, end: int) -> tuple[int, int]:
        """The span in the original from a letter of the first word up to one of the last, not included."""
        return (
            self.composed.starts[self.starts[first] + start],
            self.composed.ends[self.starts[last] + end - 1],
        )

    def _first_from(self, at: int) -> int:
        """The position of the first word that starts there or later in the original."""
        composed_at = bisect_left(self.composed.starts, at)
        return bisect_left(self.starts, composed_at)


@lru_cache(maxsize=256)  # the stages look at the same few texts one after another
def read(text: str) -> Reading:
    return Reading(text)
