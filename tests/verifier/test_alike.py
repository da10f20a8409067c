"""What holds of one badge and of all like it is found out once, and never told of another."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from badges.documents import LIKENESSES, Secured, serialize
from badges.documents.likeness import Likeness
from tests.verifier.badges_to_read import Desk, Place, badge, status_entry
from verifier.case import Case, Check, Kind
from verifier.checks import CHECKS
from verifier.pipeline import Pipeline
from verifier.report import Report
from verifier.trust import TrustLists

_VALUES = (
    *("x", "@included", "https://e.example/i.png", "data:image/png;base64,AAAA", "revocation"),
    *("refresh", "message", "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "relative", "0"),
)
_ANSWERED = {
    *("document.shape", "document.context", "image.integrity", "credential.refresh"),
    *("status.suspension", "status.message", "resource.integrity", "endorsements"),
}


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    """No likeness from other tests, and none left for them."""
    LIKENESSES.forget()
    yield
    LIKENESSES.forget()


def _document(place: Place, **members: Any) -> Any:
    document = badge(place, credentialStatus=status_entry(), **members)
    document["evidence"] = [{"id": "https://e.example/1", "type": ["Evidence"], "name": "Photos"}]
    subject = document["credentialSubject"]
    subject["result"] = [{"type": ["Result"], "resultDescription": "urn:r", "value": "B"}]
    subject["achievement"] |= {
        "image": {"id": "https://e.example/a.png", "type": "Image"},
        "resultDescription": [
            {
                "id": "urn:r",
                "type": ["ResultDescription"],
                "name": "Note",
                "resultType": "LetterGrade",
                "allowedValue": ["C", "B", "A"],
                "requiredValue": "B",
            }
        ],
    }
    return document


def _with(document: Any, path: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    part = changed
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return changed


def _learnt(desk: Desk, document: Any) -> Likeness:
    """The likeness of these badges, of which the verifier has read a few."""
    for number in range(5):
        desk.read(serialize({**document, "id": f"https://a.example/{number}"}))
    likeness = Secured(serialize(document), "application/vc").likeness
    assert likeness is not None
    return likeness


def _afresh(desk: Desk, body: bytes, policy: str = "default") -> Report:
    """The report of a verifier that knows no badge."""
    LIKENESSES.forget()
    return desk.read(body, policy=policy)


class _Cases:
    """Cases as the checks get them."""

    def __init__(self, desk: Desk) -> None:
        self._examination = Pipeline(desk.clock, desk.web, TrustLists())

    def __call__(self, document: Any) -> Case:
        opened = self._examination.open(serialize(document))
        examination: Any = opened.examination
        secured = Secured(serialize(document), "application/vc")
        case: Case = examination._case(  # noqa: SLF001 - the very case that checks are asked about
            secured, Kind.BADGE, examination.policy, examination.expected
        )
        return case


def _declared(case: Case) -> list[Check]:
    return [
        check
        for check in CHECKS
        if Kind.BADGE in check.kinds and check.is_alike is not None and check.is_alike(case)
    ]


@pytest.mark.parametrize("member", ["", "refreshService", "image"])
def test_no_text_of_a_person_changes_what_is_told_of_all(
    desk: Desk, place: Place, member: str
) -> None:
    """Each check that is asked once of badges alike answers the same whatever a slot says."""
    more: dict[str, Any] = {
        "refreshService": {"id": "https://e.example/r", "type": "1EdTechCredentialRefresh"},
        "image": {"id": "https://e.example/i.png", "type": "Image"},
    }
    document = _document(place, **({member: more[member]} if member else {}))
    case_of = _Cases(desk)
    first = case_of(document)
    declared = _declared(first)
    assert declared
    likeness = Likeness(document)
    values = {*_VALUES, *(str(value) for value in likeness.values(document))}
    for path, value in product(likeness.paths, sorted(values)):
        other = case_of(_with(document, path, value))
        assert _declared(other) == declared
        for check in declared:
            assert check.ask(other) == check.ask(first), (check.id, path, value)


def test_checks_that_read_what_a_badge_says_of_a_person_are_not_told_of_all(
    desk: Desk, place: Place
) -> None:
    """A picture, a service, a digest or a part that speaks as the badge is looked at each time."""
    case_of = _Cases(desk)
    plain = {check.id for check in _declared(case_of(_document(place)))}
    assert plain == _ANSWERED
    for lost, members in (
        ("credential.refresh", {"refreshService": {"id": "urn:r", "type": "x"}}),
        ("resource.integrity", {"relatedResource": []}),
        ("image.integrity", {"image": {"id": "https://e.example/i.png", "type": "Image"}}),
        ("document.context", {"more": {"id": "urn:y", "validUntil": "2020-01-01T00:00:00Z"}}),
        ("endorsements", {"endorsementJwt": ["x"]}),
        ("status.suspension", {"credentialStatus": status_entry(statusPurpose="suspension")}),
        ("status.message", {"credentialStatus": status_entry(statusPurpose="message")}),
    ):
        left = {check.id for check in _declared(case_of(_document(place) | members))}
        assert lost not in left


def test_reports_are_those_of_a_verifier_that_knows_no_badge(desk: Desk, place: Place) -> None:
    """Whatever stands in a slot, those of the proof included, memory changes no report."""
    signed = place.sign(_document(place)).document
    likeness = _learnt(desk, signed)
    bodies = [
        serialize(_with(signed, path, value))
        for path, value in product(likeness.paths, ("2020-01-01T00:00:00Z", ""))
    ]
    told = [desk.read(body) for body in bodies]
    assert told == [_afresh(desk, body) for body in bodies]
    assert len({tuple(item.code for item in report.findings) for report in told}) > 3


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_signed_badges_alike_are_told_the_same_under_every_policy(
    desk: Desk, place: Place, suite: str
) -> None:
    """Each badge of an achievement gets the report that it would get alone, under any rules."""
    bodies = []
    for number in range(10):
        document = _document(place, id=f"https://badges.example.fr/credentials/{number}")
        bodies.append(place.sign(document, suite).body)
    for policy in ("default", "strict", "ob3-certification", "archive", "proof"):
        told = [desk.read(body, policy=policy) for body in bodies]
        kind = "application/vc+jwt" if suite == "vc-jwt" else "application/vc"
        assert Secured(bodies[-1], kind).likeness is not None
        assert told == [_afresh(desk, body, policy) for body in bodies]


def test_the_text_of_a_report_holds_the_badge_as_it_came(desk: Desk, place: Place) -> None:
    """Whether its text is copied or written again, the report says the same, member by member."""
    document = place.sign(_document(place)).document
    _learnt(desk, document)
    plain = serialize(document)
    for body, is_copied in ((plain, True), (json.dumps(document).encode(), False)):
        report = desk.read(body)
        assert (Secured(body, "application/vc").alike is not None) is is_copied
        text = report.to_bytes("fr")
        assert plain in text
        assert json.dumps(json.loads(text)) == json.dumps(report.to_json("fr"))
        beside = json.loads(replace(report, credential=None).to_bytes("fr"))
        assert beside["credential"] is None
