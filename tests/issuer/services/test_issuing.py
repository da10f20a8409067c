"""Awarding a badge: what is signed, what is kept, and what a failure leaves behind."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from badges import proofs
from badges.clock import RandomIdentifiers
from badges.did import Resolver
from badges.documents import MEDIA_TYPE_JWT, JsonObject, Secured
from badges.errors import SchemaError
from badges.json_schema import problems
from badges.jsonld import require_nothing_lost
from badges.model.identity import is_identity
from issuer.errors import Conflict, InvalidRequest, KeyUnavailable, NotFound
from issuer.model import Award, CompetencyLevel, PlaceRequest
from issuer.services import achievements, issuing, journal, keyring, places, publishing, securing
from tests.issuer.faults import Blown, fused, picture
from tests.issuer.world import CAMILLE, LAPTOP, LASER, ONLINE, Town

STEPS_AT_MOST = 200


def document_of(award: Award) -> JsonObject:
    """The badge as a reader sees it."""
    return Secured(award.json, "application/vc").document


@pytest.mark.requirement("ISS-16", "ISS-30", "ISS-32")
def test_a_badge_is_signed_in_two_forms(town: Town) -> None:
    """One embedded eddsa-rdfc-2022 proof, and a JWT that wraps that very JSON; both verify."""
    town.laser()
    award = town.issue()
    embedded = Secured(award.json, "application/vc")
    jwt = Secured(award.jwt, MEDIA_TYPE_JWT)
    assert [proof["cryptosuite"] for proof in embedded.document["proof"]] == ["eddsa-rdfc-2022"]
    assert embedded.document.items() <= jwt.payload.items()
    for secured in (embedded, jwt):
        (proof,) = proofs.presented(secured)
        verified = proofs.suite_of(proof).verify(secured, proof, Resolver(None))
        assert verified.method.controller == award.issuer == embedded.document["issuer"]["id"]


@pytest.mark.requirement("JWT-03", "TRAP-11")
def test_online_the_jwt_is_es256(city: Town) -> None:
    """A did:web place signs the JWT with its P-256 key, named by a DID URL."""
    city.laser()
    jwt = Secured(city.issue().jwt, MEDIA_TYPE_JWT)
    assert jwt.header == {
        "alg": "ES256",
        "kid": "did:web:badges.example.fr:places:fablab-rural#key-2",
        "typ": "JWT",
    }
    assert jwt.payload["proof"][0]["verificationMethod"].endswith(":fablab-rural#key-1")


@pytest.mark.requirement("DM-02", "DM-04", "SCH-03", "TRAP-14", "TRAP-15")
@pytest.mark.shared
@pytest.mark.parametrize("generation", ["ob_v3p0-2024-09", "ob_v3p0-2026-06"])
def test_a_badge_passes_both_official_schemas(town: Town, shared: Path, generation: str) -> None:
    """The official JSON Schemas of 2024 and 2026 find nothing to say of it."""
    name = "ob_v3p0_achievementcredential_schema.json"
    schema = json.loads((shared / "standards" / "schemas" / generation / name).read_text("utf-8"))
    town.laser()
    validator = jsonschema.Draft201909Validator(schema)
    assert [error.message for error in validator.iter_errors(document_of(town.issue()))] == []


@pytest.mark.requirement("ISS-01", "ISS-08", "ISS-09", "ISS-10", "ISS-16")
def test_a_badge_says_what_was_asked(town: Town) -> None:
    """Contexts, types, stable id, dates, holder, evidence: each in its place; nothing lost."""
    town.laser()
    award = town.issue(valid_until="2027-06-30", awarded="2026-11-20")
    document = document_of(award)
    assert document["id"] == award.url == f"{LAPTOP}/credentials/{award.id}"
    assert document["validFrom"] == "2026-11-22T12:00:00Z"
    assert document["awardedDate"] == "2026-11-20T12:00:00Z"
    assert document["validUntil"] == "2027-06-30T21:59:59Z"
    assert document["evidence"] == [
        {"id": CAMILLE.evidence_url, "type": ["Evidence"], "narrative": CAMILLE.narrative}
    ]
    assert problems(document) == ()
    require_nothing_lost(document)
    require_nothing_lost(Secured(award.jwt, MEDIA_TYPE_JWT).payload)


@pytest.mark.requirement("IDH-04", "IDH-05", "IDH-06", "IDH-07", "TRAP-12", "TRAP-18")
def test_the_holder_is_named_and_the_email_hashed(town: Town) -> None:
    """The name in clear, the address only as a salted hash, fresh for each badge, and an id."""
    town.laser()
    first, second = town.issue(), town.issue()
    identities = []
    for award in (first, second):
        assert b"amille@" not in award.json.lower() + award.jwt.lower()
        subject = document_of(award)["credentialSubject"]
        assert subject["id"].startswith("urn:uuid:")
        name, email = subject["identifier"]
        assert (name["hashed"], name["identityHash"]) == (False, "Camille Œuvrard")
        assert is_identity(email, "camille@example.org")
        assert len(bytes.fromhex(email["salt"])) >= 16
        identities.append((subject["id"], email["salt"]))
    assert len(set(identities[0]) | set(identities[1])) == 4


@pytest.mark.requirement("DM-03", "TRAP-12")
@pytest.mark.parametrize("email", [None, "", "  "])
def test_a_learner_without_email_has_no_such_identity(town: Town, email: str | None) -> None:
    """No empty entry: the name alone, and a subject id for the JWT."""
    town.laser()
    award = town.issue(email=email)
    subject = document_of(award)["credentialSubject"]
    assert [item["identityType"] for item in subject["identifier"]] == ["name"]
    assert Secured(award.jwt, MEDIA_TYPE_JWT).payload["sub"] == subject["id"]


@pytest.mark.requirement("CASE-02", "CASE-03", "DM-20", "DM-22")
def test_the_competency_becomes_alignments_and_a_level(town: Town) -> None:
    """Our own item first, then official ones once published; each level on its own scale."""
    town.laser()
    town.publish_bridges("TL-FAB-01", "TL-FAB-03")
    subject = document_of(town.issue())["credentialSubject"]
    achievement = subject["achievement"]
    kinds = [item["targetType"] for item in achievement["alignment"]]
    assert kinds[0] == "CFItem"
    assert set(kinds[1:]) >= {"CFItem", "ext:ROME"}
    own = achievement["alignment"][0]
    assert own["targetCode"] == "TL-FAB-01"
    assert own["targetUrl"] == f"{LAPTOP}/frameworks/tiers-lieux/securite-en-atelier"
    scales = {item["id"]: item for item in achievement["resultDescription"]}
    told = [
        (scales[item["resultDescription"]]["alignment"][0]["targetCode"], item["achievedLevel"])
        for item in subject["result"]
    ]
    assert told == [
        ("TL-FAB-01", f"{achievement['id']}#TL-FAB-01-N3"),
        ("TL-FAB-03", f"{achievement['id']}#TL-FAB-03-N2"),
    ]


@pytest.mark.requirement("CASE-03")
def test_only_published_bridges_enter_a_badge(village: Town) -> None:
    """What people only proposed is on the page of the competency, never in what is signed."""
    village.laser()
    before = document_of(village.issue())["credentialSubject"]["achievement"]["alignment"]
    assert {item["targetType"] for item in before} == {"CFItem"}
    village.publish_bridges("TL-FAB-01")
    after = document_of(village.issue())["credentialSubject"]["achievement"]["alignment"]
    assert {item["targetType"] for item in after} > {"CFItem"}


def _described(value: Any) -> Iterator[str]:
    """The id of each object that says more than its id."""
    if isinstance(value, list):
        for item in value:
            yield from _described(item)
    elif isinstance(value, dict):
        if "id" in value and len(value) > 1:
            yield value["id"]
        for item in value.values():
            yield from _described(item)


@pytest.mark.requirement("SAFE-01")
def test_no_part_of_a_badge_is_described_twice(town: Town) -> None:
    """Said twice, a member could be taken away once without the signature noticing."""
    town.laser()
    ids = list(_described(document_of(town.issue())))
    assert len(ids) > 10
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("level", "reached"),
    [(None, ["N3", None, "N2"]), ("n4", ["N4", "N4", "N2"]), ("  ", ["N3", None, "N2"])],
)
def test_a_level_given_is_that_of_the_main_competency(
    village: Town, level: str | None, reached: list[str | None]
) -> None:
    """It also fills the competencies that aim at none; the others keep their own."""
    village.laser()
    three = (
        CompetencyLevel("TL-FAB-01", "N3"),
        CompetencyLevel("TL-FAB-02"),
        CompetencyLevel("TL-FAB-03", "N2"),
    )
    definition = achievements.add(village.office, replace(LASER, slug="three", competencies=three))
    award = village.issue(achievement="three", level=level)
    results = document_of(award)["credentialSubject"]["result"]
    told = {item["resultDescription"][-2:]: item["achievedLevel"][-2:] for item in results}
    assert [told.get(item.notation[-2:]) for item in definition.competencies] == reached
    assert award.level == reached[0]


@pytest.mark.requirement("DM-11")
def test_a_badge_speaks_one_language(village: Town) -> None:
    """English words, plain texts, and the language said once."""
    village.laser()
    achievements.add(village.office, replace(LASER, slug="laser-en", language="en"))
    achievement = document_of(village.issue(achievement="laser-en"))["credentialSubject"][
        "achievement"
    ]
    assert achievement["inLanguage"] == "en"
    assert achievement["resultDescription"][0]["name"].startswith("Level: ")
    assert isinstance(achievement["alignment"][0]["targetName"], str)


@pytest.mark.requirement("ISS-30")
def test_bytes_are_kept_as_signed(town: Town) -> None:
    """What is read back, by id, address or code, are the very bytes that were made."""
    town.laser()
    award = town.issue()
    for name in (award.id, award.url, award.short_code, award.short_code.lower().replace("-", " ")):
        assert publishing.award(town.office, name) == award
    (line,) = journal.read(town.office, subject=award.id)
    assert (line.action, line.actor, line.place) == ("award.issue", "local", "fablab-rural")


def test_the_same_reference_gives_the_same_award(town: Town) -> None:
    """A repeated request makes no double; another achievement or reference does."""
    town.laser()
    first = town.issue(reference="session-12/camille")
    assert town.issue(reference=" session-12/camille ", name="Camille O.") == first
    assert town.issue(reference="session-13/camille").id != first.id
    assert len(publishing.awards(town.office)) == 2


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": ""}, "text.empty", "name"),
        ({"name": "a\x00b"}, "text.control", "name"),
        ({"name": "\u202egnitsetorP"}, "text.direction", "name"),
        ({"name": "A" * 10_000}, "text.too_long", "name"),
        ({"name": "a\ud800"}, "text.noncharacter", "name"),
        ({"email": "camille"}, "email.invalid", "email"),
        ({"level": "N9"}, "level.unknown", "level"),
        ({"evidence_url": "javascript:alert(1)"}, "url.invalid", "evidence_url"),
        ({"narrative": "n" * 10_001}, "text.too_long", "narrative"),
        ({"valid_until": "2020-01-01"}, "date.past", "valid_until"),
        ({"valid_until": "soon"}, "date.invalid", "valid_until"),
        ({"awarded": "2030-01-01"}, "date.future", "awarded"),
        ({"reference": "r" * 201}, "text.too_long", "reference"),
    ],
)
def test_wrong_requests_leave_nothing(
    village: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    """Each has its code and its field, and the database is as it was."""
    village.laser()
    url = village.office.settings.database_url
    before = picture(url)
    with pytest.raises(InvalidRequest) as caught:
        village.issue(**changes)
    assert (caught.value.code, caught.value.params["field"]) == (code, field)
    assert picture(url) == before


@pytest.mark.parametrize("achievement", ["nothing", "", "a\x00b", "é", "x" * 10_000])
def test_unknown_achievements_are_not_found(town: Town, achievement: str) -> None:
    """Whatever is asked for, and whatever the database."""
    with pytest.raises(NotFound, match=r"achievement\.unknown"):
        town.issue(achievement=achievement)


def test_a_failure_at_any_step_leaves_nothing_half_done(town: Town) -> None:
    """Whichever call of whichever port fails, the database is as it was; then all goes well."""
    town.laser()
    url = town.office.settings.database_url
    before = picture(url)
    for calls in range(STEPS_AT_MOST):
        try:
            issuing.issue(fused(town.office, calls), CAMILLE)
        except Blown:
            assert picture(url) == before
        else:
            break
    after = picture(url)
    assert calls > 20
    assert len(after["awards"]) == len(after["status_entries"]) == 1


def test_output_that_does_not_verify_is_never_kept(village: Town) -> None:
    """A key store that signs with a stranger's key is found out before anything is kept."""
    village.laser()
    stranger = village.office.keys.create("elsewhere", "key-1", "Ed25519")
    url = village.office.settings.database_url

    class Swapped:
        """Signs as asked, with another key."""

        def __getattr__(self, name: str) -> Any:
            return getattr(village.office.keys, name)

        def signer(self, key: Any, verification_method: str) -> Any:
            swapped = replace(
                key, place="elsewhere", name="key-1", sealed=stranger.sealed, public=stranger.public
            )
            return village.office.keys.signer(swapped, verification_method)

    before = picture(url)
    with pytest.raises(Exception, match=r"proof\.signature"):
        issuing.issue(replace(village.office, keys=Swapped()), CAMILLE)
    assert picture(url) == before


