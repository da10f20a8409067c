"""What we issue follows both generations of the official JSON Schema, and loses nothing.

The JSON-LD side is checked by the jsonld.js of Node too: safe mode accepts each document, and its
canonical N-Quads are ours.
"""

import json
from datetime import datetime
from pathlib import Path

import pytest
from jsonschema import Draft201909Validator, FormatChecker

from badges.documents import JsonObject
from badges.jsonld import canonicalize, general, require_nothing_lost, walker
from issuer.services import publishing
from schemas.catalogue import CURRENT
from tests.interop import workshop
from tests.interop.instance import BADGES, Instance
from tests.interop.node_programs import NodePrograms
from tests.properties import oracle

GENERATIONS = ("2024-09", "2026-06")
FORMATS = FormatChecker()
QUADS = 20_000
"""Far more work than any of our documents asks for."""


def is_date_time(value: object) -> bool:
    """Whether a value is a date and time with a zone; jsonschema has no such check of its own."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


FORMATS.checks("date-time", raises=ValueError)(is_date_time)


def official(shared: Path, generation: str, kind: str) -> Draft201909Validator:
    """The official schema of that generation, with its formats checked."""
    path = f"standards/schemas/ob_v3p0-{generation}/ob_v3p0_{kind}_schema.json"
    schema = json.loads((shared / path).read_bytes())
    return Draft201909Validator(schema, format_checker=FORMATS)


def faults(validator: Draft201909Validator, document: JsonObject) -> list[str]:
    """What the schema finds wrong, as path and message."""
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def definition_of(badge: JsonObject) -> JsonObject:
    """What a badge recognises, as it was signed."""
    found: JsonObject = badge["credentialSubject"]["achievement"]
    return found


def published(instance: Instance) -> dict[str, JsonObject]:
    """Every JSON-LD document that the instance shows to the world about its badges."""
    documents = {name: badge.document for name, badge in instance.badges.items()}
    for name, badge in instance.badges.items():
        documents[f"{name}, unsigned"] = {
            member: value for member, value in badge.document.items() if member != "proof"
        }
    for slug in instance.achievements:
        documents[f"achievement {slug}"] = publishing.achievement_document(instance.office, slug)
    slug = str(definition_of(instance.badges["of a group"].document)["id"]).rpartition("/")[2]
    for language in ("fr", "en"):
        for version in (1, 2):
            documents[f"achievement {slug}, {language}, {version}"] = (
                publishing.achievement_document(instance.office, slug, language, version)
            )
    documents["network"] = publishing.place_profile(instance.office, workshop.NETWORK)
    documents["profile"] = publishing.place_profile(instance.office, "etang")
    return documents


@pytest.mark.shared
@pytest.mark.requirement("SCH-03", "SCH-04", "DM-02", "DM-04", "DM-06", "TRAP-14", "TRAP-15")
@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("name", BADGES)
def test_each_badge_follows_the_official_schema(
    instance: Instance, shared: Path, name: str, generation: str
) -> None:
    """Each badge passes the schema of 2024, with its arrays, and the tolerant one of 2026."""
    validator = official(shared, generation, "achievementcredential")
    assert faults(validator, instance.badges[name].document) == []


@pytest.mark.shared
@pytest.mark.requirement("JWT-03", "SCH-03")
@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_jwt_payload_follows_the_official_schema(
    instance: Instance, shared: Path, generation: str
) -> None:
    """The payload of a JWT is the credential itself: it passes the same schema."""
    validator = official(shared, generation, "achievementcredential")
    for badge in instance.badges.values():
        assert faults(validator, badge.payload) == []


@pytest.mark.shared
@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_official_schema_does_find_faults(
    instance: Instance, shared: Path, generation: str
) -> None:
    """The check above can fail: a badge without criteria, or with a loose date, is refused."""
    validator = official(shared, generation, "achievementcredential")
    document = instance.badges["without e-mail"].document
    del document["credentialSubject"]["achievement"]["criteria"]
    assert any("criteria" in fault for fault in faults(validator, document))
    loose = {**instance.badges["without e-mail"].document, "validFrom": "22 November 2026"}
    assert any("validFrom" in fault for fault in faults(validator, loose))


@pytest.mark.shared
@pytest.mark.parametrize("place", ["etang", workshop.NETWORK])
def test_the_profile_follows_the_official_schema(
    instance: Instance, shared: Path, place: str
) -> None:
    """The profile of a place, or of a network, passes the official schema of profiles."""
    profile = publishing.place_profile(instance.office, place)
    assert faults(official(shared, "2026-06", "profile"), profile) == []


@pytest.mark.requirement("SAFE-01", "DM-07", "DM-09", "TRAP-03", "TRAP-05", "TRAP-19")
def test_nothing_is_lost_from_what_we_publish(instance: Instance) -> None:
    """No term, type or identifier of our documents is dropped by JSON-LD."""
    for document in published(instance).values():
        require_nothing_lost(document)


@pytest.mark.requirement("SAFE-01", "SAFE-03", "TRAP-03")
def test_three_readings_of_what_we_publish_agree(by_domain: Instance) -> None:
    """Our walker reads whatever is signed without help, as PyLD and pyoxigraph do."""
    for name, document in published(by_domain).items():
        if "proof" in document:  # signed already: what was signed is there without its proof
            continue
        walked = "".join(walker.canonical_blocks(document, CURRENT, QUADS))
        assert walked == general.canonical_text(document, CURRENT, QUADS), name
        assert walked == oracle.canonical(document), name


@pytest.mark.interop
@pytest.mark.requirement("SAFE-01", "TRAP-03", "TRAP-04")
def test_node_agrees_on_every_canonical_form(node: NodePrograms, instance: Instance) -> None:
    """jsonld.js in safe mode expands each document, and gives the canonical N-Quads that we do."""
    documents = published(instance)
    answers = node.run(
        "linked_data", {name: {"document": document} for name, document in documents.items()}
    )
    for name, document in documents.items():
        assert answers[name].get("thrown") is None, name
        assert answers[name]["canonical"] == canonicalize(document), name
    assert answers.refused == ()
