"""Documents made to be taken for what they are not: two kinds at once, words beside a signature."""

from collections.abc import Iterator

from badges.documents import JsonObject, serialize
from tests.corpus import ours
from tests.corpus.specimen import Specimen, World
from tests.verifier.badges_to_read import VC_2, Place, status_entry

_TWO_KINDS = ("unreadable", "type.two_kinds")
_ALTERED = "altered"


def specimens(world: World) -> Iterator[Specimen]:
    """What a forger with keys of his own, and other people's badges, can put together."""
    forger, victim = Place.by_key(), Place.by_web(world.web, "victime")
    for name, document, state, code in (
        *_two_kinds(world, forger, victim),
        *_beside_the_signature(world, victim),
    ):
        yield Specimen(f"forged/{name}.json", serialize(document), state, code)


Row = tuple[str, JsonObject, str, str]


def _two_kinds(world: World, forger: Place, victim: Place) -> Iterator[Row]:
    claim = ours.badge(world, forger)
    claim["issuer"] = {"id": victim.did, "type": ["Profile"], "name": "Le Lieu Un"}
    types = ["VerifiableCredential", "VerifiablePresentation", "OpenBadgeCredential"]
    yield "presentation-and-badge", claim | {"type": types}, *_TWO_KINDS
    yield "presentation-and-credential", claim | {"type": types[:2]}, *_TWO_KINDS
    inside = forger.sign(
        ours.badge(world, forger, id="urn:uuid:6a1e0cf1-0000-4000-8000-000000000001")
    )
    wrapped = claim | {"type": types[:2], "verifiableCredential": [inside.document]}
    yield "credential-around-badges", wrapped, *_TWO_KINDS


def _beside_the_signature(world: World, place: Place) -> Iterator[Row]:
    late = place.sign(ours.badge(world, place, validUntil=world.written(days=-1))).document
    end = late.pop("validUntil")
    iri = "https://www.w3.org/2018/credentials#validUntil"
    typed = {"@value": end, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
    yield "end-under-its-iri", late | {iri: typed}, _ALTERED, "jsonld."
    yield "end-nested", late | {"@nest": {"validUntil": end}}, _ALTERED, "context.keyword"
    revoked = place.sign(ours.badge(world, place, credentialStatus=status_entry())).document
    entry = revoked.pop("credentialStatus")
    moved = revoked | {"evidence": [{"id": revoked["id"], "type": ["Evidence"]} | {"x": entry}]}
    yield "status-moved", moved, _ALTERED, "proof.invalid"
    token = place.sign(ours.badge(world, place), "vc-jwt").text
    envelope = {
        "@context": VC_2,
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
        "issuer": {"id": "did:web:autre.example", "name": "Autre"},
    }
    yield "envelope-that-speaks", envelope, "unreadable", "vcdm."
