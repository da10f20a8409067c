"""Our verifier reads Open Badges 2.0 that somebody else's software signed."""

from datetime import UTC, datetime, timedelta

import pytest
from openbadgeslib.keys import KeyFactory, KeyType
from openbadgeslib.ob2 import (
    Assertion,
    BadgeClass,
    CryptographicKey,
    IdentityObject,
    OB2Signer,
    Profile,
    RevocationList,
    Verification,
)

from badges.documents import serialize
from tests.interop.theirs import PNG, SVG
from tests.world import WebOfDocuments
from verifier import Report, verify

pytestmark = pytest.mark.interop

SITE = "https://autre-lieu.example"
ISSUER, BADGE, KEY = f"{SITE}/issuer", f"{SITE}/badge", f"{SITE}/key"
HOSTED, REVOKED = f"{SITE}/assertions/1", f"{SITE}/revoked"
TAKEN_BACK = "urn:uuid:5d3b0f3e-0000-4000-8000-000000000002"
EMAIL = "camille@example.org"


@pytest.fixture(scope="module", params=[(KeyType.RSA, "RS256"), (KeyType.ECC, "ES256")])
def issued(request: pytest.FixtureRequest) -> tuple[WebOfDocuments, OB2Signer]:
    """A site in the library's own model of documents, and its signer."""
    kind, algorithm = request.param
    private, public = KeyFactory(kind).generate_keypair()
    web = WebOfDocuments()
    profile = Profile(
        ISSUER,
        "Atelier de la Forêt",
        SITE,
        "bonjour@autre-lieu.example",
        public_key=[KEY],
        revocation_list=REVOKED,
    )
    badge = BadgeClass(
        BADGE, "Animer", "Anime un atelier.", f"{SITE}/badge.png", f"{SITE}/criteria", ISSUER
    )
    key = CryptographicKey(KEY, ISSUER, public.decode())
    revocations = RevocationList(REVOKED, ISSUER, [{"id": TAKEN_BACK}])
    for item in (profile, badge, key, revocations):
        web.publish(item.id, serialize(item.to_dict()))
    web.publish(HOSTED, serialize(_assertion(HOSTED, "HostedBadge").to_dict()))
    return web, OB2Signer(private, algorithm)


def _assertion(name: str | None = None, kind: str = "SignedBadge") -> Assertion:
    return Assertion(
        IdentityObject.create(EMAIL, "9c1f5a"),
        BADGE,
        Verification(kind, KEY if kind == "SignedBadge" else None),
        id=name,
        issued_on=datetime.now(UTC) - timedelta(days=1),
    )


def _read(web: WebOfDocuments, material: str | bytes) -> Report:
    body = material.encode() if isinstance(material, str) else material
    return verify(body, fetcher=web, recipient=EMAIL)


@pytest.mark.requirement("OB2-09", "OB2-03", "BAKE-20", "BAKE-21")
def test_signed_badges_of_openbadgeslib(issued: tuple[WebOfDocuments, OB2Signer]) -> None:
    """A JWS, a PNG and an SVG of theirs are genuine, and for the person that they hashed."""
    web, signer = issued
    forms = (
        signer.sign(_assertion()),
        signer.sign_into_png(_assertion(), PNG),
        signer.sign_into_svg(_assertion(), SVG),
    )
    for form in forms:
        report = _read(web, form)
        assert (report.verdict.value, report.state.value) == ("accepted", "genuine")
        assert report.source.proofs == (signer.algorithm,)
        assert report.finding("subject.recipient").code == "recipient.match"


@pytest.mark.requirement("OB2-09", "OB2-10")
def test_changed_and_revoked_badges_of_openbadgeslib(
    issued: tuple[WebOfDocuments, OB2Signer],
) -> None:
    """A payload of one under the signature of another is altered; a listed one is revoked."""
    web, signer = issued
    one, other = (signer.sign(_assertion()).split(".") for _ in range(2))
    assert _read(web, f"{one[0]}.{other[1]}.{one[2]}").state.value == "altered"
    assert _read(web, signer.sign(_assertion(TAKEN_BACK))).state.value == "revoked"


@pytest.mark.requirement("OB2-06", "BAKE-22")
def test_hosted_badges_of_openbadgeslib(issued: tuple[WebOfDocuments, OB2Signer]) -> None:
    """Their hosted badges are baked as JWS; what counts is the page all the same."""
    web, signer = issued
    image = signer.sign_into_png(_assertion(HOSTED, "HostedBadge"), PNG)
    report = _read(web, image)
    assert (report.verdict.value, report.source.proofs) == ("accepted", ("hosted",))
    report = verify(image, fetcher=WebOfDocuments())
    assert (report.verdict.value, report.state.value) == ("undetermined", "cannot_check")
