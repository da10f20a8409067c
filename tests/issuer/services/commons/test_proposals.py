"""A skill that somebody misses: proposed, discussed in one place, decided once, kept for ever."""

from typing import Any

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.services import journal, people
from issuer.services.commons import authoring, proposals, referentials
from issuer.services.commons.proposals import ProposalRequest
from tests.issuer.services.commons.circle import BOSS, Commons, light, settle
from tests.issuer.world import Town


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def _wish(framework: str, **changes: Any) -> ProposalRequest:
    members = {
        "label": "Affûter une lame",
        "statement": "J’affûte une lame sans danger.",
        "reason": "On le demande chaque semaine.",
        "domain": "BOI",
    }
    return ProposalRequest(framework, **(members | changes))


def test_a_skill_is_proposed_discussed_and_accepted(town: Town) -> None:
    """Accepted, it is a competency of the working document; who, when and why stay readable."""
    commons = settle(town)
    slug = light(town, published=True)
    made = proposals.propose(town.office, _wish(slug), by=commons["facilitator cafe"]).proposal
    proposals.remark(town.office, made.id, "Nous aussi !", by=commons["facilitator jardin"])
    town.clock.advance(hours=2)
    proposals.decide(
        town.office, made.id, "accepted", by=commons["author atelier"], reason="Utile."
    )
    found = proposals.get(town.office, made.id)
    assert (found.proposal.author, found.proposal.author_place) == ("facilitator cafe", "cafe")
    assert [(item.number, item.author, item.text) for item in found.remarks] == [
        (1, "facilitator jardin", "Nous aussi !")
    ]
    decided = found.proposal
    assert (decided.state, decided.decided_by) == ("accepted", "author atelier")
    assert (decided.decided, decided.decision_reason) == (town.clock.now(), "Utile.")
    assert decided.result is not None
    item = authoring.draft(town.office, slug).framework.find(decided.result)
    assert item.notation.endswith("-BOI-06")
    assert item.statement["fr"] == "J’affûte une lame sans danger."
    authoring.publish(town.office, slug, by=BOSS)
    assert referentials.competency(town.office, decided.result)[1] == item


def test_near_doubles_are_told_and_refuse_nothing(commons: Commons) -> None:
    """Whatever the capitals, accents and order of the words; the nearest comes first."""
    office, slug = commons.town.office, light(commons.town, count=1)
    for label in ("Scier bien droit", "Raboter une planche"):
        wish = proposals.propose(office, _wish(slug, label=label), by=BOSS).proposal
        proposals.decide(office, wish.id, "accepted", by=BOSS)
    made = proposals.propose(office, _wish(slug, label="SCIER DROIT"), by=BOSS)
    assert [item.label["fr"] for item in made.doubles] == ["Scier bien droit"]
    assert made.proposal.state == "open"
    assert proposals.doubles(office, slug, "Planche à raboter")[0].slug == "raboter-une-planche"
    assert proposals.doubles(office, slug, "Accueillir") == ()
    assert proposals.doubles(office, slug, "…") == ()


def test_a_proposal_is_merged_into_what_covers_it(commons: Commons) -> None:
    """The notation of that competency is the result; nothing is added."""
    office, slug = commons.town.office, light(commons.town, published=True)
    before = authoring.draft(office, slug).digest
    made = proposals.propose(office, _wish(slug), by=commons["author cafe"]).proposal
    done = proposals.decide(office, made.id, "merged", by=BOSS, into="scier-2").proposal
    assert done.state == "merged"
    assert done.result == authoring.draft(office, slug).framework.find("scier-2").notation
    assert authoring.draft(office, slug).digest == before


def test_a_refusal_says_why(commons: Commons) -> None:
    """Without a reason nothing is decided."""
    office, slug = commons.town.office, light(commons.town)
    made = proposals.propose(office, _wish(slug), by=BOSS).proposal
    with pytest.raises(InvalidRequest, match=r"proposal\.reason_missing"):
        proposals.decide(office, made.id, "refused", by=BOSS, reason=" ")
    done = proposals.decide(office, made.id, "refused", by=BOSS, reason="Trop large.").proposal
    assert (done.state, done.decision_reason, done.result) == ("refused", "Trop large.", None)


def test_a_decision_is_made_once(commons: Commons) -> None:
    """Later remarks are still welcome."""
    office, slug = commons.town.office, light(commons.town)
    made = proposals.propose(office, _wish(slug), by=BOSS).proposal
    proposals.decide(office, made.id, "refused", by=BOSS, reason="Non.")
    with pytest.raises(Conflict, match=r"proposal\.decided"):
        proposals.decide(office, made.id, "accepted", by=BOSS)
    assert len(proposals.remark(office, made.id, "Dommage.", by=BOSS).remarks) == 1


BAD_DECISIONS: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "a word": ({"decision": "maybe"}, InvalidRequest, "proposal.decision"),
    "merged into nothing": ({"decision": "merged"}, InvalidRequest, "proposal.target_missing"),
    "merged into nowhere": (
        {"decision": "merged", "into": "nulle-part"}, NotFound, "framework.no_such_competency",
    ),
    "no such domain": (
        {"decision": "accepted", "domain": "XXX"}, InvalidRequest, "framework.no_such_domain",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_DECISIONS)
