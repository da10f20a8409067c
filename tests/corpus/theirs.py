"""Badges that others signed: openbadgeslib, @digitalbazaar/vc and @digitalcredentials/vc.

The Node ones are left out on a machine without Node; the corpus then says so by their absence.
"""

from collections.abc import Iterator
from typing import Any

from openbadgeslib.keys import KeyType

from badges import baking
from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from tests.corpus.specimen import GENUINE, Specimen, World
from tests.interop import theirs
from tests.interop.theirs import LIVE, PNG, REVOKED, SVG, issuer_by_key, issuer_by_site

_VC_1 = "https://www.w3.org/2018/credentials/v1"
_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_DIGITALBAZAAR = ("eddsa-rdfc-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023")


def specimens(world: World) -> Iterator[Specimen]:
    """Live and revoked badges of each implementation, in the forms that it can make."""
    yield from _openbadgeslib(world)
    if world.node is not None:
        yield from _digitalbazaar(world)
        yield from _digitalcredentials(world)


def _openbadgeslib(world: World) -> Iterator[Specimen]:
    place = issuer_by_key()
    world.web.publish(theirs.LIST_URL, place.status_list(), "application/vc+jwt")
    for name, body, state, code in (
        ("live.json", place.json(LIVE), GENUINE, "status.clear"),
        ("live.jwt", place.jwt(LIVE), GENUINE, "status.clear"),
        ("revoked.json", place.json(REVOKED), "revoked", "status.revoked"),
        ("revoked.jwt", place.jwt(REVOKED), "revoked", "status.revoked"),
        ("p-256.jwt", issuer_by_key(KeyType.ECC).jwt(), GENUINE, "proof.valid"),
    ):
        yield Specimen(f"openbadgeslib/{name}", body, state, code)
    for name, image in place.images().items():
        form, _, inside = name.partition("-")
        yield Specimen(f"openbadgeslib/{inside}.{form}", image, GENUINE, "proof.valid")
    by_site = issuer_by_site(KeyType.ED25519, world.web)
    yield Specimen("openbadgeslib/by-site.json", by_site.json(), GENUINE, "proof.valid")
    yield Specimen("openbadgeslib/by-site.jwt", by_site.jwt(), GENUINE, "proof.valid")


def _digitalbazaar(world: World) -> Iterator[Specimen]:
    assert world.node is not None
    lists = {suite: f"{theirs.SITE}/status/{suite}" for suite in _DIGITALBAZAAR}
    cases = {
        suite: {
            "suite": suite,
            "credentials": [_credential(LIVE, url), _credential(REVOKED, url)],
            "list": {"url": url, "revoked": [REVOKED]},
        }
        for suite, url in lists.items()
    }
    answers = world.node.run("issue", cases)
    for suite, url in lists.items():
        live, revoked = answers[suite]["signed"]
        world.web.publish(url, answers[suite]["list"], "application/vc")
        yield Specimen(f"digitalbazaar/{suite}.json", serialize(live), GENUINE, "status.clear")
        name = f"digitalbazaar/{suite}-revoked.json"
        yield Specimen(name, serialize(revoked), "revoked", "status.revoked")
        yield from _baked(f"digitalbazaar/{suite}", live, "status.clear")


def _digitalcredentials(world: World) -> Iterator[Specimen]:
    assert world.node is not None
    older: JsonObject = {
        "@context": [_VC_1, _OB],
        "issuanceDate": "2026-01-05T09:00:00Z",
        "validFrom": None,
    }
    cases = {
        "eddsa-rdfc-2022": {"suite": "eddsa-rdfc-2022", "credentials": [_credential()]},
        "Ed25519Signature2020": {
            "suite": "Ed25519Signature2020",
            "credentials": [_credential(**older)],
        },
    }
    answers = world.node.run("issue_dcc", cases)
    for suite in cases:
        (live,) = answers[suite]["signed"]
        yield Specimen(f"dcc/{suite}.json", serialize(live), GENUINE, "proof.valid")
        yield from _baked(f"dcc/{suite}", live, "proof.valid")


def _baked(name: str, signed: JsonObject, code: str) -> Iterator[Specimen]:
    secured = Secured(serialize(signed), MEDIA_TYPE_JSON)
    for ending, image in (("png", PNG), ("svg", SVG)):
        yield Specimen(f"{name}.{ending}", baking.bake(image, secured), GENUINE, code)


def _credential(index: int = 0, url: str = "", **members: Any) -> JsonObject:
    """An unsigned badge, for its signer to name itself as the issuer."""
    document = theirs.unsigned_credential(index)
    if url:
        entry = {"id": f"{url}#{index}", "statusListCredential": url}
        document["credentialStatus"] = document["credentialStatus"] | entry
    else:
        del document["credentialStatus"]
    document |= members
    return {name: value for name, value in document.items() if value is not None}
