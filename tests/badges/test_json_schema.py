"""The data model of Open Badges 3.0 as JSON Schemas: what we issue, and what we read."""

from typing import Any

import pytest

from badges.documents import JsonObject
from badges.json_schema import problems
from tests.badges.credentials import (
    as_data_model_1,
    changed,
    credential,
    endorsement,
    minimal,
    profile,
)


def _first(
    document: JsonObject, kind: str = "achievementcredential", **how: bool
) -> tuple[str, str]:
    found = problems(document, kind, **how)
    assert found, "the document should be refused"
    return found[0].path, found[0].keyword


@pytest.mark.requirement("SCH-04", "DM-01")
@pytest.mark.parametrize("strict", [True, False])
def test_documents_that_use_everything_and_nothing_are_valid(*, strict: bool) -> None:
    """Every class and member of the model is accepted, and so is the smallest badge."""
    assert problems(credential(), strict=strict) == ()
    assert problems(minimal(), strict=strict) == ()
    assert problems(endorsement(), "endorsementcredential", strict=strict) == ()
    assert problems(profile(), "profile", strict=strict) == ()


@pytest.mark.requirement("SCH-04")
@pytest.mark.parametrize(
    "path",
    [
        *("@context", "id", "type", "credentialSubject", "issuer", "validFrom"),
        *("issuer/id", "issuer/type"),
        *("credentialSubject/type", "credentialSubject/achievement"),
        *("credentialSubject/identifier/0/hashed", "credentialSubject/identifier/0/identityHash"),
        *("credentialSubject/identifier/0/identityType", "credentialSubject/identifier/0/type"),
        *(f"credentialSubject/achievement/{name}" for name in ("id", "type", "name")),
        *(f"credentialSubject/achievement/{name}" for name in ("description", "criteria")),
        *("image/id", "image/type", "evidence/0/type", "credentialStatus/type", "proof/0/type"),
        "credentialSubject/achievement/alignment/0/targetUrl",
        "credentialSubject/achievement/alignment/0/targetName",
        "credentialSubject/achievement/resultDescription/0/resultType",
        "credentialSubject/achievement/resultDescription/0/rubricCriterionLevel/0/name",
        "endorsement/0/name",
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_a_missing_required_member_is_named(path: str, *, strict: bool) -> None:
    """Both readings refuse a document without a required member, and say which one and where."""
    found = problems(changed(credential(), path, None), strict=strict)
    place, _, member = path.rpartition("/")
    wanted = (f"/{place}" if place else "", "required", member)
    assert wanted in [(each.path, each.keyword, each.message) for each in found]


@pytest.mark.requirement("TRAP-14", "DM-04", "STAT-09", "VAL-07", "VAL-09")
@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("image", "https://example.org/a.png"),
        ("issuer/image", "https://example.org/a.png"),
        ("credentialSubject/achievement/image", "https://example.org/a.png"),
        ("credentialStatus", [credential()["credentialStatus"]]),
        ("credentialSubject", [credential()["credentialSubject"]]),
        ("credentialSubject/achievement", "https://example.org/achievements/1"),
        ("credentialSubject/achievement/criteria", "https://example.org/criteria"),
        ("credentialSubject/source", "https://example.org"),
    ],
)
def test_objects_cannot_be_bare_links_nor_lists(path: str, value: Any, *, strict: bool) -> None:
    """What must be one object is refused as a string or as an array."""
    assert _first(changed(credential(), path, value), strict=strict) == (f"/{path}", "type")


@pytest.mark.requirement("DM-02", "TRAP-15")
@pytest.mark.parametrize(
    "path",
    [
        *("type", "proof", "credentialSchema", "termsOfUse", "evidence", "endorsement"),
        *("endorsementJwt", "issuer/type", "credentialSubject/type", "credentialSubject/result"),
        "credentialSubject/achievement/related",
        "credentialSubject/achievement/type",
        "credentialSubject/achievement/resultDescription/0/rubricCriterionLevel",
    ],
)
def test_we_write_arrays_and_read_single_values(path: str) -> None:
    """One value without its array is refused at issue, and read from others as JSON-LD does."""
    whole = credential()
    place: Any = whole
    for step in path.split("/"):
        place = place[int(step) if step.isdigit() else step]
    single = changed(whole, path, place[0])
    assert _first(single) == (f"/{path}", "type")
    if path == "type":
        assert problems(single, strict=False), "one type cannot be both required ones"
    else:
        assert problems(single, strict=False) == ()


