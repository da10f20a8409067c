"""ecdsa-sd-2023: a badge of which the holder shows a part; read only (PRF-20).

W3C vc-di-ecdsa section 3.5. The issuer signed the statements that must always be shown, together
with a key used once, which signed every other statement alone. A derived proof carries the
signatures of the statements shown.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from badges import jsonld
from badges.documents import JsonObject, Secured
from badges.encoding import decode_multibase, encode_base64url, encode_multibase
from badges.errors import MalformedProof, UnsupportedSuite
from badges.keys import P256, PublicKey
from badges.ports import KeyResolver, Signer
from badges.proofs.cbor import decode_cbor
from badges.proofs.data_integrity import Opened, open_proof, sha256
from badges.proofs.suite import (
    ASSERTION,
    READ_ONLY,
    CanonicalForms,
    Verified,
    as_malformed_proof,
    require_algorithm,
    resolve_for,
)

_DERIVED = b"\xd9\x5d\x01"
_PARTS = 5
_SIGNATURE_SIZE = 64
_LABEL_SIZE = 32
_STATEMENTS = 2_000
_QUAD = re.compile(r'(\S+) (\S+) ("(?:[^"\\]|\\.)*"\S*|\S+)(?: (\S+))? \.')


@dataclass(frozen=True)
class Disclosure:
    """A derived proof value taken apart."""

    base_signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: dict[str, str]
    mandatory: frozenset[int]


@dataclass(frozen=True)
class EcdsaSd2023:
    """The suite for derived proofs with P-256."""

    name: str = "ecdsa-sd-2023"
    standing: str = READ_ONLY

    def secure(self, document: JsonObject, signer: Signer, *, created: datetime) -> NoReturn:
        """Never.

        Raises:
            UnsupportedSuite: always; we do not issue badges for partial disclosure.
        """
        del document, signer, created
        raise UnsupportedSuite("proof.read_only", suite=self.name)

    def verify(
        self,
        secured: Secured,
        proof: JsonObject,
        resolve: KeyResolver,
        *,
        purpose: str = ASSERTION,
    ) -> Verified:
        """What holds, when every statement shown was signed.

        Raises:
            ProofError, JsonLdError, ResolutionError, FetchError: see `Suite.verify`.
        """
        opened = open_proof(secured, proof, self.name, purpose=purpose)
        disclosure = read_disclosure(proof.get("proofValue"))
        with as_malformed_proof():
            once = PublicKey.from_multikey(encode_multibase(disclosure.public_key))
        method = resolve_for(purpose, resolve, proof.get("verificationMethod"))
        for key in (method.key, once):
            require_algorithm(self.name, key.algorithm, P256)
        shown = _shown(opened, disclosure)
        method.key.verify(disclosure.base_signature, shown.signed)
        for signature, statement in zip(disclosure.signatures, shown.others, strict=True):
            once.verify(signature, statement.encode())
        return Verified(
            suite=self.name,
            method=method,
            created=opened.created,
            document_sha256=sha256(shown.document).hex(),
            proof_sha256=sha256(shown.configuration).hex(),
            expires=opened.expires,
        )

    def canonical(
        self, secured: Secured, proof: JsonObject, *, document_sha256: str = ""
    ) -> CanonicalForms:
        """What the issuer's own signature covers, and the statements with one each.

        Raises:
            ProofError, JsonLdError: see `Suite.canonical`.
        """
        del document_sha256  # one edition only
        opened = open_proof(secured, proof, self.name, purpose=None)
        disclosure = read_disclosure(proof.get("proofValue"))
        shown = _shown(opened, disclosure)
        return CanonicalForms(
            suite=self.name,
            document=shown.document,
            proof=shown.configuration,
            signed=shown.signed,
            signature=disclosure.base_signature,
            pieces=(
                ("always-shown.nq", "".join(shown.mandatory).encode()),
                ("signed-alone.nq", "".join(shown.others).encode()),
                ("key-used-once.txt", encode_multibase(disclosure.public_key).encode()),
            ),
        )


@dataclass(frozen=True)
class _Shown:
    """The texts behind the signatures of a derived proof, and what the issuer signed of them."""

    configuration: bytes
    document: bytes
    mandatory: list[str]
    others: list[str]
    signed: bytes


def _shown(opened: Opened, disclosure: Disclosure) -> _Shown:
    contexts = {"@context": opened.unsecured.get("@context")}
    configuration = jsonld.canonical_bytes({**opened.options, **contexts})
    canonical = jsonld.canonicalize(opened.unsecured)
    mandatory, others = _split(canonical, disclosure)
    always = sha256("".join(mandatory).encode())
    signed = sha256(configuration) + disclosure.public_key + always
    return _Shown(configuration, canonical.encode(), mandatory, others, signed)


def read_disclosure(value: object) -> Disclosure:
    """The parts of a derived `proofValue`: `u`, base64url, a header of three bytes, CBOR.

    Raises:
        MalformedProof: another form, among them the base proof, which only its holder can use.
    """
    if not isinstance(value, str) or not value.startswith("u"):
        raise MalformedProof("proof.value")
    with as_malformed_proof():
        decoded = decode_multibase(value)
    if not decoded.startswith(_DERIVED):
        raise MalformedProof("proof.sd_not_derived")
    parts = decode_cbor(decoded.removeprefix(_DERIVED))
    if not isinstance(parts, list) or len(parts) != _PARTS:
        raise MalformedProof("proof.sd_form", part="parts")
    base, public, signatures, labels, mandatory = parts
    return Disclosure(
        base_signature=_bytes(base, _SIGNATURE_SIZE),
        public_key=_bytes(public),
        signatures=tuple(_bytes(item, _SIGNATURE_SIZE) for item in _list(signatures)),
        labels=_labels(labels),
        mandatory=_indexes(mandatory),
    )


def _bytes(value: Any, size: int | None = None) -> bytes:
    if not isinstance(value, bytes) or (size is not None and len(value) != size):
        raise MalformedProof("proof.sd_form", part="bytes")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > _STATEMENTS:
        raise MalformedProof("proof.sd_form", part="list")
    return value


def _labels(value: Any) -> dict[str, str]:
    """From the canonical labels of what is shown to those that the issuer signed."""
    if not isinstance(value, dict):
        raise MalformedProof("proof.sd_form", part="labels")
    labels = {
        f"_:c14n{number}": f"_:u{encode_base64url(_bytes(label, _LABEL_SIZE))}"
        for number, label in value.items()
    }
    if len(set(labels.values())) != len(labels):
        raise MalformedProof("proof.sd_form", part="labels")
    return labels


def _indexes(value: Any) -> frozenset[int]:
    indexes = _list(value)
    if not all(isinstance(index, int) for index in indexes) or len(set(indexes)) != len(indexes):
        raise MalformedProof("proof.sd_form", part="indexes")
    return frozenset(indexes)


def _split(canonical: str, disclosure: Disclosure) -> tuple[list[str], list[str]]:
    """The statements as the issuer labelled and sorted them: those always shown, and the others."""
    lines = canonical.removesuffix("\n").split("\n")
    statements = sorted(_relabelled(line, disclosure.labels) for line in lines)
    if any(index >= len(statements) for index in disclosure.mandatory):
        raise MalformedProof("proof.sd_form", part="indexes")
    mandatory = [line for index, line in enumerate(statements) if index in disclosure.mandatory]
    others = [line for index, line in enumerate(statements) if index not in disclosure.mandatory]
    if len(others) != len(disclosure.signatures):
        raise MalformedProof("proof.sd_form", part="signatures")
    return mandatory, others


def _relabelled(line: str, labels: dict[str, str]) -> str:
    """One statement with its blank nodes renamed; texts that look like one are left alone."""
    quad = _QUAD.fullmatch(line)
    terms = [term for term in quad.groups() if term is not None] if quad else []
    if any(term.startswith("_:") and term not in labels for term in terms) or not terms:
        raise MalformedProof("proof.sd_form", part="labels")
    return " ".join([*(labels.get(term, term) for term in terms), ".\n"])


ECDSA_SD_2023 = EcdsaSd2023()
