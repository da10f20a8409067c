"""What an expert needs to check each signature by hand, without us and without our software.

For every proof: the canonical texts, the very bytes that were signed, the signature, and the key.
Nothing is judged here: the report says what held, these files let anybody see why.
"""

import base64
import io
import json
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from badges.did import Resolver
from badges.did.unconfirmed import OwnWord
from badges.documents import JsonObject, Secured, parse
from badges.errors import BadgeError, DocumentError, ProofError
from badges.i18n import LANGUAGES, Translator
from badges.keys import ED25519, P256, P384, RSA, PublicKey
from badges.proofs import CanonicalForms, name_of, presented, suite_of
from verifier.report import Evidence, Report
from verifier.settings import BOUNDS, Bounds

_SIGNATURE = "proof.signature"
_KEY = "public_key"
_NOT_TRIED = "proof.not_tried"
_SHOWN_BYTES = 4_096
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PEM_WIDTH = 64
_CURVES = (P256, P384)
_COMMANDS = {
    ED25519: "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in signed.bin"
    " -sigfile signature.bin",
    P256: "openssl dgst -sha256 -verify key.pem -signature signature.der signed.bin",
    P384: "openssl dgst -sha384 -verify key.pem -signature signature.der signed.bin",
    RSA: "openssl dgst -sha256 -verify key.pem -signature signature.bin signed.bin",
}


@dataclass(frozen=True)
class EvidenceFile:
    """One file of the evidence: its name, with folders, and its content."""

    name: str
    content: bytes


def collect(secured: Secured, report: Report, bounds: Bounds = BOUNDS) -> tuple[EvidenceFile, ...]:
    """The evidence behind `report` on `secured`: document, report, and each proof in a folder.

    No more proofs than the verification itself tries; what has no canonical form says why.
    """
    document = "badge.jwt" if secured.is_jwt else "badge.json"
    files = [
        EvidenceFile("README.txt", _readme()),
        EvidenceFile(document, secured.body),
        EvidenceFile("report.json", _json(report.to_json())),
    ]
    told = _told(report)
    for place, proof in enumerate(_affordable(secured, bounds)):
        fact = told[place] if place < len(told) else None
        files += [
            EvidenceFile(f"proof-{place + 1}/{item.name}", item.content)
            for item in _of_one(secured, proof, fact, report)
        ]
    return tuple(files)


def pack(files: tuple[EvidenceFile, ...]) -> bytes:
    """The files as a ZIP: the same bytes for the same files, whenever it is made."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for item in files:
            entry = zipfile.ZipInfo(item.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, item.content)
    return archive.getvalue()


def _affordable(secured: Secured, bounds: Bounds) -> tuple[JsonObject, ...]:
    try:
        proofs = presented(secured)
    except (ProofError, DocumentError):
        return ()
    most = max(1, bounds.repeated_bytes // max(1, len(secured.body)))
    return proofs[: min(most, bounds.proofs)]


def _told(report: Report) -> list[Evidence]:
    """What the report says of each proof, in their order."""
    return [item for item in report.finding(_SIGNATURE).evidence if item.name != _KEY]


def _of_one(
    secured: Secured, proof: JsonObject, fact: Evidence | None, report: Report
) -> Iterator[EvidenceFile]:
    if fact is not None and fact.value.startswith(_NOT_TRIED):  # it would take us too long here too
        told = {"suite": name_of(proof), "told": fact.value, "problem": _NOT_TRIED}
        yield EvidenceFile("facts.json", _json(told))
        return
    key = _key(secured, proof, report)
    facts: dict[str, Any] = {
        "suite": name_of(proof),
        "verificationMethod": proof.get("verificationMethod"),
        "told": fact.value if fact else None,
        "publicKey": _written(key) if key else None,
    }
    try:
        forms = suite_of(proof).canonical(
            secured, proof, document_sha256=(fact.sha256 or "") if fact else ""
        )
    except BadgeError as error:
        yield EvidenceFile("facts.json", _json({**facts, "problem": error.code}))
        return
    yield EvidenceFile("facts.json", _json({**facts, **_measured(forms, key)}))
    yield from _texts(forms)
    if key is not None:
        yield EvidenceFile("key.pem", _pem(key))
    if key is not None and key.algorithm in _CURVES:
        yield EvidenceFile("signature.der", _der(forms.signature))


def _texts(forms: CanonicalForms) -> Iterator[EvidenceFile]:
    ending = "nq" if forms.is_linked else "json"
    yield EvidenceFile(f"document.{ending}", forms.document)
    yield EvidenceFile(f"proof.{ending}", forms.proof)
    yield EvidenceFile("signed.bin", forms.signed)
    yield EvidenceFile("signature.bin", forms.signature)
    for name, content in forms.pieces:
        yield EvidenceFile(name, content)


def _measured(forms: CanonicalForms, key: PublicKey | None) -> dict[str, Any]:
    short = len(forms.signed) <= _SHOWN_BYTES
    return {
        "hashAlgorithm": forms.hash_algorithm,
        "documentSha256": sha256(forms.document).hexdigest(),
        "proofSha256": sha256(forms.proof).hexdigest(),
        "signedHex": forms.signed.hex() if short else None,
        "signedSha256": sha256(forms.signed).hexdigest(),
        "signatureHex": forms.signature.hex(),
        "command": _COMMANDS.get(key.algorithm) if key else None,
    }


def _key(secured: Secured, proof: JsonObject, report: Report) -> PublicKey | None:
    """The key with which the proof was verified; else the one that the badge itself names."""
    url = proof.get("verificationMethod")
    name = url if isinstance(url, str) else ""
    for item in report.finding(_SIGNATURE).evidence:
        if item.name == _KEY and item.source == name:
            return _read(item.value)
    header = secured.header if secured.is_jwt else {}
    for resolve in (Resolver(None), OwnWord(header.get("jwk"))):
        try:
            key = resolve(name).key
        except BadgeError:
            continue
        return key if isinstance(key, PublicKey) else None
    return None


def _read(text: str) -> PublicKey:
    if text.startswith("{"):
        return PublicKey.from_jwk(parse(text.encode()))
    return PublicKey.from_multikey(text)


def _written(key: PublicKey) -> dict[str, Any]:
    multikey = None if key.algorithm == RSA else key.multikey()
    return {"algorithm": key.algorithm, "publicKeyMultibase": multikey, "publicKeyJwk": key.jwk()}


def _pem(key: PublicKey) -> bytes:
    lines = textwrap.wrap(base64.b64encode(key.spki).decode("ascii"), _PEM_WIDTH)
    return "\n".join(
        ("-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", "")
    ).encode()


def _der(signature: bytes) -> bytes:
    """Both halves as the ASN.1 sequence of integers that common tools expect (RFC 3279)."""
    half = len(signature) // 2
    body = b"".join(_integer(part) for part in (signature[:half], signature[half:]))
    return b"\x30" + bytes((len(body),)) + body


def _integer(magnitude: bytes) -> bytes:
    """A positive integer in DER: no needless zeros, and one where the first bit would say minus."""
    number = int.from_bytes(magnitude)
    content = number.to_bytes(number.bit_length() // 8 + 1)
    return b"\x02" + bytes((len(content),)) + content


def _readme() -> bytes:
    parts = (Translator(language, "verifier")("evidence.readme") for language in LANGUAGES)
    return "\n\n".join((*parts, "")).encode()


def _json(value: JsonObject) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