def test_what_cannot_be_decided_is_told(commons: Commons, name: str) -> None:
    """The proposal stays open."""
    office, slug = commons.town.office, light(commons.town)
    made = proposals.propose(office, _wish(slug), by=BOSS).proposal
    changes, kind, code = BAD_DECISIONS[name]
    with pytest.raises(kind, match=code.replace(".", r"\.")):
        proposals.decide(office, made.id, by=BOSS, **changes)
    assert proposals.get(office, made.id).proposal.state == "open"


def test_the_only_domain_needs_no_name(commons: Commons) -> None:
    """With several of them, somebody has to choose."""
    office, slug = commons.town.office, light(commons.town)
    first, second = (
        proposals.propose(office, _wish(slug, domain=None, label=label), by=BOSS).proposal
        for label in ("Poncer", "Vernir")
    )
    assert proposals.decide(office, first.id, "accepted", by=BOSS).proposal.result
    authoring.add_domain(office, slug, authoring.DomainRequest({"fr": "Métal"}), by=BOSS)
    with pytest.raises(InvalidRequest, match=r"proposal\.domain_missing"):
        proposals.decide(office, second.id, "accepted", by=BOSS)
    done = proposals.decide(office, second.id, "accepted", by=BOSS, domain="MET").proposal
    assert done.result is not None
    assert "-MET-01" in done.result


BAD_WISHES: dict[str, tuple[dict[str, Any], str]] = {
    "no label": ({"label": " "}, "text.empty"),
    "no reason": ({"reason": ""}, "text.empty"),
    "a long label": ({"label": "a" * 301}, "text.too_long"),
    "a type": ({"type": "x"}, "framework.no_such_type"),
    "a domain": ({"domain": "XXX"}, "framework.no_such_domain"),
    "a language": ({"language": "français"}, "language.tag"),
    "a control": ({"statement": "a\x00"}, "text.control"),
}


@pytest.mark.parametrize("name", BAD_WISHES)
def test_what_cannot_be_proposed_is_told(commons: Commons, name: str) -> None:
    """With the field to mend, and nothing kept."""
    office, slug = commons.town.office, light(commons.town, count=1)
    changes, code = BAD_WISHES[name]
    with pytest.raises(InvalidRequest, match=code.replace(".", r"\.")) as caught:
        proposals.propose(office, _wish(slug, **changes), by=BOSS)
    assert caught.value.params["field"]
    assert proposals.listing(office) == ()


def test_everybody_but_partners_may_propose_and_the_keepers_decide(commons: Commons) -> None:
    """Of any place, also for what nobody here keeps; deciding is for the place that keeps it."""
    office, slug = commons.town.office, light(commons.town, published=True)
    people.add(office, "Une entreprise", place="cafe", role="partner")
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        proposals.propose(office, _wish(slug), by=commons["Une entreprise"])
    made = proposals.propose(office, _wish(slug), by=commons["facilitator cafe"]).proposal
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        proposals.remark(office, made.id, "Oui", by=commons["Une entreprise"])
    for who in ("facilitator atelier", "steward cafe"):
        with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
            proposals.decide(office, made.id, "accepted", by=commons[who])


def test_stewards_look_after_what_nobody_keeps(commons: Commons) -> None:
    """They may refuse or merge; to accept, a place must keep the framework first."""
    office = commons.town.office
    wish = _wish("tiers-lieux", domain="FAB")
    made = proposals.propose(office, wish, by=commons["facilitator cafe"]).proposal
    with pytest.raises(Conflict, match=r"framework\.kept_by_nobody"):
        proposals.decide(office, made.id, "accepted", by=BOSS)
    done = proposals.decide(office, made.id, "merged", by=commons["steward cafe"], into="TL-FAB-01")
    assert done.proposal.result == "TL-FAB-01"


def test_proposals_are_listed_by_framework_and_state(commons: Commons) -> None:
    """The newest first; an unknown state is told."""
    office, slug = commons.town.office, light(commons.town)
    first = proposals.propose(office, _wish(slug), by=BOSS).proposal
    commons.town.clock.advance(hours=1)
    second = proposals.propose(office, _wish(slug, label="Poncer"), by=BOSS).proposal
    proposals.decide(office, first.id, "refused", by=BOSS, reason="Non.")
    assert [item.id for item in proposals.listing(office)] == [second.id, first.id]
    assert [item.id for item in proposals.listing(office, state="open")] == [second.id]
    assert proposals.listing(office, framework="tiers-lieux") == ()
    assert proposals.listing(office, framework="\0") == ()
    with pytest.raises(InvalidRequest, match=r"proposal\.state"):
        proposals.listing(office, state="lost")


@pytest.mark.parametrize("name", ["", "nope", "\0", "é"])
def test_an_unknown_proposal_is_told(commons: Commons, name: str) -> None:
    """Whatever stands in the address."""
    with pytest.raises(NotFound, match=r"proposal\.unknown"):
        proposals.get(commons.town.office, name)


def test_the_journal_tells_the_whole_story(commons: Commons) -> None:
    """Proposed, discussed, added, accepted: a line each, with its author."""
    office, slug = commons.town.office, light(commons.town, published=True)
    made = proposals.propose(office, _wish(slug), by=commons["facilitator cafe"]).proposal
    proposals.remark(office, made.id, "Oui.", by=commons["facilitator jardin"])
    proposals.decide(office, made.id, "accepted", by=commons["author atelier"])
    lines = journal.read(office, limit=4)
    assert [(line.actor, line.action) for line in reversed(lines)] == [
        ("facilitator cafe", "proposal.add"),
        ("facilitator jardin", "proposal.remark"),
        ("author atelier", "competency.add"),
        ("author atelier", "proposal.accepted"),
    ]
