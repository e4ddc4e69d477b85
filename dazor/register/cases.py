"""The case forms of a word, and how a table of endings makes them."""

from collections.abc import Callable

CASES = ("nom", "gen", "dat", "acc", "ins", "loc")
VOWELS = "аеёиоуыэюяіАЕЁИОУЫЭЮЯІ"
Cases = dict[str, tuple[str, ...]]  # by case; more than one form where both are written
Decline = Callable[[str, str], Cases]  # nominative; the accusative ending that is not the usual one, as in =


def declined(nominative: str, stems: str | tuple[str, ...], endings: str) -> Cases:
    """
    The forms of a word from the endings of genitive, dative, accusative, instrumental, locative.

    Variants are parted by a stroke; = is the nominative.
    """
    stems = (stems,) if isinstance(stems, str) else stems
    cases: Cases = {"nom": (nominative,)}
    for case, variants in zip(CASES[1:], endings.split(" "), strict=True):
        made = [nominative if one == "=" else stem + one for stem in stems for one in variants.split("/")]
        cases[case] = tuple(dict.fromkeys(made))
    return cases


def unchanged(word: str) -> Cases:
    """The forms of a word that has only one."""
    return dict.fromkeys(CASES, (word,))


def syllables(word: str) -> int:
    return sum(letter in VOWELS for letter in word)
