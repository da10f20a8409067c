"""Badges as our own service issues them, and everything that can be changed in them."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from badges.documents import JsonObject
from badges.ports import Fetched
from tests.browser.node import Answers, Modules, verifying
from tests.corpus.specimen import GENUINE
from tests.issuer.web.house import ONLINE, House, open_house
from tests.world import NOON, StillClock, WebOfDocuments
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.report import Verdict
from verifier.trust import TrustLists

PATHS = (
    *("/places/deux-rives/did.json", "/places/ecluse/did.json"),
    *("/status/deux-rives-revocation-1", "/status/ecluse-suspension-1"),
    "/status/ecluse-revocation-1",
)
STATES = {"genuine": "genuine", "bare": "genuine", "revoked": "revoked", "suspended": "suspended"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house online, whose places are did:web."""
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def pages(house: House) -> dict[str, bytes]:
    """The documents that the house publishes about itself."""
    client = house.client()
    return {f"{ONLINE}{path}": client.get(path).data for path in PATHS}


@pytest.fixture(scope="module")
def genuine(house: House) -> JsonObject:
    """A badge that holds."""
    document: JsonObject = json.loads(house.client().get(f"{house.path('genuine')}.json").data)
    return document


def _state(answers: Answers) -> dict[str, str]:
    return {name: answers.state(name) for name in answers.answers}


@pytest.mark.parametrize("kind", ["json", "jwt", "png"])
def test_each_badge_is_what_it_is(
    modules: Modules, house: House, pages: dict[str, bytes], kind: str
) -> None:
    """Genuine, cancelled and suspended badges are told apart in each form."""
    client = house.client()
    cases = {name: verifying(client.get(f"{house.path(name)}.{kind}").data) for name in STATES}
    assert _state(modules.ask(cases, pages)) == STATES


def test_only_the_key_and_the_list_are_asked_for(
    modules: Modules, pages: dict[str, bytes], genuine: JsonObject
) -> None:
    """Neither the address of the badge nor anything else that tells which badge is looked at."""
    answers = modules.ask({"badge": verifying(json.dumps(genuine).encode())}, pages)
    assert set(answers.visits) == {f"{ONLINE}{PATHS[0]}", f"{ONLINE}{PATHS[2]}"}


@pytest.mark.parametrize("missing", [PATHS[0], PATHS[2]])
def test_without_key_or_list_nothing_is_said(
    modules: Modules, pages: dict[str, bytes], genuine: JsonObject, missing: str
) -> None:
    """A list or a key that cannot be had leaves the answer open: neither true nor false."""
    left = {url: body for url, body in pages.items() if not url.endswith(missing)}
    answers = modules.ask({"badge": verifying(json.dumps(genuine).encode())}, left)
    assert answers.state("badge") == "cannot_check"


@pytest.mark.parametrize(
    ("now", "state"),
    [("2026-11-01T00:00:00Z", "not_yet_valid"), ("2029-01-01T00:00:00Z", "expired")],
)
def test_dates_are_looked_at(
    modules: Modules, pages: dict[str, bytes], genuine: JsonObject, now: str, state: str
) -> None:
    """Before its first day a badge is not valid yet; after its last one it has come to its end."""
    # The list of a day after tomorrow would be refused for its own date, which is told second.
    answers = modules.ask({"badge": verifying(json.dumps(genuine).encode())}, pages, now)
    assert answers.state("badge") == state


def test_no_change_is_accepted(
    modules: Modules, pages: dict[str, bytes], genuine: JsonObject
) -> None:
    """Every value changed, every member taken away, a member added everywhere: nothing passes."""
    changed = dict(_changes(genuine))
    cases = {name: verifying(json.dumps(document).encode()) for name, document in changed.items()}
    states = _state(modules.ask(cases, pages))
    assert len(states) > 300
    assert [name for name, state in states.items() if state == "genuine"] == []
    assert sum(state == "altered" for state in states.values()) > 150