@pytest.mark.requirement("ISS-16")
def test_a_document_outside_the_model_is_never_signed_twice(village: Town) -> None:
    """The JSON Schema is asked before the JWT is made."""
    village.laser()
    document = document_of(village.issue())
    del document["proof"], document["issuer"]
    with village.office.store.read() as work:
        place = work.places.get("fablab-rural")
        assert place is not None
        identity = keyring.prepare_identity(village.office, work, place)
    with pytest.raises(SchemaError, match=r"schema\.invalid"):
        securing.secure_credential(village.office.keys, identity, document, village.clock.now())


def test_a_lost_key_file_stops_everything(town: Town) -> None:
    """Without the key-encryption key nothing is signed and nothing is kept."""
    town.laser()
    url = town.office.settings.database_url
    before = picture(url)
    (town.office.settings.data_dir / "keys" / "key-encryption.key").unlink()
    with pytest.raises(KeyUnavailable, match=r"keys\.file_lost"):
        town.issue()
    assert picture(url) == before


def test_awards_come_newest_first(town: Town) -> None:
    """Listed by place or definition, at most as many as asked for."""
    town.laser()
    awards = []
    for _ in range(3):
        awards.append(town.issue())
        town.clock.advance(minutes=1)
    assert publishing.awards(town.office, place="fablab-rural", limit=2) == (awards[2], awards[1])
    assert publishing.awards(town.office, achievement="nothing") == ()
    assert publishing.awards(town.office, place="\x00") == ()
    assert awards[2].valid_from - awards[0].valid_from == timedelta(minutes=2)


