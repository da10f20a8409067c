"""Tampered twins: each badge that holds, with one thing changed after it was signed."""

import json
from collections.abc import Callable, Iterable, Iterator

from badges.documents import JsonObject, serialize
from badges.encoding import decode_base64url, encode_base64url
from tests.corpus.specimen import GENUINE, Specimen

_ALTERED = ("altered", "proof.invalid")
Change = Callable[[JsonObject], None]


def twins(specimens: Iterable[Specimen]) -> Iterator[Specimen]:
    """The tampered twins of the genuine badges among `specimens`, JSON and JWT."""
    for specimen in specimens:
        if specimen.state != GENUINE or specimen.family in ("wrapped", "older"):
            continue
        if specimen.name.endswith(".json"):
            yield from _of_json(specimen)
        elif specimen.name.endswith(".jwt"):
            yield from _of_jwt(specimen)


def _of_json(specimen: Specimen) -> Iterator[Specimen]:
    document = json.loads(specimen.material.decode("utf-8-sig"))
    for name, change, state, code in _CHANGES:
        twin = json.loads(json.dumps(document))
        change(twin)
        if twin == document:
            continue
        yield Specimen(_name(specimen, name), serialize(twin), state, code)
    text = serialize(document)
    doubled = text.replace(b'{"@context"', b'{"name":"Autre","name":"Autre","@context"', 1)
    yield Specimen(_name(specimen, "key-twice"), doubled, "unreadable", "document.duplicate_key")


def _of_jwt(specimen: Specimen) -> Iterator[Specimen]:
    header, payload, signature = specimen.material.strip().decode("ascii").split(".")
    claims = json.loads(decode_base64url(payload))
    other = _encoded(claims | {"name": "Autre badge"})
    for name, text in (
        ("name-changed", f"{header}.{other}.{signature}"),
        ("signature-gone", f"{header}.{payload}."),
        ("unsigned", f"{_encoded({'alg': 'none', 'typ': 'JWT'})}.{payload}."),
        ("symmetric", f"{_encoded({'alg': 'HS256', 'typ': 'JWT'})}.{payload}.{signature}"),
        ("signature-cut", f"{header}.{payload}.{signature[:-8]}"),
    ):
        yield Specimen(_name(specimen, name), text.encode("ascii"), *_ALTERED)


def _encoded(value: JsonObject) -> str:
    return encode_base64url(serialize(value))


def _name(specimen: Specimen, change: str) -> str:
    stem, _, ending = specimen.name.rpartition(".")
    return f"tampered/{stem.replace('/', '-')}-{change}.{ending}"


def _rename(document: JsonObject) -> None:
    document["credentialSubject"]["achievement"]["name"] = "Diriger l'atelier"


def _steal(document: JsonObject) -> None:
    document["credentialSubject"]["id"] = "urn:uuid:6a1e0cf1-98c3-4e4b-8d55-000000000000"


def _lengthen(document: JsonObject) -> None:
    document["validUntil"] = "2099-01-01T00:00:00Z"


def _forgive(document: JsonObject) -> None:
    document.pop("credentialStatus", None)


def _annotate(document: JsonObject) -> None:
    document["mention"] = "très bien"


def _alias(document: JsonObject) -> None:
    for member in ("validFrom", "issuanceDate"):
        if member in document:
            document[f"https://www.w3.org/2018/credentials#{member}"] = document.pop(member)


def _unproven(document: JsonObject) -> None:
    del document["proof"]


_CHANGES: tuple[tuple[str, Change, str, str], ...] = (
    ("renamed", _rename, *_ALTERED),
    ("other-holder", _steal, *_ALTERED),
    ("end-added", _lengthen, *_ALTERED),
    ("status-gone", _forgive, *_ALTERED),
    ("term-added", _annotate, *_ALTERED),
    ("start-aliased", _alias, *_ALTERED),
    ("proof-gone", _unproven, "unreadable", "proof.missing"),
)
