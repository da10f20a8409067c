"""A bridge is proposed by one, reviewed by two others, and published."""

from typing import Any

import pytest

from badges.documents import parse
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import AchievementRequest, AwardRequest, BridgeStatus, CompetencyLevel
from issuer.services import achievements, issuing, journal, people
from issuer.services.commons import authoring, bridges, referentials
from tests.issuer.services.commons.circle import (
    BOSS,
    SAWING,
    SHEET,
    Commons,
    bridge_wish,
    bring_in,
    light,
    propose_bridge,
    settle,
)
from tests.issuer.world import Town


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def _agree(commons: Commons, bridge_id: str, *names: str) -> BridgeStatus:
    for name in names:
        bridges.review(commons.town.office, bridge_id, "agree", by=commons[name])
    return bridges.get(commons.town.office, bridge_id).bridge.status


@pytest.mark.requirement("CASE-03")
def test_from_a_proposal_to_a_signed_badge(town: Town) -> None:
    """Two others agree, the place publishes; the next badge names the official item."""
    commons = settle(town)
    office = town.office
    bridge = propose_bridge(commons)
    authoring.publish(office, bridge.framework, by=BOSS)
    assert _agree(commons, bridge.id, "author atelier") == "proposed"
    assert _agree(commons, bridge.id, "author cafe") == "reviewed"
    framework = referentials.published(office, bridge.framework)
    assert framework.find("scier-1").matches[0].status == "reviewed"
    bridges.publish(office, bridge.id, by=commons["author atelier"])
    framework = referentials.published(office, bridge.framework)
    assert framework.find("scier-1").matches[0].status == "published"
    codes = _codes_in_badge(town, framework.find("scier-1").notation)
    assert codes == [framework.find("scier-1").notation, "100001"]


def _codes_in_badge(town: Town, notation: str) -> list[str]:
    request = AchievementRequest("atelier", "Scier", "S.", "C.", (CompetencyLevel(notation),))
    definition = achievements.add(town.office, request)
    award = issuing.issue(town.office, AwardRequest(definition.slug, "Camille"))
    alignments = parse(award.json)["credentialSubject"]["achievement"]["alignment"]
    return [item["targetCode"] for item in alignments]


ENOUGH: dict[tuple[str, ...], bool] = {
    ("author atelier", "steward atelier"): False,
    ("author atelier", "author cafe"): True,
    ("author cafe", "steward cafe"): True,
    ("author cafe", "author jardin"): True,
    ("author cafe",): False,
}


@pytest.mark.parametrize("names", ENOUGH)
def test_two_people_one_of_whom_looks_from_elsewhere(
    commons: Commons, names: tuple[str, ...]
) -> None:
    """The author is of `atelier`: two colleagues are not enough, a third one from elsewhere is."""
    bridge = propose_bridge(commons)
    expected = "reviewed" if ENOUGH[names] else "proposed"
    assert _agree(commons, bridge.id, *names) == expected
    if names == ("author atelier", "steward atelier"):
        assert _agree(commons, bridge.id, "author jardin") == "reviewed"


def test_without_a_place_of_the_author_two_places_look(commons: Commons) -> None:
    """As for the bridges that came with the program: both reviewers of one place are not enough."""
    bridge = bridges.of(commons.town.office, "tiers-lieux")[0]
    assert _agree(commons, bridge.id, "author cafe", "steward cafe") == "proposed"
    assert _agree(commons, bridge.id, "author atelier") == "reviewed"


def test_authors_do_not_agree_with_themselves(commons: Commons) -> None:
    """They may take their own bridge back, with the reason."""
    bridge = propose_bridge(commons, "author atelier")
    with pytest.raises(NotAllowed, match=r"bridge\.own"):
        _agree(commons, bridge.id, "author atelier")
    bridges.review(
        commons.town.office, bridge.id, "refuse", by=commons["author atelier"], comment="Erreur."
    )
    assert bridges.get(commons.town.office, bridge.id).bridge.status == "refused"


def test_a_person_speaks_once_a_round(commons: Commons) -> None:
    """The second time is told, and counts for nothing."""
    bridge = propose_bridge(commons)
    _agree(commons, bridge.id, "author cafe")
    with pytest.raises(Conflict, match=r"bridge\.spoken"):
        _agree(commons, bridge.id, "author cafe")
    assert len(bridges.get(commons.town.office, bridge.id).reviews) == 1


