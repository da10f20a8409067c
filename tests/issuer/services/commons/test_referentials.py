"""The frameworks of an instance: seeded once, read fast, each version exactly as it was frozen."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from badges.frameworks import load_tiers_lieux
from badges.frameworks.skos import read_stored
from issuer.errors import NotFound
from issuer.ports.shelf import Shelf
from issuer.services.commons import authoring, referentials, releasing
from issuer.services.finding import find_framework
from issuer.store import open_store
from tests.issuer.services.commons.circle import BOSS, light, settle
from tests.issuer.world import Town

SHIPPED = load_tiers_lieux()


def test_the_shipped_referential_is_there_with_its_bridges(town: Town) -> None:
    """As published: the same framework, nobody keeps it here, and 161 bridges wait for reviews."""
    found = referentials.default(town.office)
    assert found == SHIPPED
    (card,) = referentials.cards(town.office)
    assert (card.slug, card.place, card.version) == ("tiers-lieux", None, SHIPPED.version)
    with town.office.store.read() as work:
        bridges = work.bridges.of("tiers-lieux")
        kept = work.concepts.scheme("tiers-lieux")
    assert len(bridges) == 161
    assert {bridge.status for bridge in bridges} == {"proposed"}
    assert {bridge.author for bridge in bridges} == {SHIPPED.creator}
    assert kept is not None
    assert kept.concepts == len(SHIPPED.competencies)


def test_its_competencies_are_found_as_concepts(village: Town) -> None:
    """One search finds everything: each notation is a concept of a scheme of the framework."""
    with village.office.store.read() as work:
        kept = work.concepts.get("tiers-lieux", "TL-COO-01")
    assert kept is not None
    assert kept.gone_in is None
    assert kept.concept.kind == SHIPPED.find("TL-COO-01").type
    assert kept.concept.label == SHIPPED.find("TL-COO-01").label["fr"]
    assert kept.concept.texts


def test_seeding_again_changes_nothing(town: Town) -> None:
    """Revision, versions and journal stay as they are."""
    with town.office.store.read() as work:
        before = work.frameworks.get("tiers-lieux"), work.journal.list()
    referentials.seed(town.office)
    with town.office.store.read() as work:
        assert (work.frameworks.get("tiers-lieux"), work.journal.list()) == before


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind in turn, without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    return str(request.getfixturevalue("postgresql").create("seeded_by_four"))


def test_servers_that_start_together_seed_once(empty: str, village: Town) -> None:
    """Each of them finds the referential there; one of them put it there."""
    office = replace(village.office, store=open_store(empty), shelf=Shelf())
    gate, problems = threading.Barrier(4), list[Exception]()

    def start() -> None:
        gate.wait()
        try:
            referentials.seed(office)
        except Exception as error:  # noqa: BLE001 - a thread must tell what went wrong
            problems.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert len(referentials.versions(office, "tiers-lieux")) == 1
    office.store.close()


def _newer(town: Town) -> None:
    newer = replace(SHIPPED, version="1.1.0", modified="2027-01-01")
    with town.office.store.write() as work:
        releasing.release_shipped(town.office, work, newer)


def test_a_newer_shipped_version_is_added_beside_the_older(town: Town) -> None:
    """The older one stays as it was frozen; bridges are not doubled; an older program adds none."""
    first = referentials.versions(town.office, "tiers-lieux")[0].document
    _newer(town)
    assert referentials.default(town.office).version == "1.1.0"
    old = referentials.versions(town.office, "tiers-lieux")[1]
    assert (old.version, old.document) == ("1.0.0", first)
    referentials.seed(town.office)
    with town.office.store.read() as work:
        assert len(work.bridges.of("tiers-lieux")) == 161
        assert len(work.frameworks.versions("tiers-lieux")) == 2


def test_a_place_that_keeps_the_referential_gets_no_shipped_version(village: Town) -> None:
    """From then on the place writes what follows, and starting the program leaves it alone."""
    settle(village)
    authoring.keep(village.office, "tiers-lieux", "atelier", by=BOSS)
    assert referentials.default(village.office).place == "atelier"
    with village.office.store.write() as work:
        record = find_framework(work, "tiers-lieux")
        work.frameworks.replace(replace(record, title="Le nôtre"))
    referentials.seed(village.office)
    with village.office.store.read() as work:
        assert find_framework(work, "tiers-lieux").title == "Le nôtre"


def test_a_version_is_given_exactly_as_it_was_frozen(village: Town) -> None:
    """Bridges of today change what is current, never the frozen version."""
    village.publish_bridges("TL-FAB-01")
    frozen = referentials.published(village.office, "tiers-lieux", "1.0.0")
    assert frozen == SHIPPED
    statuses = {
        match.status for match in referentials.default(village.office).find("TL-FAB-01").matches
    }
    assert statuses == {"published"}


def test_a_refused_bridge_is_not_published(village: Town) -> None:
    """Everybody can read it in its list of reviews, nobody on the competency."""
    with village.office.store.write() as work:
        bridge = work.bridges.of("tiers-lieux")[0]
        work.bridges.replace(replace(bridge, status="refused"))
        releasing.touch(work, find_framework(work, "tiers-lieux"))
    found = referentials.default(village.office).find(bridge.competency)
    assert bridge.code not in {match.code for match in found.matches}
    assert bridge.code in {match.code for match in SHIPPED.find(bridge.competency).matches}


@pytest.mark.parametrize(
    "name",
    [
        "TL-COO-01",
        " tl-coo-01 ",
        "intelligence-collective",
        "tiers-lieux/intelligence-collective",
        "tiers-lieux/TL-COO-01",
        str(SHIPPED.find("TL-COO-01").uuid),
    ],
)
def test_a_competency_is_found_by_each_of_its_names(village: Town, name: str) -> None:
    """Notation, slug or UUID, with or without its framework."""
    framework, competency = referentials.competency(village.office, name)
    assert (framework.slug, competency.notation) == ("tiers-lieux", "TL-COO-01")


@pytest.mark.parametrize(
    "name", ["", "TL-COO-99", "nowhere/x", "tiers-lieux/x", "\0", "é", "x" * 9_999, "TL-", "/"]
)
def test_a_competency_that_nobody_has_is_told(village: Town, name: str) -> None:
    """Whatever was typed, the answer is a sentence."""
    with pytest.raises(NotFound, match=r"competency\.unknown_anywhere"):
        referentials.competency(village.office, name)


def test_the_beginning_of_a_notation_leads_to_its_framework(village: Town) -> None:
    """A place's own competencies are found as easily, once they are published."""
    settle(village)
    slug = light(village)
    prefix = authoring.draft(village.office, slug).framework.prefix
    with pytest.raises(NotFound):
        referentials.competency(village.office, f"{prefix}-BOI-01")
    authoring.publish(village.office, slug, by=BOSS)
    framework, competency = referentials.competency(village.office, f"{prefix}-BOI-01")
    assert (framework.slug, competency.slug) == (slug, "scier-1")