@pytest.mark.requirement("STAT-13")
def test_people_award_at_the_same_time(town: Town) -> None:
    """Four threads, twelve badges: every one has its own index, code and id."""
    town.laser()
    office = replace(town.office, identifiers=RandomIdentifiers())
    with ThreadPoolExecutor(4) as people:
        awards = list(people.map(lambda _: issuing.issue(office, CAMILLE), range(12)))
    assert len({award.status for award in awards}) == 12
    assert len({award.short_code for award in awards}) == 12
    assert len({award.status.list_id for award in awards}) == 1


def test_online_every_address_is_https(city: Town) -> None:
    """Ids of the badge, of its achievement and of its list begin with the public origin."""
    city.laser()
    document = document_of(city.issue())
    assert document["id"].startswith(f"{ONLINE}/credentials/")
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["id"] == f"{ONLINE}/achievements/decoupe-laser-en-autonomie"
    assert achievement["image"]["id"] == f"{achievement['id']}.png"
    assert document["credentialStatus"]["statusListCredential"].startswith(f"{ONLINE}/status/")


def test_a_reference_of_another_member_is_not_ours(village: Town) -> None:
    """Two places of a network that use one reference for its badge are told, not given a badge."""
    definition = village.laser()
    for name in ("Un", "Deux"):
        places.add(village.office, PlaceRequest(name=name))
        with village.office.store.write() as work:
            work.places.join(definition.place, name.lower())
    first = village.issue(place="un", reference="2026-1")
    assert village.issue(place="un", reference="2026-1") == first
    with pytest.raises(Conflict, match=r"award\.reference_elsewhere"):
        village.issue(place="deux", reference="2026-1")
