"""One field of a badge changed after signing, once for each field that a reader relies on."""

import json
from collections.abc import Iterator
from typing import Any

from badges.documents import JsonObject
from badges.encoding import decode_base64url, encode_base64url

CHANGES: tuple[tuple[str, Any], ...] = (
    ("/name", "Maîtrise de tout"),
    ("/validFrom", "2026-01-01T00:00:00Z"),
    ("/issuer/name", "Un autre lieu"),
    ("/credentialSubject/achievement/name", "Un autre badge"),
    ("/credentialSubject/achievement/criteria/narrative", "Aucune condition."),
    ("/credentialSubject/identifier/0/identityHash", "Une autre personne"),
    ("/credentialStatus/statusListIndex", "1"),
    ("/credentialSubject/narrative", "Durée de l'activité : 1200 h."),
    ("/credentialSubject/achievement/creator/name", "Une grande école"),
    ("/credentialSubject/achievement/related/0/id", "https://ailleurs.example/badge"),
    ("/credentialSubject/achievement/version", "9"),
    ("/credentialSubject/achievement/image/id", "https://ailleurs.example/image.png"),
    ("/evidence/0/narrative", "A tout fait."),
    ("/evidence/1/id", "https://ailleurs.example/preuve"),
    ("/evidence/2/genre", "Film"),
)

UNSIGNED_TERM = ("/honour", "a term that no context defines")
PROOF_DATE = ("/proof/0/created", "2026-01-01T00:00:00Z")


def tampered_documents(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Each change and the JSON badge that suffered it."""
    for pointer, value in (*CHANGES, PROOF_DATE, UNSIGNED_TERM):
        yield pointer, with_change(document, pointer, value)


def tampered_tokens(token: str) -> Iterator[tuple[str, str]]:
    """Each change and the JWT badge that suffered it, under the signature of the true one."""
    header, payload, signature = token.split(".")
    document = json.loads(decode_base64url(payload))
    for pointer, value in CHANGES:
        changed = json.dumps(with_change(document, pointer, value)).encode()
        yield pointer, f"{header}.{encode_base64url(changed)}.{signature}"


def with_change(document: JsonObject, pointer: str, value: Any) -> JsonObject:
    """A copy of `document` whose member at `pointer` is `value` and was something else before."""
    copy: JsonObject = json.loads(json.dumps(document))
    node: Any = copy
    *parents, last = pointer.removeprefix("/").split("/")
    for step in parents:
        if isinstance(node, list):
            node = node[int(step)]
        elif step != "0":  # a single proof may stand without its array
            node = node[step]
    assert node.get(last) != value, f"{pointer} already says so"
    node[last] = value
    return copy