def test_one_refusal_with_its_reason_refuses(commons: Commons) -> None:
    """Even after it was reviewed; the reason stays, and it can be proposed again."""
    office = commons.town.office
    bridge = propose_bridge(commons)
    _agree(commons, bridge.id, "author cafe", "author jardin")
    with pytest.raises(InvalidRequest, match=r"bridge\.reason_missing"):
        bridges.review(office, bridge.id, "refuse", by=commons["steward cafe"], comment=" ")
    bridges.review(office, bridge.id, "refuse", by=commons["steward cafe"], comment="Trop large.")
    found = bridges.get(office, bridge.id)
    assert (found.bridge.status, found.bridge.note) == ("refused", "Trop large.")
    with pytest.raises(Conflict, match=r"bridge\.closed"):
        _agree(commons, bridge.id, "author atelier")
    again = propose_bridge(commons, relation="broadMatch")
    assert (again.id, again.round, again.status) == (bridge.id, 2, "proposed")
    assert _agree(commons, bridge.id, "author cafe") == "proposed"
    assert len(bridges.get(office, bridge.id).reviews) == 4


def test_only_a_reviewed_bridge_is_published_and_only_by_the_place(commons: Commons) -> None:
    """Bridges of what nobody keeps are published by a steward, of any place."""
    office, bridge = commons.town.office, propose_bridge(commons)
    with pytest.raises(Conflict, match=r"bridge\.not_reviewed"):
        bridges.publish(office, bridge.id, by=commons["author atelier"])
    _agree(commons, bridge.id, "author cafe", "author jardin")
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        bridges.publish(office, bridge.id, by=commons["author cafe"])
    common = bridges.of(office, "tiers-lieux")[0]
    _agree(commons, common.id, "author cafe", "author jardin")
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        bridges.publish(office, common.id, by=commons["author atelier"])
    done = bridges.publish_reviewed(office, "tiers-lieux", by=commons["steward jardin"])
    assert [(item.id, item.status) for item in done] == [(common.id, "published")]
    assert bridges.publish_reviewed(office, "tiers-lieux", by=BOSS) == ()


def test_only_those_who_write_review(commons: Commons) -> None:
    """A facilitator proposes; a partner does neither; a review bears a person and a place."""
    office, bridge = commons.town.office, propose_bridge(commons, "facilitator atelier")
    people.add(office, "Une entreprise", place="cafe", role="partner")
    for who in ("facilitator cafe", "Une entreprise"):
        with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
            _agree(commons, bridge.id, who)
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        propose_bridge(commons, "Une entreprise", code="9")
    with pytest.raises(NotAllowed, match=r"bridge\.reviewer_unknown"):
        bridges.review(office, bridge.id, "agree", by=BOSS)


def test_a_decided_bridge_can_be_looked_at_again(commons: Commons) -> None:
    """In a new round: earlier agreements are read and count no longer; badges name it no more."""
    office, bridge = commons.town.office, propose_bridge(commons)
    with pytest.raises(Conflict, match=r"bridge\.open"):
        bridges.reopen(office, bridge.id, by=BOSS, reason="Doute.")
    _agree(commons, bridge.id, "author cafe", "author jardin")
    bridges.publish(office, bridge.id, by=BOSS)
    with pytest.raises(InvalidRequest, match=r"bridge\.reason_missing"):
        bridges.reopen(office, bridge.id, by=BOSS, reason="")
    shown = bridges.reopen(office, bridge.id, by=BOSS, reason="Doute.")
    assert (shown.bridge.status, shown.bridge.round, shown.agreed) == ("reopened", 2, ())
    assert len(shown.reviews) == 2
    why = bridges.why_reopened(shown.bridge)
    assert why == bridges.Reopening("bridge.reopened.by_hand", "Doute.")
    assert _agree(commons, bridge.id, "author cafe", "author jardin") == "reviewed"


BAD_WISHES: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "a relation": ({"relation": "sameAs"}, InvalidRequest, "bridge.relation"),
    "no code": ({"code": " "}, InvalidRequest, "text.empty"),
    "no label": ({"label": ""}, InvalidRequest, "text.empty"),
    "no scheme": ({"scheme": ""}, InvalidRequest, "text.empty"),
    "a long code": ({"code": "1" * 201}, InvalidRequest, "text.too_long"),
    "a long kind": ({"kind": "k" * 41}, InvalidRequest, "text.too_long"),
    "an address": ({"uri": "javascript:alert(1)"}, InvalidRequest, "url.invalid"),
    "a competency": ({"competency": "x"}, NotFound, "framework.no_such_competency"),
    "a framework": ({"framework": "x"}, NotFound, "framework.unknown"),
    "twice": ({"code": "100001"}, Conflict, "bridge.exists"),
    "twice in small letters": ({"scheme": "rome", "code": "100001"}, Conflict, "bridge.exists"),
}


@pytest.mark.parametrize("name", BAD_WISHES)
def test_what_cannot_be_proposed_is_told(commons: Commons, name: str) -> None:
    """And nothing is kept of it."""
    first = propose_bridge(commons)
    changes, kind, code = BAD_WISHES[name]
    wish = bridge_wish(**({"framework": first.framework, "code": "100009"} | changes))
    with pytest.raises(kind, match=code.replace(".", r"\.")):
        bridges.propose(commons.town.office, wish, by=BOSS)
    assert bridges.of(commons.town.office, first.framework) == (first,)