@pytest.mark.requirement("DM-03")
@pytest.mark.parametrize(
    ("path", "value", "keyword"),
    [
        ("name", "", "minLength"),
        ("evidence", [], "minItems"),
        ("name", None, "type"),
        ("evidence", None, "type"),
    ],
)
def test_nothing_empty_is_issued(path: str, value: Any, keyword: str) -> None:
    """An absent property is absent: never null, an empty string or an empty array."""
    document = credential() | {path: value}
    assert _first(document) == (f"/{path}", keyword)


@pytest.mark.requirement("DM-05")
@pytest.mark.parametrize("value", ["3", True, None])
def test_numbers_are_numbers(value: object) -> None:
    """A number as text or a boolean is refused."""
    document = credential()
    document["credentialSubject"]["creditsEarned"] = value
    assert _first(document, strict=False) == ("/credentialSubject/creditsEarned", "type")


@pytest.mark.requirement("DM-06")
@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2026-11-22T09:00:00Z", True),
        ("2026-11-22T09:00:00.25+01:00", True),
        ("2026-11-22T09:00:00", False),
        ("2026-11-22", False),
        ("2026-02-30T09:00:00Z", False),
        ("2026-11-22 09:00:00Z", False),
        ("2026-11-22T25:00:00Z", False),
        ("22/11/2026", False),
        ("", False),
    ],
)
def test_instants_carry_a_zone(text: str, *, valid: bool, strict: bool) -> None:
    """A date and time without zone, or that does not exist, is refused."""
    found = problems(credential() | {"validFrom": text}, strict=strict)
    assert (found == ()) is valid


@pytest.mark.requirement("DM-07")
@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("https://exemple.fr/compétence", True),
        ("did:web:exemple.fr:places:atelier", True),
        ("urn:uuid:7b0c3f52-6f0e-4d0c-8a61-1b1c7a3e5d10", True),
        ("data:image/png;base64,iVBORw0KGgo=", True),
        ("#x", False),
        ("/achievements/1", False),
        ("atelier", False),
        ("https://exemple.fr/a b", False),
        ("_:b0", False),
    ],
)
def test_ids_that_we_issue_are_absolute(text: str, *, valid: bool) -> None:
    """A relative or blank id is refused before it is signed."""
    found = problems(changed(minimal(), "credentialSubject/achievement/id", text))
    assert (found == ()) is valid


@pytest.mark.requirement("DM-08")
@pytest.mark.parametrize(
    "path",
    [
        "credentialSubject/achievement/achievementType",
        "credentialSubject/achievement/alignment/0/targetType",
        "credentialSubject/achievement/resultDescription/0/resultType",
        "credentialSubject/identifier/0/identityType",
    ],
)
def test_vocabularies_are_extended_with_ext_only(path: str) -> None:
    """`ext:` with letters, digits, dot, hyphen, underscore is the one way to add a term."""
    assert problems(changed(credential(), path, "ext:ROME-4.0_savoir")) == ()
    for wrong in ("ROME", "EXT:ROME", "xext:ROME", "ext:", "ext:é", "badge"):
        assert problems(changed(credential(), path, wrong)), wrong
        assert problems(changed(credential(), path, wrong), strict=False), wrong
    assert problems(changed(credential(), path, "ext:two words"))
    assert problems(changed(credential(), path, "ext:two words"), strict=False) == ()


@pytest.mark.requirement("DM-08")
@pytest.mark.requirement("DM-04", "ISS-12")
def test_an_issuer_by_its_address_alone_is_read_and_never_issued() -> None:
    """The data model lets an issuer be a URI; we always write an object."""
    bare = changed(credential(), "issuer", "https://example.org")
    assert _first(bare) == ("/issuer", "type")
    assert problems(bare, strict=False) == ()


def test_the_status_of_a_result_cannot_be_extended() -> None:
    """`ext:` terms are not for ResultStatusType."""
    path = "credentialSubject/result/0/status"
    assert _first(changed(credential(), path, "ext:Nearly")) == (f"/{path}", "enum")


@pytest.mark.requirement("DM-09")
@pytest.mark.parametrize(
    ("path", "closed"),
    [
        ("image", True),
        ("credentialSubject/identifier/0", True),
        ("issuer/otherIdentifier/0", True),
        ("issuer", False),
        ("credentialSubject", False),
        ("credentialSubject/achievement", False),
        ("evidence/0", False),
    ],
)
def test_three_classes_are_closed_and_the_others_open(path: str, *, closed: bool) -> None:
    """An extra member is refused in Image, IdentityObject and IdentifierEntry only."""
    document = changed(credential(), f"{path}/surprise", "x")
    if closed:
        assert _first(document, strict=False) == (f"/{path}", "additionalProperties")
    assert bool(problems(document)) is closed


