"""Whose page may speak for whom: the scope of an issuer, and who answers in its place."""

import pytest

from badges.documents import JsonObject, serialize
from tests.verifier.open_badges_2.sites import (
    ASSERTION,
    BADGE,
    ELSEWHERE,
    HOME,
    ISSUER,
    Place,
    assertion,
    badge_class,
    code,
    jws,
    profile,
    signed_assertion,
)
from tests.verifier.test_pipeline import require_whole
from verifier.policy import POLICIES
from verifier.report import State, Verdict


@pytest.mark.requirement("OB2-05", "OB2-07")
@pytest.mark.parametrize("url", [ASSERTION, BADGE, ISSUER])
def test_another_host_cannot_answer_in_its_place(place: Place, url: str) -> None:
    """A redirection to a stranger leaves it open who speaks; one to `www` does not."""
    place.web.answered_by[url] = f"{ELSEWHERE}/copy"
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.ISSUER_UNCONFIRMED)
    assert "sign" not in report.sentence("fr")
    require_whole(report)
    place.web.answered_by[url] = url.replace("lieu.", "www.lieu.")
    assert place.read(assertion()).state is State.GENUINE


@pytest.mark.requirement("OB2-07", "OB2-11")
@pytest.mark.parametrize(
    ("rules", "genuine"),
    [
        (None, True),
        ({"type": "hosted"}, True),
        ({"startsWith": f"{HOME}/assertions/"}, True),
        ({"startsWith": [f"{ELSEWHERE}/", f"{HOME}/assertions"]}, True),
        ({"startsWith": HOME}, True),
        ({"allowedOrigins": "lieu.example.fr"}, True),
        ({"allowedOrigins": ["ailleurs.example", HOME]}, True),
        ({"allowedOrigins": "LIEU.example.fr"}, True),
        ({"startsWith": f"{HOME}/", "verificationProperty": "id"}, True),
        ({"startsWith": f"{HOME}/badges/"}, False),
        ({"startsWith": "https://lieu.example"}, False),
        ({"startsWith": "http"}, False),
        ({"startsWith": ""}, False),
        ({"allowedOrigins": "example.fr"}, False),
        ({"allowedOrigins": ["ailleurs.example"]}, False),
        ({"allowedOrigins": "lieu.example.fr:8443"}, False),
        ({"allowedOrigins": "lieu.example.fr", "startsWith": f"{ELSEWHERE}/"}, False),
        ({"allowedOrigins": [3], "startsWith": [None]}, False),
    ],
)
def test_the_issuer_says_where_its_badges_lie(
    place: Place, rules: JsonObject | None, *, genuine: bool
) -> None:
    """Prefixes and hosts are compared whole; what is outside of them is a false issuer's."""
    place.publish(profile(verification=rules))
    report = place.read(assertion())
    assert (report.state is State.GENUINE) is genuine
    if not genuine:
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
        assert code(report) == "hosting.out_of_scope"


@pytest.mark.requirement("OB2-07")
@pytest.mark.parametrize(
    "rest",
    [
        *("..%2fautre/1", "%2e%2e%2fautre/1", "x/..%5cautre/1", "..;/autre/1", "..%252fautre/1"),
        *("/autre/1", "x//1", "x%2F1", "x%3b/1", "%u2216/1", "%c0%ae%c0%ae/1", "%ef%bc%8f1"),
        *("%e2%80%a6/1", ".%20./1", "x%0a/1", "x%"),
    ],
)
def test_an_address_that_climbs_out_of_its_beginning_is_outside(place: Place, rest: str) -> None:
    """Once a server decodes it, it is a page of somebody else's on the same host."""
    url = f"{HOME}/alice/{rest}"
    place.publish(profile(verification={"startsWith": f"{HOME}/alice/"}))
    place.publish(assertion(id=url))
    report = place.read(assertion(id=url))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert code(report) == "hosting.out_of_scope"


@pytest.mark.requirement("OB2-07")
@pytest.mark.parametrize(
    ("beginning", "rest"),
    [
        *(("alice/", "1"), ("alice/", ".well-known/v1.0.json"), ("alice", "/%C3%A9t%C3%A9%20/1")),
        *(("o/badges%2F", "1?alt=media"), ("", "/x//1"), ("?who=alice&", "id=..%2f1")),
        *(("alice/", "?next=../x"), ("alice/", "")),
    ],
)
def test_usual_addresses_stay_within_their_beginning(
    place: Place, beginning: str, rest: str
) -> None:
    """Accents, dots in names, a query, and escapes that the issuer wrote into its own rule."""
    place.publish(profile(verification={"startsWith": f"{HOME}/{beginning}"}))
    url = f"{HOME}/{beginning}{rest}"
    place.publish(assertion(id=url))
    assert place.read(assertion(id=url)).state is State.GENUINE


@pytest.mark.requirement("OB2-05", "OB2-07")
def test_an_issuer_written_out_on_its_own_host_is_asked_itself(place: Place) -> None:
    """On a host of many, only the issuer's own page says which addresses are its own."""
    place.publish(profile(verification={"startsWith": f"{HOME}/alice/"}))
    for written in (profile(), profile(verification={"startsWith": f"{HOME}/"})):
        false = badge_class(id=f"{HOME}/autre/b", issuer=written)
        place.publish(false)
        for named in (false, badge_class(id=None, issuer=written), f"{HOME}/autre/b"):
            place.publish(assertion(badge=named))
            report = place.read(assertion())
            assert report.state is State.NOT_THE_ISSUER
            assert code(report) == "hosting.out_of_scope"