def test_an_imported_referential_says_what_its_item_is(commons: Commons) -> None:
    """Label, kind, edition and address are taken from it, whatever was typed."""
    bring_in(commons.town, [SAWING, SHEET])
    bridge = propose_bridge(
        commons, scheme="rome", code="H2206", label="n’importe quoi", kind="", version=""
    )
    assert (bridge.scheme, bridge.label, bridge.kind) == ("ROME", SHEET.label, "fiche")
    assert (bridge.version, bridge.uri) == ("4.0 v60", SHEET.uri)
    assert bridges.get(commons.town.office, bridge.id).checked
    with pytest.raises(InvalidRequest, match=r"bridge\.code_unknown"):
        propose_bridge(commons, code="777777")


def test_what_is_not_imported_is_kept_as_typed_and_said_unchecked(commons: Commons) -> None:
    """People may bridge to a referential that this instance does not have."""
    bridge = propose_bridge(commons, scheme="Notre cadre", code="A1", kind="", version="")
    assert (bridge.scheme, bridge.kind, bridge.version) == ("Notre cadre", "item", "")
    shown = bridges.get(commons.town.office, bridge.id)
    assert not shown.checked
    assert shown.target is None
    assert shown.warnings == ("bridge.unchecked",)


def test_an_exact_match_is_discouraged_and_allowed(commons: Commons) -> None:
    """A reader may swap the two, which is seldom meant."""
    bring_in(commons.town, [SAWING])
    bridge = propose_bridge(commons, relation="exactMatch")
    assert bridges.get(commons.town.office, bridge.id).warnings == ("bridge.exact",)
    assert bridge.status == "proposed"


def test_the_queue_shows_what_somebody_can_still_review(commons: Commons) -> None:
    """Neither their own bridges, nor those of which they said what they think."""
    office = commons.town.office
    mine = propose_bridge(commons, "author atelier")
    authoring.publish(office, mine.framework, by=BOSS)
    theirs = propose_bridge(commons, "facilitator cafe", code="100002", label="Raboter")
    reader = commons["author atelier"]

    def waiting() -> list[str]:
        found = bridges.queue(office, framework=mine.framework, reader=reader)
        return [item.id for item in found]

    assert waiting() == [theirs.id]
    _agree(commons, theirs.id, "author atelier")
    assert waiting() == []
    everything = bridges.queue(office, framework=mine.framework)
    assert {item.id for item in everything} == {mine.id, theirs.id}
    assert bridges.queue(office, framework="\0") == ()
    with pytest.raises(InvalidRequest, match=r"bridge\.status"):
        bridges.queue(office, statuses=("lost",))


def test_every_change_of_a_bridge_gives_the_framework_a_new_revision(commons: Commons) -> None:
    """What the world reads has changed: nobody is served what was kept at hand."""
    office = commons.town.office
    slug = light(commons.town)
    authoring.publish(office, slug, by=BOSS)
    seen = []

    def look() -> None:
        seen.append({card.slug: card.revision for card in referentials.cards(office)}[slug])

    look()
    bridge = propose_bridge(commons)
    look()
    for name in ("author cafe", "author jardin"):
        _agree(commons, bridge.id, name)
        look()
    bridges.publish(office, bridge.id, by=BOSS)
    look()
    assert seen == sorted(set(seen))


def test_bridges_of_a_competency_taken_out_are_refused(commons: Commons) -> None:
    """Nobody is asked to review a bridge from what nobody will read."""
    bridge = propose_bridge(commons)
    authoring.remove_competency(commons.town.office, bridge.framework, "scier-1", by=BOSS)
    shown = bridges.get(commons.town.office, bridge.id)
    assert (shown.bridge.status, shown.competency) == ("refused", None)


def test_the_journal_tells_who_said_what(commons: Commons) -> None:
    """Proposed, agreed, refused: a line each, with the reason."""
    bridge = propose_bridge(commons)
    _agree(commons, bridge.id, "author cafe")
    bridges.review(
        commons.town.office, bridge.id, "refuse", by=commons["author jardin"], comment="Non."
    )
    lines = journal.read(commons.town.office, subject=bridge.id)
    assert [(line.actor, line.action, line.reason) for line in reversed(lines)] == [
        ("facilitator atelier", "bridge.propose", None),
        ("author cafe", "bridge.agree", None),
        ("author jardin", "bridge.refuse", "Non."),
    ]


@pytest.mark.parametrize("name", ["", "nope", "\0", "é"])
def test_an_unknown_bridge_or_word_is_told(commons: Commons, name: str) -> None:
    """Whatever stands in the address or the form."""
    with pytest.raises(NotFound, match=r"bridge\.unknown"):
        bridges.get(commons.town.office, name)
    with pytest.raises(InvalidRequest, match=r"bridge\.verdict"):
        bridges.review(commons.town.office, "x", name, by=BOSS)
