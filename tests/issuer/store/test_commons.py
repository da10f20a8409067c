"""Frameworks, proposals and bridges come back as they were kept, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from issuer.errors import Conflict
from issuer.model import (
    Bridge,
    FrameworkRecord,
    FrameworkVersion,
    Place,
    Proposal,
    Remark,
    Review,
)
from issuer.ports import Store
from tests.issuer.world import Town
from tests.world import NOON

LATER = NOON + timedelta(hours=1)
LIEU = Place("lieu", "Le Lieu", NOON)
LIGHT = FrameworkRecord("leger", "lieu", "u-leger", "LE", "Léger", NOON, b"{}")
FIRST = FrameworkVersion("leger", "1.0.0", NOON, "Zoé", "Première version.", b"un")
MISSING = Proposal(
    id="p-1",
    framework="leger",
    label="Souder un tube",
    statement="Je soude un tube.",
    type="technique",
    reason="On le fait chaque semaine.",
    language="fr",
    author="Zoé",
    author_place="lieu",
    created=NOON,
)
BRIDGE = Bridge(
    id="b-1",
    framework="leger",
    competency="u-souder",
    relation="closeMatch",
    scheme="ROME",
    kind="competence",
    code="300469",
    label="Préparer et animer une réunion",
    version="4.0 v60 (18/09/2025)",
    justification="semapv:ManualMappingCuration",
    author="Zoé",
    author_place="lieu",
    created=NOON,
    changed=NOON,
)


@pytest.fixture
def store(town: Town) -> Store:
    """A store with a place and a light framework in it."""
    with town.office.store.write() as work:
        work.places.add(LIEU)
        work.frameworks.add(LIGHT)
    return town.office.store


def test_a_framework_is_found_by_each_of_its_names(store: Store) -> None:
    """By slug, by prefix, and among those of its place."""
    with store.read() as work:
        assert work.frameworks.get("leger") == LIGHT
        assert work.frameworks.by_prefix("LE") == LIGHT
        assert work.frameworks.list("lieu") == (LIGHT,)
        assert LIGHT in work.frameworks.list()
        assert work.frameworks.get("autre") is None
        assert work.frameworks.by_prefix("le") is None
        assert work.frameworks.by_prefixes({"LE", "le", "XX"}) == (LIGHT,)
        assert work.frameworks.by_prefixes(set()) == ()


def test_a_prefix_belongs_to_one_framework(store: Store) -> None:
    """The database itself refuses a second one, and keeps nothing of it."""
    other = replace(LIGHT, slug="autre", uuid="u-autre")
    with pytest.raises(Conflict), store.write() as work:
        work.frameworks.add(other)
    with store.read() as work:
        assert work.frameworks.get("autre") is None


def test_replacing_a_framework_keeps_what_never_changes(store: Store) -> None:
    """Keeper, title, working document and revision are new; slug, UUID and prefix stay."""
    changed = replace(LIGHT, place=None, title="Autre titre", draft=b"[]", revision=2, prefix="XX")
    with store.write() as work:
        work.frameworks.lock("leger")
        work.frameworks.replace(changed)
    with store.read() as work:
        assert work.frameworks.get("leger") == replace(changed, prefix="LE")


def test_versions_are_listed_the_latest_first(store: Store) -> None:
    """By publication and not by their text: 1.10.0 came after 1.9.0; two may share an instant."""
    versions = tuple(replace(FIRST, version=name) for name in ("1.0.0", "1.9.0", "1.10.0"))
    with store.write() as work:
        for version in versions:
            work.frameworks.publish(version)
    with store.read() as work:
        assert work.frameworks.versions("leger") == tuple(reversed(versions))
        assert work.frameworks.latest("leger") == versions[-1]
        assert work.frameworks.version("leger", "1.9.0") == versions[1]
        assert work.frameworks.version("leger", "2.0.0") is None
        assert work.frameworks.latest("autre") is None


def test_a_version_is_published_once(store: Store) -> None:
    """What is frozen cannot be written over."""
    with store.write() as work:
        work.frameworks.publish(FIRST)
    with pytest.raises(Conflict), store.write() as work:
        work.frameworks.publish(replace(FIRST, document=b"deux"))
    with store.read() as work:
        assert work.frameworks.version("leger", "1.0.0") == FIRST


def test_a_proposal_keeps_its_discussion_and_its_decision(store: Store) -> None:
    """Remarks are numbered in order; a decision changes the decision only."""
    with store.write() as work:
        work.proposals.add(MISSING)
        for text in ("D’accord.", "Moi aussi."):
            work.proposals.add_remark(Remark("p-1", 0, "Ana", None, NOON, text))
        decided = replace(
            MISSING,
            state="merged",
            decided_by="Zoé",
            decided=LATER,
            decision_reason="Déjà là.",
            result="LE-01",
        )
        work.proposals.replace(decided)
    with store.read() as work:
        assert work.proposals.get("p-1") == decided
        assert [(item.number, item.text) for item in work.proposals.remarks("p-1")] == [
            (1, "D’accord."),
            (2, "Moi aussi."),
        ]
        assert work.proposals.remarks("p-2") == ()
        assert work.proposals.get("p-2") is None


def test_proposals_are_listed_by_framework_and_state(store: Store) -> None:
    """The newest first, no more than asked for."""
    others = tuple(
        replace(MISSING, id=f"p-{n}", created=NOON + timedelta(minutes=n)) for n in range(2, 5)
    )
    with store.write() as work:
        work.proposals.add(MISSING)
        for proposal in others:
            work.proposals.add(proposal)
        work.proposals.replace(replace(others[0], state="refused"))
    with store.read() as work:
        found = work.proposals.list(framework="leger", state="open")
        assert [item.id for item in found] == ["p-4", "p-3", "p-1"]
        assert [item.id for item in work.proposals.list(limit=1)] == ["p-4"]
        assert work.proposals.list(framework="autre") == ()


def test_a_bridge_is_found_by_what_it_ties(store: Store) -> None:
    """Capitals of the referential's name do not count; one bridge ties the same two things."""
    with store.write() as work:
        work.bridges.add(BRIDGE)
    with store.read() as work:
        assert work.bridges.get("b-1") == BRIDGE
        assert work.bridges.find("leger", "u-souder", "rome", "300469") == BRIDGE
        assert work.bridges.find("leger", "u-souder", "ESCO", "300469") is None
        assert BRIDGE in work.bridges.citing("Rome")
        assert BRIDGE not in work.bridges.citing("ESCO")
    with pytest.raises(Conflict), store.write() as work:
        work.bridges.add(replace(BRIDGE, id="b-2", relation="broadMatch"))


