"""Bridges as tables that people fill in elsewhere, and what a new edition does to bridges."""

from dataclasses import replace

import pytest

from issuer.errors import Conflict, NotAllowed, NotFound, RowsRefused
from issuer.services import journal
from issuer.services.commons import authoring, bridges, referentials
from tests.issuer.services.commons.circle import (
    BOSS,
    PLANING,
    SAWING,
    SHEET,
    Commons,
    bring_in,
    light,
    propose_bridge,
    settle,
)
from tests.issuer.world import Town

HEAD = (
    "subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tobject_source\tother"
)
HUMAN = "semapv:ManualMappingCuration"


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def _table(*rows: tuple[str, str, str, str]) -> str:
    """A table of subject, relation, code and label in ROME."""
    lines = [
        f"{subject}\tskos:{relation}\tROME:{code}\t{label}\t{HUMAN}\tROME\tcode={code}|kind=competence"
        for subject, relation, code, label in rows
    ]
    return "\n".join([HEAD, *lines]) + "\n"


def test_a_table_becomes_proposals_once(town: Town) -> None:
    """All or none; else each good line a proposal, the others told by their lines."""
    commons = settle(town)
    slug = light(town, published=True)
    table = _table(
        ("scier-1", "closeMatch", "100001", "Scier"),
        ("scier-9", "closeMatch", "100001", "Scier"),
        ("scier-2", "sameAs", "100001", "Scier"),
        ("scier-1", "closeMatch", "100001", "Scier"),
        ("scier-1", "broadMatch", "100001", "Scier"),
        ("scier-3", "closeMatch", "100003", ""),
        ("scier-4", "broadMatch", "100004", "Percer"),
    )
    by = commons["facilitator cafe"]
    with pytest.raises(RowsRefused) as caught:
        bridges.import_rows(town.office, slug, table, by=by)
    assert (caught.value.count, bridges.of(town.office, slug)) == (4, ())
    done = bridges.import_rows(town.office, slug, table, by=by, skip_bad=True)
    assert [(item.code, item.relation, item.status) for item in done.added] == [
        ("100001", "closeMatch", "proposed"),
        ("100004", "broadMatch", "proposed"),
    ]
    assert {item.author for item in done.added} == {"facilitator cafe"}
    assert done.known == 1
    assert [(item.line, item.code) for item in done.problems] == [
        (3, "framework.no_such_competency"),
        (4, "framework.sssom.value"),
        (6, "bridge.exists"),
        (7, "text.empty"),
    ]
    again = bridges.import_rows(town.office, slug, table, by=by, skip_bad=True)
    assert (again.added, again.known) == ((), 3)
    assert len(bridges.of(town.office, slug)) == 2


def test_our_own_table_comes_back_without_a_change(commons: Commons) -> None:
    """Written, then read again: everything is known, nothing is a problem."""
    text = bridges.export(commons.town.office, "tiers-lieux")
    done = bridges.import_rows(commons.town.office, "tiers-lieux", text, by=BOSS)
    assert (done.added, done.known, done.problems) == ((), 161, ())


def test_a_table_says_nothing_of_reviews(commons: Commons) -> None:
    """Whatever status it claims, people here look for themselves."""
    office, slug = commons.town.office, light(commons.town)
    table = _table(("scier-1", "closeMatch", "100001", "Scier")).replace(
        "kind=competence", "kind=competence|status=published"
    )
    done = bridges.import_rows(office, slug, table, by=BOSS)
    assert [item.status for item in done.added] == ["proposed"]


def test_a_table_is_for_those_who_may_propose(commons: Commons) -> None:
    """And for a framework that is here."""
    with pytest.raises(NotFound, match=r"framework\.unknown"):
        bridges.import_rows(commons.town.office, "nowhere", HEAD, by=BOSS)
    stranger = replace(BOSS, operator=False)
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        bridges.import_rows(commons.town.office, "tiers-lieux", HEAD, by=stranger)


def test_a_draft_is_exported_when_nothing_is_published(commons: Commons) -> None:
    """People review a table before the first publication too."""
    bridge = propose_bridge(commons)
    text = bridges.export(commons.town.office, bridge.framework)
    assert "100001" in text
    assert "status=proposed" in text


