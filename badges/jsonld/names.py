"""One name for one thing: what is signed must also be what a reader of the JSON sees.

Linked data lets one statement be written under many names: an alias from a context added later, a
full IRI, a keyword in disguise. Such a change leaves the signature whole, and yet a reader who
looks for `validUntil` or `credentialStatus` finds nothing. So whatever the published vocabularies
of credentials and badges name is written by that name and no other, and these names mean nothing
else (SAFE-01, TRAP-03).
"""

from collections import defaultdict
from collections.abc import Container, Iterator
from functools import cache
from typing import Any

from badges.documents import JsonObject
from badges.errors import LostTerm
from schemas.catalogue import CURRENT

_VOCABULARIES = (
    "https://www.w3.org/ns/credentials/",
    "https://www.w3.org/2018/credentials/",
    "https://w3id.org/security/data-integrity/",
    "https://purl.imsglobal.org/spec/ob/v3p0/",
    "https://purl.imsglobal.org/spec/clr/v2p0/",
)
_CREDENTIAL = "VerifiableCredential"
_ALIASES = {"@id": "id", "@type": "type"}

Table = dict[str, frozenset[str]]


def is_bound(terms: Container[str]) -> bool:
    """Whether contexts that define these terms are those of a credential: others are free."""
    return _CREDENTIAL in terms


def require_usual_name(name: str, iri: object, pointer: str, *, in_value: bool = False) -> None:
    """Return when a member called `name`, which means `iri`, is called so by the vocabularies.

    They name the keywords `id` and `type`; only a value (`in_value`) has its bare `@type`.

    Raises:
        LostTerm: the vocabularies know that meaning under another name, or that name in another
            meaning.
    """
    if isinstance(iri, str) and iri.startswith("@"):
        usual = iri if in_value else _ALIASES.get(iri, iri)
        expected = frozenset({usual})
    else:
        expected = _member_names().get(str(iri), frozenset())
        meanings = _meanings().get(name, frozenset())
        if not expected and meanings:
            raise LostTerm("jsonld.other_meaning", pointer=pointer, term=name)
    if expected and name not in expected:
        raise LostTerm("jsonld.other_name", pointer=pointer, term=name, usual=min(expected))


def require_usual_type(name: object, iri: str, pointer: str) -> None:
    """Return when a type written `name`, which means `iri`, is written so by the vocabularies.

    Raises:
        LostTerm: as `require_usual_name`.
    """
    expected = _type_names().get(iri, frozenset())
    if expected and name not in expected:
        raise LostTerm("jsonld.other_name", pointer=pointer, term=str(name), usual=min(expected))
    if not expected and name in _meanings():
        raise LostTerm("jsonld.other_meaning", pointer=pointer, term=str(name))


def require_whole(written: object, iri: object, pointer: str, *, may_be_word: bool = False) -> None:
    """Return when an identifier is written in full, not as a prefix and the rest.

    Raises:
        LostTerm: it is not, so readers of the JSON see another identifier than the signed one.
    """
    if written != iri and not (may_be_word and ":" not in str(written)):
        raise LostTerm("jsonld.other_name", pointer=pointer, term=str(written), usual=str(iri))


@cache
def _type_names() -> Table:
    """From the IRI of each term of the vocabularies to the names that they give it."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for name, iri in _terms():
        names[iri].add(name)
    return {iri: frozenset(found) for iri, found in names.items()}


@cache
def _member_names() -> Table:
    """The same for members: a class may share its IRI with one, and has a capital (`Image`)."""
    return {
        iri: frozenset(name for name in names if not name[:1].isupper()) or names
        for iri, names in _type_names().items()
    }


@cache
def _meanings() -> Table:
    """From each name to the IRIs that it has in one vocabulary or another."""
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for name, iri in _terms():
        meanings[name].add(iri)
    return {name: frozenset(found) for name, found in meanings.items()}


def _terms() -> Iterator[tuple[str, str]]:
    for url in CURRENT.urls():
        if url.startswith(_VOCABULARIES):
            yield from _defined(CURRENT.document(url)["@context"], {})


def _defined(context: Any, prefixes: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each term that a context defines with its IRI, those of its scoped contexts included."""
    for part in context if isinstance(context, list) else [context]:
        if not isinstance(part, dict):
            continue
        prefixes = prefixes | {name: iri for name, iri in part.items() if isinstance(iri, str)}
        for name, definition in part.items():
            scoped = definition.get("@context") if isinstance(definition, dict) else None
            iri = _iri(name, part, prefixes)
            if iri is not None and not name.startswith("@"):
                yield name, iri
            yield from _defined(scoped, prefixes)


def _iri(name: str, context: JsonObject, prefixes: dict[str, str]) -> str | None:
    """The IRI of a term; None for a keyword or a prefix, which is no name of a thing."""
    definition = context[name]
    written = definition.get("@id", name) if isinstance(definition, dict) else definition
    if written != name and written in context:  # a second name for a term of the same context
        return _iri(str(written), context, prefixes)
    prefix, _, rest = str(written).partition(":")
    iri = prefixes[prefix] + rest if prefix in prefixes else str(written)
    return iri if ":" in iri and not iri.startswith("@") and iri[-1] not in "#/" else None