@pytest.mark.requirement("DM-11", "TRAP-19")
@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("value", [{"fr": "Accueillir"}, {"@value": "x", "@language": "fr"}])
def test_language_maps_are_refused(value: JsonObject, *, strict: bool) -> None:
    """Text in several languages would leave the signature, so it is no text for us."""
    path = "credentialSubject/achievement/name"
    assert _first(changed(credential(), path, value), strict=strict) == (f"/{path}", "type")


@pytest.mark.requirement("VAL-07", "ISS-15")
def test_we_do_not_issue_without_recipient_or_criteria() -> None:
    """A badge for nobody, or for nothing said, is refused at issue; reading judges it elsewhere."""
    for path in ("credentialSubject/id", "credentialSubject/achievement/criteria/narrative"):
        document = changed(minimal(), path, None)
        assert _first(document)[1] == "anyOf"
        assert problems(document, strict=False) == ()


@pytest.mark.requirement("VAL-08")
@pytest.mark.parametrize("strict", [True, False])
def test_evidence_says_that_it_is_evidence(*, strict: bool) -> None:
    """An evidence of another type is refused, with others or alone."""
    assert _first(changed(credential(), "evidence/0/type", ["Proof"]), strict=strict) == (
        "/evidence/0/type",
        "contains",
    )


@pytest.mark.requirement("VAL-07", "VAL-09")
@pytest.mark.parametrize(
    "path",
    [
        *("credentialSubject/type", "credentialSubject/result/0/type", "issuer/type"),
        *("credentialSubject/source/type", "issuer/parentOrg/type"),
        "credentialSubject/achievement/resultDescription/0/type",
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_classes_must_name_themselves(path: str, *, strict: bool) -> None:
    """An object whose `type` lacks its class is refused."""
    document = changed(credential(), path, ["Thing"])
    assert _first(document, strict=strict) == (f"/{path}", "contains")


@pytest.mark.requirement("VAL-07", "VAL-09")
@pytest.mark.parametrize("path", ["credentialSubject/identifier/0", "issuer/otherIdentifier/0"])
def test_identifiers_must_name_their_class(path: str) -> None:
    """IdentityObject and IdentifierEntry have one exact type."""
    document = changed(credential(), f"{path}/type", "Identifier")
    assert _first(document, strict=False) == (f"/{path}/type", "const")


@pytest.mark.requirement("TRAP-17", "END-02")
def test_we_do_not_embed_an_unsigned_endorsement() -> None:
    """An endorsement inside a badge needs its own proof when we issue."""
    document = changed(credential(), "endorsement/0/proof", None)
    assert _first(document) == ("/endorsement/0", "required")
    assert problems(document, strict=False) == ()


@pytest.mark.requirement("ISS-01", "ISS-02", "VAL-03")
@pytest.mark.parametrize(
    ("context", "issued", "read"),
    [
        ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", True, True),
        ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", True, True),
        ("https://purl.imsglobal.org/spec/ob/v3p0/context.json", True, True),
        ("https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld", False, True),
        ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.jsonx", False, False),
        ("https://w3id.org/openbadges/v2", False, False),
    ],
)
def test_the_second_context_is_one_of_open_badges_3(
    context: str, *, issued: bool, read: bool
) -> None:
    """Known versions pass, the validator's alias is for reading only, others are refused."""
    document = changed(minimal(), "@context/1", context)
    assert (problems(document) == ()) is issued
    assert (problems(document, strict=False) == ()) is read


@pytest.mark.requirement("VER-22", "ISS-02")
@pytest.mark.parametrize("strict", [True, False])
def test_the_older_data_model_has_its_own_kind(*, strict: bool) -> None:
    """A badge of the data model 1.1 is valid as `any...`, and only there."""
    older = as_data_model_1(minimal())
    assert problems(older, "anyachievementcredential", strict=strict) == ()
    assert problems(minimal(), "anyachievementcredential", strict=strict) == ()
    assert problems(older, strict=strict)
    for name in ("issuanceDate", "name"):
        document = changed(older, name, None)
        assert _first(document, "anyachievementcredential", strict=strict) == ("", "required")


def test_the_older_data_model_holds_for_endorsements_too() -> None:
    """An endorsement of the data model 1.1 is read alone and inside a badge."""
    older = as_data_model_1(endorsement())
    assert problems(older, "anyendorsementcredential") == ()
    assert problems(older, "endorsementcredential")
    inside = as_data_model_1(minimal()) | {"endorsement": [older]}
    assert problems(inside, "anyachievementcredential", strict=False) == ()
