"""Any referential in SKOS: concepts, their labels in the language asked for, what is above them.

https://www.w3.org/TR/skos-reference/ The code of a concept is its notation when no other has the
same, else the last part of its address. Statements come in any order, so the concepts are held in
memory, each with its best language only.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from badges.errors import FrameworkError
from badges.frameworks.readers.checks import (
    CODE_LENGTH,
    TEXT_LENGTH,
    TEXTS,
    Found,
    Register,
    chosen,
    several,
)
from badges.frameworks.readers.files import Folder, holds, last_part, matching
from badges.frameworks.readers.options import Options, Reader
from badges.frameworks.readers.rdf import SUFFIXES, statements
from badges.model.concepts import Concept, Reading, RowProblem, Scheme

NODES = 300_000
CHARACTERS = 300_000_000
PROBLEMS = 1_000

_NAME: Final = re.compile(rf".*\.(?:{'|'.join(SUFFIXES)})", re.IGNORECASE)
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_MARK: Final = _SKOS.encode()
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_DCTERMS: Final = "http://purl.org/dc/terms/"
_DC: Final = "http://purl.org/dc/elements/1.1/"

_TEXT_OF: Final = {
    f"{_SKOS}prefLabel": "label",
    f"{_RDFS}label": "title",
    f"{_DCTERMS}title": "title",
    f"{_DC}title": "title",
    f"{_SKOS}altLabel": "other",
    f"{_SKOS}hiddenLabel": "other",
    f"{_SKOS}definition": "definition",
    f"{_SKOS}scopeNote": "text",
    f"{_SKOS}note": "text",
    f"{_SKOS}example": "text",
    f"{_SKOS}notation": "notation",
    f"{_OWL}versionInfo": "version",
    f"{_DCTERMS}issued": "issued",
    f"{_DCTERMS}modified": "issued",
    f"{_DCTERMS}license": "licence",
    f"{_DCTERMS}creator": "creator",
    f"{_DCTERMS}publisher": "creator",
}
_WITHOUT_LANGUAGE: Final = ("notation", "version", "issued", "licence")


def _files(folder: Folder) -> list[str]:
    return [file for file in matching(folder, _NAME) if holds(folder, file, _MARK)]


def _accepts(folder: Folder) -> bool:
    return bool(_files(folder))


def _open(folder: Folder, options: Options) -> Reading:
    files = _files(folder)
    if not files:
        raise FrameworkError("reader.file_missing", format=READER.name, file="….ttl, .rdf, .jsonld")
    graph = _Graph(options.language)
    for file in files:
        graph.read(folder, file)
    if not graph.concepts:
        raise FrameworkError("reader.no_concepts", file=files[0])
    address, about = graph.scheme()
    named = about.best("label") or about.best("title") or address
    title = named or last_part(files[0]).rpartition(".")[0]
    credits_ = (named, about.best("creator"), about.best("licence"))
    scheme = Scheme(
        key=options.key_for(READER.name),
        name=title,
        version=options.version_or(about.best("version") or about.best("issued"), READER.name),
        language=options.language,
        published=about.best("issued")[:10] or None,
        licence=about.best("licence") or None,
        attribution=", ".join(filter(None, credits_)),
        homepage=address or None,
    )
    return Reading(scheme, graph.stream(), expected=len(graph.concepts))


READER = Reader("skos", _accepts, _open)


@dataclass(slots=True)
class _Said:
    """The texts of one property, in the best language met so far; `rank` 0 is the one asked for."""

    rank: int
    language: str
    texts: list[str]


@dataclass(slots=True)
class _Node:
    """What was said of one address."""

    file: str
    said: dict[str, _Said] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    is_concept: bool = False

    def best(self, name: str) -> str:
        """The first text of a property, or ""."""
        return self.said[name].texts[0] if name in self.said else ""

    def every(self, name: str, rank: int) -> tuple[str, ...]:
        """The texts of a property in a language that is no worse than `rank`."""
        said = self.said.get(name)
        return tuple(dict.fromkeys(said.texts)) if said and said.rank <= rank else ()


class _Graph:
    """What files of linked data say of concepts and of their scheme."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._nodes: dict[str, _Node] = {}
        self._schemes: Counter[str] = Counter()
        self._problems: list[RowProblem] = []
        self._characters = 0
        self._file = ""

    def read(self, folder: Folder, file: str) -> None:
        """Take in one file.

        Raises:
            FrameworkError: it cannot be read, or says more than can be held.
        """
        self._file = file
        for statement in statements(folder, file):
            if not isinstance(statement, RowProblem):
                self._hear(*statement)
                continue
            self._problems.append(statement)
            if len(self._problems) > PROBLEMS:
                raise FrameworkError("reader.too_many_problems", file=file, limit=PROBLEMS)

    @property
    def concepts(self) -> dict[str, _Node]:
        """The concepts by their address."""
        return {address: node for address, node in self._nodes.items() if node.is_concept}

    def scheme(self) -> tuple[str, _Node]:
        """The scheme that most concepts name, and what is said of it."""
        for address, _ in self._schemes.most_common(1):
            return address, self._nodes.get(address, _Node(self._file))
        return "", _Node(self._file)

    def stream(self) -> Iterator[Concept | RowProblem]:
        """The problems of reading, then every concept."""
        yield from self._problems
        concepts = self.concepts
        codes = self._codes(concepts)
        known = frozenset(codes.values())
        parents = {
            address: chosen((codes.get(one, one) for one in node.above), known)
            for address, node in concepts.items()
        }
        register = Register({codes[address]: parents[address][0] for address in concepts})
        yield from register.let_through(
            Found(self._concept(address, node, codes[address], parents[address]), node.file)
            for address, node in concepts.items()
        )

    @staticmethod
    def _codes(concepts: dict[str, _Node]) -> dict[str, str]:
        notations = Counter(node.best("notation") for node in concepts.values())
        return {
            address: notation
            if (notation := node.best("notation")) and notations[notation] == 1
            else _last_part(address)
            for address, node in concepts.items()
        }

    def _concept(
        self,
        address: str,
        node: _Node,
        code: str,
        parents: tuple[str | None, tuple[str, ...]],
    ) -> Concept:
        name = "label" if "label" in node.said else "title"
        said = node.said.get(name, _Said(0, self._language, []))
        first, *further = [*node.every(name, said.rank)] or [""]
        parent, others = parents
        notation = node.best("notation")
        notes = {"also_under": several(others), "notation": notation if notation != code else ""}
        return Concept(
            code=code,
            kind="concept",
            label=first,
            language=said.language,
            other_labels=(*further, *node.every("other", said.rank)),
            definition="\n".join(node.every("definition", said.rank)),
            texts=node.every("text", said.rank),
            broader=parent,
            uri=address,
            notes={name: note for name, note in notes.items() if note},
        )

    def _hear(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        if name := _TEXT_OF.get(predicate):
            self._keep(self._node(subject), name, value)
        elif isinstance(value, ox.NamedNode):
            self._relate(subject, predicate, value.value)

    def _relate(self, subject: str, predicate: str, value: str) -> None:
        if predicate == _TYPE and value == f"{_SKOS}Concept":
            self._node(subject).is_concept = True
        elif predicate == _TYPE and value == f"{_SKOS}ConceptScheme":
            self._node(subject)
            self._schemes[subject] += 0
        elif predicate in (f"{_SKOS}inScheme", f"{_SKOS}topConceptOf"):
            self._node(subject).is_concept = True
            self._schemes[value] += 1
        elif predicate == f"{_SKOS}hasTopConcept":
            self._schemes[subject] += 1
        elif predicate == f"{_SKOS}broader":
            self._place(subject, value)
        elif predicate == f"{_SKOS}narrower":
            self._place(value, subject)

    def _place(self, below: str, above: str) -> None:
        node = self._node(below)
        node.is_concept = True
        if above not in node.above and len(node.above) < TEXTS:
            node.above.append(above)

    def _node(self, address: str) -> _Node:
        node = self._nodes.get(address)
        if node is None:
            if len(self._nodes) >= NODES:
                raise FrameworkError("reader.too_many_rows", file=self._file, limit=NODES)
            node = self._nodes[address] = _Node(self._file)
            self._spend(len(address))
        return node

    def _keep(self, node: _Node, name: str, value: ox.NamedNode | ox.Literal) -> None:
        language = (value.language or "") if isinstance(value, ox.Literal) else ""
        rank = 0 if name in _WITHOUT_LANGUAGE else self._rank(language)
        text = value.value[: TEXT_LENGTH + 1].strip()
        said = node.said.get(name)
        if not text or (said is not None and rank > said.rank):
            return
        if said is None or rank < said.rank:
            node.said[name] = _Said(rank, language or self._language, [text])
        elif len(said.texts) <= TEXTS:
            said.texts.append(text)
        self._spend(len(text))

    def _rank(self, language: str) -> int:
        """How good a language is: the one asked for, then none, English, any other."""
        if language == self._language:
            return 0
        if language.partition("-")[0] == self._language:
            return 1
        return {"": 2, "en": 3}.get(language, 4)

    def _spend(self, characters: int) -> None:
        self._characters += characters
        if self._characters > CHARACTERS:
            raise FrameworkError("reader.file_too_large", file=self._file, limit=CHARACTERS)


def _last_part(address: str) -> str:
    return re.split(r"[/#]", address.rstrip("/#"))[-1][: CODE_LENGTH + 1]
