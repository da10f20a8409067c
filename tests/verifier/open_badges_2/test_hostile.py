"""Badges of Open Badges 2.0 made to harm: a report comes all the same, and nothing is accepted."""

import copy
import random
from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from badges.net import HttpFetcher
from tests.verifier.badges_to_read import Desk
from tests.verifier.open_badges_2.sites import (
    ASSERTION,
    BADGE,
    CONTEXT,
    HOME,
    ISSUER,
    REVOCATIONS,
    Place,
    assertion,
    badge_class,
    jws,
    key_document,
    profile,
    signed_assertion,
)
from tests.verifier.test_pipeline import NASTY, require_whole
from tests.world import StillClock
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.report import Outcome, State, Verdict
from verifier.trust import TrustLists

INSIDE = (
    "http://127.0.0.1/a",
    "https://127.0.0.1/a",
    "https://localhost/a",
    "https://[::1]/a",
    "https://[::ffff:10.0.0.1]/a",
    "https://10.0.0.1/a",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/a",
    "https://0x7f.1/a",
    "https://lieu.example.fr:22/a",
    "http://lieu.example.fr/a",
)


@pytest.mark.requirement("VER-03", "OB2-06")
@pytest.mark.parametrize("address", INSIDE)
def test_the_guard_stands_before_every_address(address: str) -> None:
    """An identifier that leads inside is refused by the fetcher of production, and never asked."""

    def lookup(host: str, port: int) -> list[str]:
        raise AssertionError(host, port)

    pipeline = Pipeline(StillClock(), HttpFetcher(lookup=lookup), TrustLists())
    report = Verifier(pipeline).verify(serialize(assertion(id=address)))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    require_whole(report)
    nested = jws(signed_assertion(badge=address, verification={"type": "signed"}))
    assert Verifier(pipeline).verify(nested).verdict is Verdict.UNDETERMINED


@pytest.mark.requirement("VER-03")
def test_a_badge_has_a_bounded_number_of_pages(place: Place) -> None:
    """An issuer with a thousand keys has a few of them tried."""
    keys = [f"{HOME}/keys/{number}" for number in range(1_000)]
    for key in keys:
        place.publish(key_document(id=key, owner=f"{HOME}/nobody", publicKeyPem="x"))
    place.publish(profile(publicKey=keys))
    report = place.read(jws(signed_assertion(verification={"type": "signed"})))
    assert report.verdict is Verdict.REJECTED
    assert len(place.web.visits) <= 8


@pytest.mark.requirement("VER-02", "OB2-10")
def test_giant_pages_are_not_read(place: Place) -> None:
    """A page over the limit is no answer."""
    for url in (ASSERTION, BADGE, ISSUER):
        web = Place().web
        web.publish(url, assertion(narrative="x" * 1_100_000))
        report = Desk(web).read(serialize(assertion()))
        assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    place.publish(assertion(narrative=[[[[]] * 50] * 50] * 30))
    assert place.read(assertion()).verdict is Verdict.REJECTED


def _mangled(document: JsonObject, chance: random.Random) -> JsonObject:
    """A copy with one or two members replaced by something nasty, at any depth."""
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 2)):
        holder: Any = document
        while True:
            inner = [value for value in holder.values() if isinstance(value, dict) and value]
            if not inner or chance.random() < 0.5:
                break
            holder = chance.choice(inner)
        name = chance.choice([*holder, "revoked", "verify", "@type", "@id", "x"])
        holder[name] = copy.deepcopy(chance.choice(NASTY))
    return document


@pytest.mark.requirement("VAL-16")
@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_site_publishes_a_whole_report_comes(seed: int) -> None:
    """Any member of any document may be nonsense: no traceback, and no acceptance by mistake."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated, not a secret
    whole = (assertion(), badge_class(), profile(), key_document())
    for _ in range(12):
        place = Place()
        place.publish(profile(revocationList=REVOCATIONS))
        revocations = {"@context": CONTEXT, "id": REVOCATIONS, "revokedAssertions": []}
        for document in (*whole, revocations):
            if chance.random() < 0.6:
                place.publish(_mangled(document, chance), str(document["id"]))
        given = _mangled(assertion(), chance)
        for material in (serialize(given), jws(_mangled(signed_assertion(), chance))):
            report = place.read(material)
            require_whole(report)
            if report.verdict is Verdict.ACCEPTED and report.source.standard == "OB 2.0":
                kept = {"issuer.hosting", "proof.signature"}
                assert any(report.finding(name).outcome is Outcome.PASSED for name in kept)