def test_capitals_with_an_accent_do_not_count_either(store: Store) -> None:
    """SQLite knows the capitals of plain letters only: the comparison is ours."""
    bridge = replace(BRIDGE, scheme="Écoréf")
    with store.write() as work:
        work.bridges.add(bridge)
    with store.read() as work:
        assert work.bridges.find("leger", "u-souder", "ÉCORÉF", "300469") == bridge
        assert work.bridges.citing("écoréf") == (bridge,)


def test_what_a_person_said_is_asked_for_at_once(store: Store) -> None:
    """Of every bridge and round, without what others said."""
    second = replace(BRIDGE, id="a-2", code="1")
    said = [
        Review("b-1", 1, "p-1", "Zoé", None, "agree", LATER),
        Review("b-1", 2, "p-1", "Zoé", None, "refuse", LATER, "Non."),
        Review("a-2", 1, "p-2", "Ali", None, "agree", LATER),
    ]
    with store.write() as work:
        for bridge in (BRIDGE, second):
            work.bridges.add(bridge)
        for review in said:
            work.bridges.add_review(review)
    with store.read() as work:
        assert work.bridges.reviews_by("p-1") == tuple(said[:2])
        assert work.bridges.reviews_by("p-2") == tuple(said[2:])
        assert work.bridges.reviews_by("p-3") == ()


def test_bridges_are_listed_by_status_and_in_order(store: Store) -> None:
    """In the order of creation for a framework, the oldest change first for reviewers."""
    second = replace(BRIDGE, id="a-2", code="1", status="published", changed=LATER)
    third = replace(BRIDGE, id="c-3", code="2")
    with store.write() as work:
        for bridge in (BRIDGE, second, third):
            work.bridges.add(bridge)
        work.bridges.replace(replace(BRIDGE, status="reopened", changed=LATER, round=2, note="?"))
    with store.read() as work:
        assert [item.id for item in work.bridges.of("leger")] == ["b-1", "a-2", "c-3"]
        assert [item.id for item in work.bridges.list(framework="leger")] == ["c-3", "b-1", "a-2"]
        waiting = work.bridges.list(framework="leger", statuses={"proposed", "reopened"}, limit=1)
        assert [item.id for item in waiting] == ["c-3"]
        assert work.bridges.get("b-1") == replace(
            BRIDGE, status="reopened", changed=LATER, round=2, note="?"
        )


def test_a_person_reviews_a_bridge_once_a_round(store: Store) -> None:
    """A second word in the same round is refused; a new round is another one."""
    review = Review("b-1", 1, "p-zoe", "Zoé", "lieu", "agree", NOON)
    with store.write() as work:
        work.bridges.add(BRIDGE)
        work.bridges.add_review(review)
    with pytest.raises(Conflict), store.write() as work:
        work.bridges.add_review(replace(review, verdict="refuse", comment="Non."))
    again = replace(review, round=2, verdict="refuse", comment="Le libellé a changé.")
    with store.write() as work:
        work.bridges.add_review(again)
    with store.read() as work:
        assert work.bridges.reviews("b-1") == (review, again)
