"""Every way round the rule of two people that somebody might try."""

from dataclasses import replace
from uuid import uuid4

import pytest

from badges.model.framework import Domain, Framework, OfficialMatch, Words
from issuer.errors import NotAllowed, NotFound
from issuer.model import Bridge
from issuer.services import people
from issuer.services.commons import authoring, bridges, proposals
from issuer.services.commons.proposals import ProposalRequest
from tests.issuer.services.commons.circle import (
    BOSS,
    Commons,
    bridge_wish,
    light,
    propose_bridge,
    settle,
)
from tests.issuer.world import Town

SAWING = OfficialMatch(
    "closeMatch", "ROME", "competence", "100001", "Scier du bois", None, "4.0", "published", ""
)


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def _file(commons: Commons) -> Framework:
    """What somebody has written in a file: one competency whose bridge it calls published."""
    light(commons.town, count=1)
    given = authoring.draft(commons.town.office, "bois-et-outils").framework
    domain = Domain("X", "x", Words({"fr": "X"}), uuid4())
    item = replace(
        given.competencies[0], uuid=uuid4(), notation="ZZ-X-01", domain=domain, matches=(SAWING,)
    )
    return replace(
        given,
        slug="venu-d-un-fichier",
        uuid=uuid4(),
        prefix="ZZ",
        creator="Somebody else",
        domains=(domain,),
        competencies=(item,),
    )


def _refused_then_reviewed(commons: Commons, bridge: Bridge, author: str) -> None:
    """Whoever brought the bridge does not count among the two."""
    office = commons.town.office
    with pytest.raises(NotAllowed, match=r"bridge\.own"):
        bridges.review(office, bridge.id, "agree", by=commons[author])
    for name in ("author cafe", "author jardin"):
        bridges.review(office, bridge.id, "agree", by=commons[name])
    assert bridges.get(office, bridge.id).bridge.status == "reviewed"


@pytest.mark.requirement("CASE-03")
def test_whoever_imports_a_bridge_does_not_review_it(commons: Commons) -> None:
    """The file names another creator and says `published`: it is a proposal of who brings it."""
    office, by = commons.town.office, commons["author atelier"]
    made = authoring.import_framework(office, _file(commons), place="atelier", by=by)
    (bridge,) = bridges.of(office, made.draft.record.slug)
    assert (bridge.status, bridge.author) == ("proposed", "author atelier")
    assert bridge.author_place == "atelier"
    _refused_then_reviewed(commons, bridge, "author atelier")


@pytest.mark.requirement("CASE-03")
def test_whoever_forks_does_not_review_the_bridges_taken_along(commons: Commons) -> None:
    """They are proposals of the person who forked."""
    by = commons["author atelier"]
    office = commons.town.office
    forked = authoring.fork(office, "tiers-lieux", place="atelier", by=by)
    bridge = bridges.of(office, forked.record.slug)[0]
    assert (bridge.author, bridge.author_place) == ("author atelier", "atelier")
    _refused_then_reviewed(commons, bridge, "author atelier")


@pytest.mark.requirement("CASE-03")
def test_a_partner_of_another_place_is_no_look_from_elsewhere(commons: Commons) -> None:
    """Two colleagues of the author are not enough, though one is also a partner of the café."""
    office, bridge = commons.town.office, propose_bridge(commons)
    people.add(office, "steward atelier", place="cafe", role="partner")
    both = people.contributor(office, "steward atelier", "cafe", operator=False)
    bridges.review(office, bridge.id, "agree", by=commons["author atelier"])
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        bridges.review(office, bridge.id, "agree", by=both)
    assert bridges.get(office, bridge.id).bridge.status == "proposed"


def test_who_works_in_two_places_speaks_for_the_one_that_lets_them(commons: Commons) -> None:
    """A partner of the first place of the alphabet still reviews for the second."""
    office = commons.town.office
    people.add(office, "author cafe", place="atelier", role="partner")
    person = people.find(office, "author cafe")
    visitor = people.Visitor(person, people.memberships(office, person), "")
    assert visitor.places_for("bridge.review") == ("cafe",)
    assert visitor.speaking(None, "bridge.review").place == "cafe"
    assert visitor.speaking().place == "atelier"


def test_a_disabled_person_reviews_nothing_more(commons: Commons) -> None:
    """A form that was open when the door closed does nothing."""
    office, bridge = commons.town.office, propose_bridge(commons)
    by = commons["author cafe"]
    people.disable(office, "author cafe")
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        bridges.review(office, bridge.id, "agree", by=by)


def test_proposing_again_leaves_the_second_author_out(commons: Commons) -> None:
    """After a refusal agreements of the first round count no more, nor does the new author."""
    office, bridge = commons.town.office, propose_bridge(commons)
    bridges.review(office, bridge.id, "agree", by=commons["author cafe"])
    bridges.review(office, bridge.id, "refuse", by=commons["author jardin"], comment="Non.")
    again = bridges.propose(office, bridge_wish(), by=commons["author atelier"]).bridge
    assert (again.id, again.round, again.status) == (bridge.id, 2, "proposed")
    _refused_then_reviewed(commons, again, "author atelier")


def test_a_table_that_says_published_only_proposes(commons: Commons) -> None:
    """Whatever the line claims of its review, people here look for themselves."""
    office = commons.town.office
    bridge = propose_bridge(commons, "facilitator atelier")
    authoring.publish(office, bridge.framework, by=BOSS)
    with office.store.write() as work:
        work.bridges.replace(replace(bridge, status="published", code="999999"))
    table = bridges.export(office, bridge.framework).replace("999999", "888888")
    assert "888888" in table
    by = commons["author atelier"]
    (added,) = bridges.import_rows(office, bridge.framework, table, by=by).added
    assert (added.status, added.author, added.round) == ("proposed", "author atelier", 1)


def test_nobody_reads_the_working_document_of_others_by_proposing(commons: Commons) -> None:
    """Before the first publication a framework is there for the people of its place only."""
    office, slug = commons.town.office, light(commons.town)
    wish = ProposalRequest(slug, "Scier 1", "Je scie.", "Pour voir.")
    stranger = commons["facilitator jardin"]
    with pytest.raises(NotFound, match=r"framework\.unpublished"):
        proposals.propose(office, wish, by=stranger)
    with pytest.raises(NotFound, match=r"framework\.unpublished"):
        bridges.propose(office, bridge_wish(), by=stranger)
    with pytest.raises(NotFound, match=r"framework\.unpublished"):
        bridges.import_rows(office, slug, "", by=stranger)
    assert proposals.propose(office, wish, by=commons["facilitator atelier"]).doubles
    authoring.publish(office, slug, by=BOSS)
    authoring.add_competency(office, slug, _new(), by=BOSS)
    with pytest.raises(NotFound, match=r"framework\.no_such_competency"):
        bridges.propose(office, bridge_wish(competency="tailler"), by=stranger)
    assert bridges.propose(office, bridge_wish(), by=stranger).bridge.status == "proposed"


def _new() -> authoring.CompetencyRequest:
    return authoring.CompetencyRequest({"fr": "Tailler"}, {"fr": "Je taille."}, "BOI")