def test_a_list_that_was_changed_is_not_believed(
    modules: Modules, pages: dict[str, bytes], genuine: JsonObject, house: House
) -> None:
    """A cancelled badge stays so: a list with all bits clear is not the one that was signed."""
    listing = json.loads(pages[f"{ONLINE}{PATHS[2]}"])
    other = json.loads(pages[f"{ONLINE}{PATHS[3]}"])
    subject = listing["credentialSubject"]
    subject["encodedList"] = other["credentialSubject"]["encodedList"]
    forged = {**pages, f"{ONLINE}{PATHS[2]}": json.dumps(listing).encode()}
    cancelled = house.client().get(f"{house.path('revoked')}.json").data
    assert genuine["id"] != json.loads(cancelled)["id"]
    answers = modules.ask({"badge": verifying(cancelled)}, forged)
    assert answers.state("badge") == "cannot_check"


def test_one_name_stands_once(
    modules: Modules, pages: dict[str, bytes], genuine: JsonObject
) -> None:
    """A second member of the same name, of which most readers see one, is not read at all."""
    text = json.dumps(genuine)
    twice = text.replace('"name": ', '"name": "Autre", "name": ', 1)
    escaped = text.replace('"name": ', '"n\\u0061me": "Autre", "name": ', 1)
    cases = {"twice": verifying(twice.encode()), "escaped": verifying(escaped.encode())}
    assert set(_state(modules.ask(cases, pages)).values()) == {"unreadable"}


def test_what_the_service_refuses_for_its_form_is_not_genuine_here(
    modules: Modules, pages: dict[str, bytes], genuine: JsonObject
) -> None:
    """A list of one states the same as its value, and only where the model allows it is it read."""
    listed = {"as it is": json.dumps(genuine).encode(), **dict(_lists_of_one(genuine))}
    cases = {name: verifying(text) for name, text in listed.items()}
    believed = [
        name for name, state in _state(modules.ask(cases, pages)).items() if state == GENUINE
    ]
    assert len(listed) > 60
    assert "as it is" in believed
    verifier = Verifier(Pipeline(StillClock(NOON), _web(pages), TrustLists()))
    verdicts = {name: verifier.verify(listed[name]).verdict for name in believed}
    assert set(verdicts.values()) == {Verdict.ACCEPTED}, verdicts


@pytest.mark.parametrize("wrong", [{"id": ["data:application/vc+jwt,x"]}, {"@context": []}])
def test_a_broken_envelope_is_told(
    modules: Modules, pages: dict[str, bytes], house: House, wrong: JsonObject
) -> None:
    """An envelope that the service cannot open is none here either, and stops no page."""
    jwt = house.client().get(f"{house.path('genuine')}.jwt").get_data(as_text=True)
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "id": f"data:application/vc+jwt,{jwt}",
        "type": "EnvelopedVerifiableCredential",
    }
    cases = {
        "good": verifying(json.dumps(envelope).encode()),
        "wrong": verifying(json.dumps(envelope | wrong).encode()),
        "spaced": verifying(f"\u00a0{jwt}".encode()),
    }
    states = {"good": GENUINE, "wrong": "cannot_check", "spaced": "cannot_check"}
    assert _state(modules.ask(cases, pages)) == states


def _web(pages: dict[str, bytes]) -> WebOfDocuments:
    return WebOfDocuments(
        {url: Fetched(url, "application/json", body) for url, body in pages.items()}
    )


def _lists_of_one(document: JsonObject) -> Iterator[tuple[str, bytes]]:
    for place in _places(document):
        changed = copy.deepcopy(document)
        holder: Any = changed
        for step in place[:-1]:
            holder = holder[step]
        if not isinstance(holder[place[-1]], list):
            holder[place[-1]] = [holder[place[-1]]]
            yield "/".join(map(str, place)), json.dumps(changed).encode()


def _changes(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    for place in _places(document):
        where = "/".join(map(str, place))
        for name, change in (("change", _change), ("remove", _remove), ("add", _add)):
            changed = copy.deepcopy(document)
            holder: Any = changed
            for step in place[:-1]:
                holder = holder[step]
            if change(holder, place[-1]):
                yield f"{name} {where}", changed


def _places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in items:
        yield (*place, step)
        if isinstance(inner, dict | list):
            yield from _places(inner, (*place, step))


def _change(holder: Any, step: Any) -> bool:
    value = holder[step]
    if isinstance(value, dict | list):
        return False
    holder[step] = not value if isinstance(value, bool) else f"{value}x"
    return True


def _remove(holder: Any, step: Any) -> bool:
    del holder[step]
    return True


def _add(holder: Any, step: Any) -> bool:
    if not isinstance(holder[step], dict):
        return False
    holder[step]["note"] = "x"
    return True
