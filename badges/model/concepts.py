"""The concepts of official referentials, as our imports read them and our searches find them.

Values only: files are read in `badges.frameworks.readers`, records are kept by the issuer's store.
A scheme is one referential in one edition (skos:ConceptScheme), a concept is one of its items. Our
own published competencies are found in the same way, as concepts of a scheme of their framework.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

LinkRelation = Literal["essential", "optional", "related"]


@dataclass(frozen=True)
class Scheme:
    """One referential in the edition that is in hand.

    `key` names it in addresses and in the store: `rome`, `esco`, `digcomp`, `rncp`, or the slug of
    a framework. `version` is written beside each code: a code may change meaning between editions.
    `published` is a date (`YYYY-MM-DD`) when the files tell it. `attribution` is the line that its
    licence asks to show.
    """

    key: str
    name: str
    version: str
    language: str
    published: str | None = None
    licence: str | None = None
    attribution: str | None = None
    homepage: str | None = None


@dataclass(frozen=True)
class Concept:
    """One item of a scheme: `code` is unique in the scheme, whatever its kind.

    `kind` is the referential's own word (`competence`, `savoir`, `fiche`, `skill`…). `broader` is
    the code of the item above, in the same scheme. `other_labels` are synonyms, `texts` are longer
    texts of the item other than its definition. `uri` is its publisher's address, if it has one.
    """

    code: str
    kind: str
    label: str
    language: str = "fr"
    other_labels: tuple[str, ...] = ()
    definition: str = ""
    texts: tuple[str, ...] = ()
    broader: str | None = None
    uri: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """From an occupation to a concept that it asks for, by their codes in one scheme."""

    source: str
    relation: LinkRelation
    target: str


@dataclass(frozen=True)
class RowProblem:
    """A row that cannot be used: where it is, and what is wrong, as a code with parameters.

    `line` is the line of the file on which the row begins, from 1, or None for the whole file.
    """

    file: str
    line: int | None
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A referential's files, opened: its scheme at once, its rows as they are read.

    `concepts` is read once, then `links`, each a stream; rows that cannot be used come out of the
    stream as `RowProblem`, in their place, and never stop it. `expected` is about how many rows
    there are, for a progress bar, or None.
    """

    scheme: Scheme
    concepts: Iterator[Concept | RowProblem]
    links: Iterable[Link | RowProblem] = ()
    expected: int | None = None
