"""The evidence lets anybody check a signature without us: known answers, and OpenSSL."""

import copy
import hashlib
import io
import json
import re
import shlex
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.i18n import LANGUAGES
from tests.vectors import vector
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import Desk, Place, badge
from tests.verifier.proofs_to_read import add_proof, by_fragment, in_json
from tests.verifier.tampering import members
from verifier.evidence import EvidenceFile, collect, pack
from verifier.report import Report, State
from verifier.settings import BOUNDS, Bounds

GUIDE = vector("one_edtech_guide")["obv3p0"]
SIGNERS = [
    *(("eddsa-rdfc-2022", "Ed25519"), ("ecdsa-rdfc-2019", "P-256"), ("vc-jwt", "P-256")),
    *(("vc-jwt", "RSA"), ("vc-jwt", "Ed25519")),
]
needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl here")


def evidence(desk: Desk, secured: Secured, bounds: Bounds = BOUNDS) -> dict[str, bytes]:
    """The files of the evidence on `secured`, by name."""
    files = collect(secured, desk.read(secured), bounds)
    named = {item.name: item.content for item in files}
    assert len(named) == len(files)
    return named


def facts(files: dict[str, bytes], proof: int = 1) -> dict[str, Any]:
    """The facts of one proof."""
    value: dict[str, Any] = json.loads(files[f"proof-{proof}/facts.json"])
    return value


@pytest.mark.requirement("PRF-03", "PRF-08")
def test_the_guide_s_own_hashes_are_in_the_evidence(desk: Desk) -> None:
    """The credential of the implementation guide: its published digests, from its texts."""
    proof = {**GUIDE["proof"], "proofValue": GUIDE["proof_value"]}
    files = evidence(desk, in_json({**GUIDE["unsecured"], "proof": proof}))
    told = facts(files)
    assert hashlib.sha256(files["proof-1/document.nq"]).hexdigest() == GUIDE["document_sha256"]
    assert hashlib.sha256(files["proof-1/proof.nq"]).hexdigest() == GUIDE["proof_sha256"]
    assert told["signedHex"] == GUIDE["proof_sha256"] + GUIDE["document_sha256"]
    assert files["proof-1/signed.bin"].hex() == told["signedHex"]
    assert files["proof-1/signature.bin"].hex() == told["signatureHex"]
    assert (told["documentSha256"], told["proofSha256"]) == (
        GUIDE["document_sha256"],
        GUIDE["proof_sha256"],
    )


@needs_openssl
@pytest.mark.parametrize(("suite", "algorithm"), SIGNERS)
def test_the_command_in_the_facts_checks_the_signature(
    desk: Desk, tmp_path: Path, suite: str, algorithm: str
) -> None:
    """A stranger with OpenSSL runs the written command: it holds, and fails on another byte."""
    place = Place.by_web(desk.web, algorithm=algorithm)
    files = evidence(desk, place.sign(badge(place), suite))
    for name, content in files.items():
        (tmp_path / Path(name).name).write_bytes(content)
    command = shlex.split(facts(files)["command"])
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    signed = tmp_path / "signed.bin"
    signed.write_bytes(signed.read_bytes() + b"!")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


@pytest.mark.requirement("JWT-07")
def test_a_token_is_shown_as_it_was_signed(desk: Desk, place: Place) -> None:
    """Header and payload decoded, and the signing input between the first and the last dot."""
    secured = place.sign(badge(place), "vc-jwt")
    files = evidence(desk, secured)
    assert files["badge.jwt"] == secured.body
    assert files["proof-1/signed.bin"] == secured.body.rpartition(b".")[0]
    assert json.loads(files["proof-1/document.json"]) == secured.payload
    assert json.loads(files["proof-1/proof.json"]) == secured.header


def test_every_proof_has_its_folder(desk: Desk, place: Place) -> None:
    """In the order of the document, with the key that was used and what was told of it."""
    notary = Place.by_key("P-256")
    document = add_proof(badge(place), place)
    document = notary.sign(document, "ecdsa-rdfc-2019").document
    files = evidence(desk, in_json(document))
    assert facts(files, 1)["publicKey"]["publicKeyMultibase"] == place.key.public.multikey()
    assert facts(files, 2)["publicKey"]["publicKeyMultibase"] == notary.key.public.multikey()
    assert facts(files, 2)["told"] == notary.method
    assert "proof-2/signature.der" in files
    assert "proof-1/signature.der" not in files


def test_a_changed_badge_has_evidence_too(desk: Desk, place: Place) -> None:
    """What was signed is not what is shown: the texts and the key are there to see it."""
    document = place.sign(badge(place)).document | {"name": "Autre chose"}
    files = evidence(desk, in_json(document))
    assert facts(files)["told"] == "proof.invalid proof.signature"
    assert facts(files)["publicKey"]["publicKeyMultibase"] == place.key.public.multikey()
    assert b"Autre chose" in files["proof-1/document.nq"]


