"""
The dictionary of the npm package belmorph: every Belarusian lexeme of the Grammar Database.

The layout of the two files is that of belmorph 1.0.0, `dist/dawg/dawg-reader.js` and
`dist/data-loader.js`. All numbers are little-endian.
"""

import gzip
import json
import struct
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# No ё: a form with ё in it is absent, and is made again from the paradigm of its lexeme.
_ALPHABET = "абвгдежзійклмнопрстуўфхцчшыьэюя'-"
_FOLDER = "package/dict/"


@dataclass(frozen=True, slots=True)
class Paradigm:
    """What is put behind a stem: for the lemma, and for each form with its tag (NS, PMS …)."""

    tag: str  # part of speech first, then what holds for every form
    lemma: str
    forms: tuple[tuple[str, str], ...]  # tag, ending


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A stem and the paradigm it follows."""

    stem: str
    paradigm: Paradigm

    @property
    def lemma(self) -> str:
        return self.stem + self.paradigm.lemma

    def forms(self) -> Iterator[tuple[str, str]]:
        """Every form with its tag, those with ё too."""
        for tag, ending in self.paradigm.forms:
            yield self.stem + ending, tag


def read(package: Path) -> list[Lexeme]:
    """The lexemes of `belmorph-1.0.0.tgz`, in alphabetic order of stem."""
    with tarfile.open(package) as archive:
        meta = json.loads(_content(archive, "meta.json"))
        paradigms = _paradigms(gzip.decompress(_content(archive, "paradigms.bin.gz")), meta)
        words = _words(gzip.decompress(_content(archive, "dict.dawg.gz")))
    found = set()
    for word, paradigm, form in words:
        ending = paradigms[paradigm].forms[form][1]
        found.add((word.removesuffix(ending), paradigm))
    return [Lexeme(stem, paradigms[number]) for stem, number in sorted(found)]


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    found = archive.extractfile(_FOLDER + name)
    assert found is not None, f"{name} is no file"
    return found.read()


def _paradigms(packed: bytes, meta: dict[str, list[str]]) -> list[Paradigm]:
    """
    Number of paradigms (4 bytes); for each: number of its tag (1), length of the lemma's
    ending (1) and the ending, number of forms (2); for each form: number of its tag (2), length (1), ending.
    """
    (count,) = struct.unpack_from("<I", packed)
    paradigms, at = [], 4
    for _ in range(count):
        tag, length = packed[at : at + 2]
        lemma = packed[at + 2 : at + 2 + length].decode()
        at += 2 + length
        (entries,) = struct.unpack_from("<H", packed, at)
        at += 2
        forms = []
        for _ in range(entries):
            form_tag, length = struct.unpack_from("<HB", packed, at)
            forms.append((meta["tagTable"][form_tag], packed[at + 3 : at + 3 + length].decode()))
            at += 3 + length
        paradigms.append(Paradigm(meta["paradigmTags"][tag] or "", lemma, tuple(forms)))
    return paradigms


def _words(dawg: bytes) -> Iterator[tuple[str, int, int]]:
    """
    Every word with the number of a paradigm and of the form in it.

    The file: length of the nodes (4), root (4), nodes, lists. A node: number of children (1), flags (1),
    if bit 0 is set the place of its list (4); for each child its letter (1) and its place (4).
    A list: its length (2); for each entry the paradigm (2) and the form (1).
    """
    length, root = struct.unpack_from("<II", dawg)
    nodes, lists = 8, 8 + length
    waiting = [(root, "")]
    while waiting:
        at, word = waiting.pop()
        count, flags = dawg[nodes + at : nodes + at + 2]
        children = nodes + at + 2
        if flags & 1:
            (place,) = struct.unpack_from("<I", dawg, children)
            for paradigm, form in _entries(dawg, lists + place):
                yield word, paradigm, form
            children += 4
        for letter, place in struct.iter_unpack("<BI", dawg[children : children + 5 * count]):
            waiting.append((place, word + _ALPHABET[letter]))


def _entries(dawg: bytes, at: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from("<H", dawg, at)
    return struct.iter_unpack("<HB", dawg[at + 2 : at + 2 + 3 * count])
