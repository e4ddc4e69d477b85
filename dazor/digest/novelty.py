"""What is new in a text whose story was told already. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dazor.text import passages, sentences
from store.carried import Carried
from store.stories import Part
from store.texts import Text

Span = tuple[int, int]
LEAST_WORDS = 5  # of a sentence that says something
KNOWN_ROWS = 0.5  # of its rows of three words that stood in the earlier text: it is that sentence
KNOWN_WORDS = 0.8  # of its words: it is that sentence in another order


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """What is known of the stories that the texts of a digest belong to."""

    heads: Mapping[int, int] = field(default_factory=dict)  # document -> the one whose text it is
    told: Mapping[int, int] = field(default_factory=dict)  # head -> the match that told of it
    parts: Mapping[int, Part] = field(default_factory=dict)  # by document
    additions: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)  # by document: what it adds
    carried: Sequence[Carried] = ()  # that no rule matched

    def told_by(self, document: int) -> int | None:
        """The match by which the subscriber knows the story of a document; None: it is new."""
        return self.told.get(self.heads.get(document, document))


def additions(
    documents: Iterable[Text], parts: Mapping[int, Part], earlier: Mapping[int, Text]
) -> dict[int, tuple[Span, ...]]:
    """By document the sentences that the earlier text of its story did not have; only those that have any."""
    found = {}
    for text in documents:
        part = parts.get(text.document)
        before = earlier.get(part.of_version or 0) if part else None
        if part and before and part.relation == "edited" and (new := added(before.text, text.text)):
            found[text.document] = new
    return found


def added(before: str, after: str) -> tuple[Span, ...]:
    """The sentences of the later text that the earlier one did not have."""
    known = passages.words(before)
    rows, words = _rows(known), set(known)
    return tuple(span for span in sentences.split(after) if _is_new(after[span[0] : span[1]], rows, words))


def _is_new(sentence: str, known_rows: set[tuple[str, ...]], known_words: set[str]) -> bool:
    words = passages.words(sentence)
    rows = _rows(words)
    return (
        len(words) >= LEAST_WORDS
        and len(rows & known_rows) < KNOWN_ROWS * len(rows)
        and len(set(words) & known_words) < KNOWN_WORDS * len(set(words))
    )


def _rows(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}
