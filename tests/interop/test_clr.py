"""The record of a portfolio (CLR 2.0) in other people's hands: schema, jsonld.js, proofs."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft201909Validator

from badges.documents import JsonObject
from badges.jsonld import canonicalize
from issuer.model import AwardRequest
from issuer.services import issuing
from issuer.services.holders import opening
from issuer.services.holders.holding import words_of
from issuer.services.portfolios import arranging, reading, records
from tests.interop.instance import Instance
from tests.interop.node_programs import NodePrograms
from tests.interop.test_official_schemas import FORMATS, faults

pytestmark = pytest.mark.interop


@pytest.fixture(scope="module")
def record(instance: Instance) -> JsonObject:
    """The signed record of somebody with two badges, words and an ampersand in her name."""
    office = instance.office
    request = AwardRequest(achievement=instance.achievements[0], name="Zoé & « Cie » Œuvrard")
    first = issuing.issue(office, request)
    again = AwardRequest(instance.achievements[1], request.name, holder_id=first.holder_id)
    issuing.issue(office, again)
    with office.store.read() as work:
        holder = work.holders.get(first.holder_id or "")
    assert holder is not None
    card = opening.open_card(office, " ".join(words_of(office, holder)), None)
    made = arranging.make(office, card)
    arranging.describe(office, card, "Mes badges 🪴", "Bonjour à vous")
    arranging.show_to(office, card, "unlisted")
    opened = reading.open_shown(office, made.id)
    document: JsonObject = json.loads(records.record(office, opened.collection))
    return document


@pytest.mark.shared
@pytest.mark.requirement("CLR-01")
def test_the_record_is_valid_for_the_official_schema(record: JsonObject, shared: Path) -> None:
    """The schema of 2026, formats checked; and each badge inside for that of badges."""
    path = "standards/schemas/clr_v2p0-2026-06/clr_v2p0_clrcredential_schema.json"
    schema = json.loads((shared / path).read_bytes())
    assert faults(Draft201909Validator(schema, format_checker=FORMATS), record) == []
    nameless = {name: value for name, value in record.items() if name != "name"}
    assert faults(Draft201909Validator(schema, format_checker=FORMATS), nameless) != []


@pytest.mark.requirement("CLR-02")
def test_the_reference_library_accepts_the_whole_and_each_badge(
    record: JsonObject, instance: Instance, node: NodePrograms
) -> None:
    """@digitalbazaar/vc: the envelope and both badges verify; one letter changed, none does."""
    inside = record["credentialSubject"]["verifiableCredential"]
    changed = json.loads(json.dumps(record))
    changed["credentialSubject"]["verifiableCredential"][0]["name"] += "!"
    cases = {"whole": record, "first": inside[0], "second": inside[1], "changed": changed}
    verdicts = node.run(
        "verify_vc",
        {name: {"credential": document} for name, document in cases.items()},
        origins=instance.origins,
    )
    told = {name: verdicts[name]["verified"] for name in cases}
    assert told == {"whole": True, "first": True, "second": True, "changed": False}, verdicts


def test_the_record_reads_the_same_for_jsonld_js(record: JsonObject, node: NodePrograms) -> None:
    """Safe mode accepts it, and its canonical N-Quads are ours."""
    unsigned = {name: value for name, value in record.items() if name != "proof"}
    answers = node.run("linked_data", {"record": {"document": unsigned}})
    assert answers["record"]["canonical"] == canonicalize(unsigned)