def test_what_is_not_there_is_told(village: Town) -> None:
    """No framework, nothing published yet, no such version: three sentences."""
    settle(village)
    slug = light(village, count=0)
    for name, version, code in (
        ("nowhere", None, "framework.unknown"),
        (slug, None, "framework.unpublished"),
        ("tiers-lieux", "9.9.9", "framework.version_unknown"),
        ("tiers-lieux", "\0", "framework.version_unknown"),
    ):
        with pytest.raises(NotFound, match=code):
            referentials.published(village.office, name, version)
    assert [card.slug for card in referentials.cards(village.office)] == ["tiers-lieux"]
    drafts = referentials.cards(village.office, drafts=True)
    assert {card.slug: card.version for card in drafts} == {slug: None, "tiers-lieux": "1.0.0"}


def test_the_same_revision_is_read_once(village: Town) -> None:
    """Two requests share the framework; a change of its bridges gives a new one."""
    first = referentials.default(village.office)
    assert referentials.default(village.office) is first
    village.publish_bridges("TL-FAB-01")
    assert referentials.default(village.office) is not first


def test_a_shelf_is_bounded() -> None:
    """What was not asked for the longest time makes room."""
    shelf = Shelf(room=2 * (1 + len(SHIPPED.competencies)))
    for revision in (1, 2, 2):
        shelf.put(("a", "", revision), SHIPPED)
    assert shelf.get(("a", "", 1)) is SHIPPED
    shelf.put(("a", "", 3), SHIPPED)
    assert len(shelf) == 2
    assert shelf.get(("a", "", 2)) is None


def test_the_frozen_document_is_the_framework(village: Town) -> None:
    """The bytes of a version read back to the same framework: nothing else was kept of it."""
    (version,) = referentials.versions(village.office, "tiers-lieux")
    assert read_stored(version.document) == SHIPPED