@pytest.mark.requirement("OB2-07")
def test_a_rule_that_we_do_not_know_leaves_it_open(place: Place) -> None:
    """Another property than the identifier, rules in several places, or somewhere else."""
    for rules in (
        {"startsWith": HOME, "verificationProperty": "image"},
        [{}, {"startsWith": f"{ELSEWHERE}/"}],
        f"{HOME}/rules",
        {"id": f"{HOME}/rules"},
    ):
        place.publish(profile(verification=rules))
        report = place.read(assertion())
        assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
        assert code(report) == "hosting.unknown_rule"


@pytest.mark.requirement("OB2-07", "OB2-11")
@pytest.mark.parametrize(
    "scheme", ["https://ailleurs.example/1", "https://lieu.example.fr.evil.example/1"]
)
def test_anybody_can_name_somebody_elses_badge(place: Place, scheme: str) -> None:
    """An assertion on a stranger's site that names a real badge class is a false issuer's."""
    place.publish(assertion(id=scheme))
    report = place.read(assertion(id=scheme))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert "Le Lieu" in report.sentence("fr")


@pytest.mark.requirement("OB2-05", "OB2-07")
def test_an_issuer_written_out_by_a_stranger_is_asked_itself(place: Place) -> None:
    """A profile that a stranger writes into its badge is not believed: its address is asked."""
    claimed = profile(verification={"allowedOrigins": ["ailleurs.example"]})
    false = assertion(id=f"{ELSEWHERE}/1", badge=badge_class(issuer=claimed))
    place.publish(false)
    report = place.read(false)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    nameless = assertion(
        id=f"{ELSEWHERE}/1",
        badge=badge_class(id=f"{ELSEWHERE}/b", issuer=profile(id="urn:uuid:1")),
    )
    place.publish(nameless)
    place.publish(nameless["badge"])
    assert place.read(nameless).verdict is Verdict.REJECTED


@pytest.mark.requirement("OB2-05")
def test_what_is_written_out_and_has_an_address_is_asked_there(place: Place) -> None:
    """Only the pages of badge class and issuer speak for them, even on the same host."""
    place.publish(assertion(badge=badge_class(name="Autre", issuer=profile(name="Autre"))))
    report = place.read(assertion())
    assert report.state is State.GENUINE
    assert place.web.visits == [ASSERTION, BADGE, ISSUER]
    assert (report.summary.achievement, report.summary.issuer_name) == (
        "Animer un atelier",
        "Le Lieu",
    )


@pytest.mark.requirement("OB2-05")
def test_a_part_of_the_very_page_needs_no_other(place: Place) -> None:
    """A badge class named by a fragment of the assertion's own page is that page's word."""
    place.publish(assertion(badge=badge_class(id=f"{ASSERTION}#badge")))
    report = place.read(assertion())
    assert report.state is State.GENUINE
    assert place.web.visits == [ASSERTION, ISSUER]


@pytest.mark.requirement("OB2-07")
def test_a_badge_class_on_another_host_needs_a_declaration(place: Place) -> None:
    """Without a declared scope, assertion and badge class must be at the issuer's host."""
    place.publish(badge_class(id=f"{ELSEWHERE}/b"))
    place.publish(assertion(badge=f"{ELSEWHERE}/b"))
    assert code(place.read(assertion())) == "hosting.out_of_scope"
    place.publish(profile(verification={"allowedOrigins": "lieu.example.fr"}))
    assert place.read(assertion()).state is State.GENUINE


def test_rules_for_open_badges_3_refuse_the_older_standard(place: Place) -> None:
    """A badge of 2.0 is not certified as one of 3.0, however good it is."""
    report = place.read(assertion(), policy="ob3-certification")
    assert report.verdict is Verdict.REJECTED
    assert code(report, "input.readable") == "input.not_in_policy"


@pytest.mark.requirement("OB2-06", "OB2-09")
@pytest.mark.parametrize(
    "policy", [policy.name for policy in POLICIES if "assertion" not in policy.refuses]
)
def test_no_named_policy_accepts_what_nobody_vouches_for(place: Place, policy: str) -> None:
    """However few questions a policy asks, the one that all trust rests on is among them."""
    assert place.read(assertion(), policy=policy).verdict is Verdict.ACCEPTED
    assert place.read(jws(signed_assertion()), policy=policy).verdict is Verdict.ACCEPTED
    place.publish(profile(verification={"allowedOrigins": "example.org"}, publicKey=None))
    for material in (serialize(assertion()), jws(signed_assertion())):
        assert place.read(material, policy=policy).verdict is Verdict.REJECTED
    for url in (ISSUER, BADGE, ASSERTION):
        place.web.statuses[url] = 410
        for material in (serialize(assertion()), jws(signed_assertion())):
            assert place.read(material, policy=policy).verdict is not Verdict.ACCEPTED
    for issuer in (None, "urn:uuid:1", profile(id=None)):
        away = Place()
        away.publish(badge_class(issuer=issuer))
        for material in (serialize(assertion()), jws(signed_assertion())):
            assert away.read(material, policy=policy).verdict is not Verdict.ACCEPTED


@pytest.mark.requirement("OB2-06", "VER-03")
def test_pages_that_name_each_other_do_not_make_us_circle(place: Place) -> None:
    """However badge, class and issuer point at one another, few pages are asked."""
    loop = assertion(badge=ASSERTION, issuer=ASSERTION, publicKey=ASSERTION)
    place.publish(loop)
    report = place.read(loop)
    assert report.verdict is Verdict.REJECTED
    assert len(place.web.visits) <= 6
    for number in range(40):
        place.publish(assertion(id=f"{HOME}/{number + 1}"), f"{HOME}/{number}")
    place.web.visits.clear()
    assert place.read(assertion(id=f"{HOME}/0")).verdict is Verdict.REJECTED
    assert len(place.web.visits) <= 2
