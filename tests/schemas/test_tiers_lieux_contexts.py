"""The versions of our JSON-LD context: what is published never changes its meaning."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

from badges.frameworks import load_tiers_lieux, skos
from badges.frameworks.tiers_lieux import CONTEXT_VERSION, CONTEXT_VERSIONS, load_context

ROOT = Path(__file__).parents[2] / "schemas" / "tiers_lieux"
SKILLS = sorted((ROOT / "v1" / "skills").glob("*.jsonld"))
NAMESPACE = "urn:uuid:89867dd4-0a83-435d-9e63-a5c0da360dbb#"
BASE = "https://lieu.example/frameworks/"

# A published context is never edited: another need makes another version beside it.
DIGESTS = {
    "v1": "d48f1fa8647e05d2c44d5da7b7e76b5b79d1a247194b04892022b4ba68c66bd0",
    "v2": "08697dd0e2664a2e4ba6b8ab1d371c6280745a0990abd7b923f6eb8a6d761b99",
}


def terms(version: str) -> dict[str, Any]:
    """The terms of one version."""
    found: dict[str, Any] = load_context(version)["@context"]
    return found


def expanded(document: dict[str, Any], version: str) -> Any:
    """The document as JSON-LD expands it under one version of the context."""
    return jsonld.expand({**document, "@context": terms(version)}, {"base": BASE})


@pytest.mark.parametrize("version", CONTEXT_VERSIONS)
def test_a_version_never_changes(version: str) -> None:
    """Documents out there rely on these bytes."""
    content = (ROOT / version / "context.jsonld").read_bytes()
    assert hashlib.sha256(content).hexdigest() == DIGESTS[version]
    assert list(DIGESTS) == list(CONTEXT_VERSIONS)


def test_a_version_holds_every_earlier_term_unchanged() -> None:
    """Version 2 adds terms and changes none, so that what was said keeps its meaning."""
    assert terms("v1").items() < terms("v2").items()
    assert CONTEXT_VERSIONS[-1] == CONTEXT_VERSION


def test_every_new_term_has_an_explicit_address() -> None:
    """No term depends on a vocabulary or a base; ours are under our UUID."""
    context = terms("v2")
    assert context["tl"] == NAMESPACE
    for name in context.keys() - terms("v1").keys():
        value = context[name]
        address = value if isinstance(value, str) else value["@id"]
        assert address.partition(":")[0] in context, name


@pytest.mark.parametrize("path", SKILLS, ids=lambda path: path.stem)
def test_the_packaged_skills_say_the_same_under_both(path: Path) -> None:
    """A skill of version 1.0.0 of the referential expands to the same graph as it always did."""
    skill = json.loads(path.read_text("utf-8"))
    assert expanded(skill, "v1") == expanded(skill, "v2")


def test_what_we_publish_of_them_adds_only_words_of_ctdl_asn() -> None:
    """The published graph of version 1.0.0 is the old one, with the words of CTDL-ASN beside."""
    framework = load_tiers_lieux()
    added = {"competencyLabel", "competencyText", "codedNotation", "isPartOf"}
    for node in skos.write_jsonld(framework, "https://lieu.example")["@graph"]:
        assert {name for name in node if name not in terms("v1")} <= added
        old = {name: value for name, value in node.items() if name not in added}
        assert expanded(old, "v1") == expanded(old, "v2")
