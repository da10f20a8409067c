"""Our verifier reads badges that other people's software signed."""

from collections.abc import Callable

import pytest
from openbadgeslib.keys import KeyType

from badges.documents import serialize
from tests.interop.node_programs import Answers, NodePrograms
from tests.interop.theirs import (
    LIST_URL,
    LIVE,
    REVOKED,
    SITE,
    LibraryIssuer,
    issuer_by_key,
    issuer_by_site,
    unsigned_credential,
)
from tests.world import WebOfDocuments
from verifier import verify

pytestmark = pytest.mark.interop

IMAGES = ("png-json", "svg-json", "png-jwt", "svg-jwt")
SUITES = ("eddsa-rdfc-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023")
Read = Callable[[bytes], tuple[str, str]]


@pytest.fixture
def read(web: WebOfDocuments) -> Read:
    """Our verdict and state of a badge, with `web` as the world around us."""

    def verdict(badge: bytes) -> tuple[str, str]:
        report = verify(badge, fetcher=web)
        return report.verdict.value, report.state.value

    return verdict


@pytest.fixture(scope="module")
def by_ed25519() -> LibraryIssuer:
    """A place that issues with openbadgeslib and an Ed25519 key."""
    return issuer_by_key()


@pytest.fixture(scope="module")
def signed_in_node(node: NodePrograms) -> Answers:
    """Two badges and their status list signed by @digitalbazaar/vc, for each of its suites."""
    credentials = [unsigned_credential(LIVE), unsigned_credential(REVOKED)]
    listed = {"url": LIST_URL, "revoked": [REVOKED]}
    cases = {
        suite: {"suite": suite, "credentials": credentials, "list": listed} for suite in SUITES
    }
    return node.run("issue", cases)


@pytest.mark.requirement("PRF-04", "KEY-03", "VER-13", "ISS-03", "TRAP-05")
def test_json_of_openbadgeslib(read: Read, by_ed25519: LibraryIssuer) -> None:
    """A badge with an embedded proof by openbadgeslib is genuine."""
    assert read(by_ed25519.json()) == ("accepted", "genuine")


@pytest.mark.requirement("JWT-07", "JWT-08", "VER-13")
@pytest.mark.parametrize("key_type", [KeyType.ED25519, KeyType.ECC])
def test_jwt_of_openbadgeslib_by_key(read: Read, key_type: KeyType) -> None:
    """A JWT whose header carries the key is genuine when the issuer is the `did:key` of it."""
    assert read(issuer_by_key(key_type).jwt()) == ("accepted", "genuine")


@pytest.mark.requirement("JWT-07", "JWT-08", "KEY-04", "KEY-06")
def test_jwt_of_openbadgeslib_by_site(read: Read, web: WebOfDocuments) -> None:
    """A JWT whose header carries the key is genuine when the issuer's site lists that key."""
    assert read(issuer_by_site(KeyType.RSA, web).jwt()) == ("accepted", "genuine")


@pytest.mark.requirement("KEY-02", "KEY-04", "KEY-06")
def test_json_of_openbadgeslib_by_site(read: Read, web: WebOfDocuments) -> None:
    """A proof whose method is published as a JWK at the issuer's site is genuine."""
    assert read(issuer_by_site(KeyType.ED25519, web).json()) == ("accepted", "genuine")


@pytest.mark.requirement("JWT-08", "KEY-06", "TRAP-09")
def test_jwt_of_openbadgeslib_by_another_key(read: Read, web: WebOfDocuments) -> None:
    """A JWT signed with the key in its header, which is not the issuer's, is not accepted."""
    issuer = issuer_by_site(KeyType.RSA, web)
    issuer_by_site(KeyType.RSA, web)  # the site now lists another key
    verdict, _ = read(issuer.jwt())
    assert verdict != "accepted"


@pytest.mark.requirement("BAKE-04", "BAKE-06", "BAKE-08")
@pytest.mark.parametrize("container", IMAGES)
def test_images_of_openbadgeslib(read: Read, by_ed25519: LibraryIssuer, container: str) -> None:
    """Its baked images, where the SVG carries JSON as plain text, are read and genuine."""
    assert read(by_ed25519.images()[container]) == ("accepted", "genuine")


@pytest.mark.requirement("STAT-20", "STAT-21", "STAT-25")
def test_status_list_of_openbadgeslib(
    read: Read, web: WebOfDocuments, by_ed25519: LibraryIssuer
) -> None:
    """Its status lists, which are JWTs, say which badge is revoked."""
    web.publish(LIST_URL, by_ed25519.status_list(), "application/vc+jwt")

    assert read(by_ed25519.json(LIVE)) == ("accepted", "genuine")
    assert read(by_ed25519.jwt(LIVE)) == ("accepted", "genuine")
    assert read(by_ed25519.json(REVOKED)) == ("rejected", "revoked")
    assert read(by_ed25519.jwt(REVOKED)) == ("rejected", "revoked")


@pytest.mark.requirement("STAT-21")
def test_status_list_of_openbadgeslib_by_another_issuer(
    read: Read, web: WebOfDocuments, by_ed25519: LibraryIssuer
) -> None:
    """A status list that somebody else signed decides nothing."""
    web.publish(LIST_URL, issuer_by_key().status_list(), "application/vc+jwt")
    assert read(by_ed25519.json(LIVE)) == ("undetermined", "cannot_check")


@pytest.mark.requirement("PRF-04", "PRF-20", "STAT-20", "STAT-21", "STAT-25")
@pytest.mark.parametrize("suite", SUITES)
def test_badges_of_digitalbazaar(
    read: Read, web: WebOfDocuments, signed_in_node: Answers, suite: str
) -> None:
    """Badges and status lists of @digitalbazaar/vc are read: one genuine, one revoked."""
    live, revoked = signed_in_node[suite]["signed"]
    web.publish(LIST_URL, signed_in_node[suite]["list"], "application/vc")

    assert read(serialize(live)) == ("accepted", "genuine")
    assert read(serialize(revoked)) == ("rejected", "revoked")


@pytest.mark.requirement("PRF-04", "VER-13")
@pytest.mark.parametrize("suite", SUITES)
def test_altered_badge_of_digitalbazaar(
    read: Read, web: WebOfDocuments, signed_in_node: Answers, suite: str
) -> None:
    """A badge of @digitalbazaar/vc with another name than it was signed with is altered."""
    live, _ = signed_in_node[suite]["signed"]
    web.publish(LIST_URL, signed_in_node[suite]["list"], "application/vc")
    assert read(serialize({**live, "name": "Autre"})) == ("rejected", "altered")


def test_nothing_but_their_addresses_was_fetched(
    read: Read, web: WebOfDocuments, by_ed25519: LibraryIssuer
) -> None:
    """To read a badge we ask its issuer's addresses and nobody else's."""
    web.publish(LIST_URL, by_ed25519.status_list(), "application/vc+jwt")
    read(by_ed25519.json(LIVE))
    assert {url for url in web.visits if not url.startswith(SITE)} == set()