def test_the_key_that_only_the_badge_names_is_shown(desk: Desk, place: Place) -> None:
    """An unconfirmed issuer, and a key in a header; words that we do not know give no text."""
    fragment = by_fragment(Place.by_key(), "https://issuer.example/profile")
    header = Place.by_key("P-256")
    foreign = place.sign(badge(place)).document | {"@context": ["https://x.example"]}
    for key, secured in (
        (fragment, fragment.sign(badge(fragment))),
        (header, jwt_forgery.with_embedded_key(header, badge(place))),
    ):
        told = facts(evidence(desk, secured))
        assert told["publicKey"]["publicKeyMultibase"] == key.key.public.multikey()
    assert facts(evidence(desk, in_json(foreign)))["problem"] == "jsonld.unknown_context"


def test_what_has_no_canonical_form_says_why(desk: Desk, place: Place) -> None:
    """Lost terms, unknown suites and unreadable keys leave their code instead of texts."""
    for changes, code in (
        ({"cryptosuite": "unheard-of-2030"}, "proof.suite_unsupported"),
        ({"proofValue": "u00"}, "proof.value"),
        ({"created": 7}, "proof.instant"),
    ):
        document = place.sign(badge(place)).document
        document["proof"][0] |= changes
        files = evidence(desk, in_json(document))
        assert facts(files)["problem"] == code
        assert [name for name in files if name.startswith("proof-1/")] == ["proof-1/facts.json"]
    document["proof"][0]["verificationMethod"] = 7
    assert facts(evidence(desk, in_json(document)))["publicKey"] is None


def test_a_document_without_proofs_has_only_itself(desk: Desk, place: Place) -> None:
    """Unsigned, or signed in a way that cannot be read as proofs."""
    for document in (badge(place), badge(place) | {"proof": "none"}):
        names = set(evidence(desk, Secured(serialize(document), MEDIA_TYPE_JSON)))
        assert names == {"README.txt", "badge.json", "report.json"}


def test_a_disclosure_shows_what_was_signed_alone(desk: Desk) -> None:
    """The derived proof of the W3C: statements always shown, and those with their own signature."""
    case = vector("w3c_vc_di_ecdsa_sd")
    document = next(value for value in _objects(case) if "proof" in value)
    files = evidence(desk, in_json(document))
    told = facts(files)
    assert told["suite"] == "ecdsa-sd-2023"
    if "problem" not in told:
        both = files["proof-1/always-shown.nq"] + files["proof-1/signed-alone.nq"]
        lines = files["proof-1/document.nq"].count(b"\n")
        assert both.count(b"\n") == lines


def _objects(value: Any) -> list[JsonObject]:
    """Every object inside a value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [value] if isinstance(value, dict) else []
    return found + [item for part in inner for item in _objects(part)]


def test_the_archive_is_the_same_bytes_every_time(desk: Desk, place: Place) -> None:
    """A ZIP with an explanation in both languages, the report, and the document untouched."""
    secured = place.sign(badge(place))
    report = desk.read(secured)
    packed = pack(collect(secured, report))
    assert packed == pack(collect(secured, report))
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert opened.testzip() is None
        assert opened.read("badge.json") == secured.body
        assert json.loads(opened.read("report.json"))["state"] == State.GENUINE.value
        readme = opened.read("README.txt").decode()
        names = opened.namelist()
    assert len(LANGUAGES) == 2
    assert "octet" in readme
    assert "byte for byte" in readme
    assert all(re.fullmatch(r"(proof-\d/)?[A-Za-z.-]+", name) for name in names)
    assert pack((EvidenceFile("a", b"b"),)) == pack((EvidenceFile("a", b"b"),))


def test_the_evidence_is_bounded(desk: Desk, place: Place) -> None:
    """No more proofs than the verification tries, and fewer of a long document."""
    document = badge(place)
    for _ in range(4):
        document = add_proof(document, place)
    secured = in_json(document)
    few = evidence(desk, secured, Bounds(proofs=2))
    assert "proof-2/facts.json" in few
    assert "proof-3/facts.json" not in few
    long = evidence(desk, secured, Bounds(repeated_bytes=len(secured.body)))
    assert "proof-2/facts.json" not in long


def test_a_report_without_its_document_is_enough(desk: Desk, place: Place) -> None:
    """The report keeps the exact bytes for whoever wants the evidence."""
    secured = place.sign(badge(place))
    report: Report = desk.read(secured)
    assert report.secured is not None
    assert collect(report.secured, report) == collect(secured, report)


def test_whatever_arrives_its_evidence_can_be_packed(desk: Desk) -> None:
    """Nasty values anywhere in a signed badge leave facts or a code, never an exception."""
    place = Place.by_key()
    signed = place.sign(badge(place)).document
    nasties: tuple[Any, ...] = (None, [], {"@value": 7})
    for path in members(signed):
        for nasty in nasties:
            document = copy.deepcopy(signed)
            holder: Any = document
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = nasty
            secured = in_json(document)
            assert pack(collect(secured, desk.read(secured)))
