"""What an issuer's server learns of a verification: as little as can be, and once (STAT-27)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from badges.documents import serialize
from badges.keys import PrivateKey
from badges.net import CachingFetcher, HttpFetcher
from tests.badges.loopback_site import NAME, Site, certificate, serving
from tests.verifier.badges_to_read import Place, badge, status_entry, status_list
from tests.world import StillClock
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.report import State
from verifier.trust import TrustLists


def here(host: str, port: int) -> Sequence[str]:
    """A name service in which every name is this machine."""
    del host, port
    return ["127.0.0.1"]


@dataclass
class Issuer:
    """A place with a real server, which writes down all that it hears."""

    site: Site
    ca: Path
    place: Place = field(init=False)

    def __post_init__(self) -> None:
        did = f"did:web:{NAME}%3A{self.site.port}:places:lieu-1"
        self.place = Place(PrivateKey.generate("Ed25519"), did, f"{did}#key-1")
        self.site.answer("/places/lieu-1/did.json", serialize(self.place.document))
        self.list_url = self.site.url("/status/1")
        document = status_list(self.place, id=self.list_url)
        document["credentialSubject"]["id"] = f"{self.list_url}#list"
        self.site.answer("/status/1", self.place.sign(document).body)

    def badge(self, index: int) -> bytes:
        """One of the badges of the list, of its own person."""
        entry = status_entry(
            id=f"{self.list_url}#{index}",
            statusListIndex=str(index),
            statusListCredential=self.list_url,
        )
        identifier = f"https://{NAME}/credentials/{index}"
        document = badge(self.place, id=identifier, credentialStatus=entry)
        return self.place.sign(document).body

    def verifier(self) -> Verifier:
        """A verifier with a fresh memory, as a service has it."""
        way_out = HttpFetcher(allow_loopback=True, ca=self.ca, lookup=here)
        return Verifier(Pipeline(StillClock(), CachingFetcher(way_out), TrustLists()))


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[Issuer]:
    """A place on this machine, over https."""
    ca, context = certificate(tmp_path)
    with serving(Site(), context) as site:
        yield Issuer(site, ca)


@pytest.mark.requirement("STAT-27")
def test_an_issuer_cannot_tell_which_badge_is_checked(issuer: Issuer) -> None:
    """Two badges of one list make the same requests, byte for byte, and name nobody."""
    heard = []
    for index in (4, 77_000):
        issuer.site.seen.clear()
        assert issuer.verifier().verify(issuer.badge(index)).state is State.GENUINE
        heard.append(list(issuer.site.seen))
    assert heard[0] == heard[1]
    assert {path for path, _ in heard[0]} == {"/places/lieu-1/did.json", "/status/1"}
    told = str(heard)
    assert not any(word in told for word in ("77000", "credentials", "Martin", "example.com"))
    allowed = {"host", "accept", "accept-encoding", "connection", "user-agent"}
    assert all(set(headers) == allowed for _, headers in heard[0])


@pytest.mark.requirement("STAT-27")
def test_verifying_a_batch_asks_once(issuer: Issuer) -> None:
    """However many badges are verified, one verifier asks for keys and list a single time."""
    verifier = issuer.verifier()
    for index in (1, 2, 3, 1):
        assert verifier.verify(issuer.badge(index)).state is State.GENUINE
    assert sorted(path for path, _ in issuer.site.seen) == ["/places/lieu-1/did.json", "/status/1"]


@pytest.mark.requirement("STAT-27")
def test_a_site_that_forbids_keeping_is_asked_each_time(issuer: Issuer) -> None:
    """`no-store` is honoured for the keys of an issuer as for its lists."""
    body = serialize(issuer.place.document)
    issuer.site.answer("/places/lieu-1/did.json", body, Cache_Control="no-store")
    verifier = issuer.verifier()
    for _ in range(2):
        assert verifier.verify(issuer.badge(1)).state is State.GENUINE
    paths = [path for path, _ in issuer.site.seen]
    assert (paths.count("/places/lieu-1/did.json"), paths.count("/status/1")) == (2, 1)


def test_a_dead_site_delays_a_batch_once(issuer: Issuer) -> None:
    """When the list is broken, the second badge of the batch does not wait for it again."""
    issuer.site.answer("/status/1", b"", status=503)
    verifier = issuer.verifier()
    for _ in range(3):
        assert verifier.verify(issuer.badge(1)).state is State.CANNOT_CHECK
    assert [path for path, _ in issuer.site.seen].count("/status/1") == 1