def test_a_new_edition_reopens_what_it_changes(town: Town) -> None:
    """A label changed, a code gone: a new round each; the others take the new edition's number."""
    commons = settle(town)
    bring_in(town, [SAWING, PLANING, SHEET])
    sawing = propose_bridge(commons)
    planing = propose_bridge(commons, code=PLANING.code)
    sheet = propose_bridge(commons, code=SHEET.code)
    for name in ("author cafe", "author jardin"):
        bridges.review(town.office, sawing.id, "agree", by=commons[name])
    bridges.publish(town.office, sawing.id, by=BOSS)
    renamed = replace(SAWING, label="Scier le bois et ses dérivés")
    touched = bring_in(town, [renamed, SHEET], "4.0 v61")
    assert {item.id for item in touched} == {sawing.id, planing.id}
    now = {item.id: item for item in bridges.of(town.office, sawing.framework)}
    assert (now[sawing.id].status, now[sawing.id].round) == ("reopened", 2)
    assert bridges.why_reopened(now[sawing.id]) == bridges.Reopening(
        "bridge.reopened.renamed", "Scier le bois et ses dérivés"
    )
    assert bridges.why_reopened(now[planing.id]) == bridges.Reopening(
        "bridge.reopened.gone", "4.0 v61"
    )
    assert (now[sheet.id].status, now[sheet.id].version) == ("proposed", "4.0 v61")
    assert bring_in(town, [renamed, SHEET], "4.0 v61") == []
    assert {line.action for line in journal.read(town.office, subject=sawing.id, limit=1)} == {
        "bridge.reopen"
    }


def test_reviewing_anew_takes_the_new_words(commons: Commons) -> None:
    """After two agreements the bridge bears the label and edition that people looked at."""
    bring_in(commons.town, [SAWING])
    bridge = propose_bridge(commons)
    bring_in(commons.town, [replace(SAWING, label="Scier droit")], "4.0 v61")
    for name in ("author cafe", "author jardin"):
        bridges.review(commons.town.office, bridge.id, "agree", by=commons[name])
    found = bridges.get(commons.town.office, bridge.id).bridge
    assert (found.status, found.label, found.version) == ("reviewed", "Scier droit", "4.0 v61")
    assert bridges.why_reopened(found) is None


def test_nobody_agrees_with_a_bridge_to_what_is_gone(commons: Commons) -> None:
    """It can only be refused, and another one proposed."""
    bring_in(commons.town, [SAWING, PLANING])
    bridge = propose_bridge(commons)
    bring_in(commons.town, [PLANING], "4.0 v61")
    with pytest.raises(Conflict, match=r"bridge\.item_gone"):
        bridges.review(commons.town.office, bridge.id, "agree", by=commons["author cafe"])
    bridges.review(
        commons.town.office, bridge.id, "refuse", by=commons["author cafe"], comment="Retiré."
    )
    assert bring_in(commons.town, [PLANING], "4.0 v62") == []


def test_an_import_of_a_part_reopens_nothing_else(commons: Commons) -> None:
    """A file without any sheet does not say that sheets are gone; nor do spaces or apostrophes."""
    fiche = propose_bridge(commons, code="H2206", kind="fiche", label="Réalisation")
    same = propose_bridge(commons, label="Scier  l’arbre")
    assert bring_in(commons.town, [replace(SAWING, label="Scier l'arbre")]) == []
    found = {item.id: item.status for item in bridges.of(commons.town.office, fiche.framework)}
    assert found == {fiche.id: "proposed", same.id: "proposed"}


def test_a_reopened_bridge_leaves_badges_at_the_next_award(commons: Commons) -> None:
    """What is current shows it as open; what was frozen says what was published then."""
    office = commons.town.office
    bring_in(commons.town, [SAWING, PLANING])
    bridge = propose_bridge(commons)
    for name in ("author cafe", "author jardin"):
        bridges.review(office, bridge.id, "agree", by=commons[name])
    bridges.publish(office, bridge.id, by=BOSS)
    authoring.publish(office, bridge.framework, by=BOSS)
    bring_in(commons.town, [PLANING], "4.0 v61")
    now = referentials.published(office, bridge.framework).find("scier-1")
    then = referentials.published(office, bridge.framework, "1.0.0").find("scier-1")
    assert [match.status for match in now.matches] == ["reopened"]
    assert [match.status for match in then.matches] == ["published"]
