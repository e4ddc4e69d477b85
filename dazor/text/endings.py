"""What the end of a word that no lexicon knows says about its lemma."""

from marisa_trie import BytesTrie

LONGEST = 5  # letters of an ending
# What stands before an ending in the trie.
ANY = "*"
NOMINAL = "^"  # nouns and adjectives: names


def guessed(endings: BytesTrie, word: str, mark: str) -> list[tuple[int, str]]:
    """How many letters to cut and what to add, by the longest ending known; empty where none is."""
    for length in range(min(LONGEST, len(word) - 1), 0, -1):
        found = endings.get(mark + word[-length:])
        if found:
            return [(rule[1], rule[2:].decode()) for rule in sorted(found)]
    return []
