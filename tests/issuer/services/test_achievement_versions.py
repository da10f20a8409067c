"""Drafts, versions and the archive of achievements, on both databases."""

import json
from dataclasses import replace
from typing import Any

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import Achievement, AwardRequest, PlaceRequest
from issuer.services import achievements, issuing, journal, people, places, publishing
from issuer.services.achievements.drafting import request_of, texts_of
from issuer.services.people import Contributor
from tests.issuer.world import CAMILLE, FABLAB, LASER, Town

PLACE = "fablab-rural"
WORDS = {
    "chosen": "TL-FAB-02 TL-FAB-01",
    "level-TL-FAB-02": "N3",
    "name": "Découpe laser",
    "description": "Découper une pièce.",
    "criteria": "- Une pièce",
    "evidence": "Une photo.",
}
ANYBODY = people.operator("Awa")


@pytest.fixture
def workshop(town: Town) -> Town:
    """A town with its fablab, on each database."""
    places.add(town.office, FABLAB)
    return town


def _person(town: Town, role: str, place: str = PLACE) -> Contributor:
    made = people.add(town.office, f"{role} of {place}", place=place, role=role)
    return people.contributor(town.office, made.name, place, operator=False)


def _published(town: Town, **changes: str) -> Achievement:
    draft = achievements.begin(town.office, ANYBODY, PLACE, WORDS | changes)
    return achievements.publish(town.office, ANYBODY, draft.slug)


def test_a_draft_is_kept_unfinished(workshop: Town) -> None:
    """A name is enough; the rest comes later, and what is typed first is still there."""
    begun = achievements.begin(workshop.office, ANYBODY, PLACE, {"name": "Coudre"})
    achievements.save(workshop.office, ANYBODY, PLACE, begun.slug, {"criteria": "Un sac."})
    kept = achievements.sketch(workshop.office, ANYBODY, PLACE, begun.slug)
    assert kept.texts == {"name": "Coudre", "criteria": "Un sac."}
    assert [draft.slug for draft in achievements.listing(workshop.office, ANYBODY, PLACE)] == [
        begun.slug
    ]
    assert achievements.list_all(workshop.office) == ()


def test_a_draft_becomes_version_one(workshop: Town) -> None:
    """Published, it is the definition; the draft is gone; the journal says who."""
    made = _published(workshop)
    assert (made.slug, made.version, made.state) == ("decoupe-laser", 1, "published")
    assert made.criteria == "- Une pièce\n\n**Preuves attendues**\n\nUne photo."
    assert achievements.get(workshop.office, "decoupe-laser") == made
    assert achievements.listing(workshop.office, ANYBODY, PLACE) == ()
    written = journal.read(workshop.office, subject="decoupe-laser")[0]
    assert (written.actor, written.action) == ("Awa", "achievement.publish")
    assert written.reason == "version 1"


def test_an_edit_is_version_two_and_an_award_keeps_the_first(workshop: Town) -> None:
    """The bytes, the picture and the words of a badge given before are those of its day."""
    first = _published(workshop)
    award = issuing.issue(workshop.office, _camille(first.slug))
    before = publishing.file(workshop.office, award.id, "svg")
    change = {"icon": "cup", "name": "Laser sûr"}
    achievements.save(workshop.office, ANYBODY, PLACE, first.slug, change)
    workshop.clock.advance(days=1)
    second = achievements.publish(workshop.office, ANYBODY, first.slug)
    assert (second.slug, second.version, second.created) == (first.slug, 2, first.created)
    assert publishing.file(workshop.office, award.id, "svg") == before
    after = issuing.issue(workshop.office, _camille(first.slug))
    embedded = json.loads(after.json)["credentialSubject"]["achievement"]
    assert (embedded["version"], embedded["name"]) == ("2", "Laser sûr")
    assert embedded["image"]["id"].endswith("/achievements/decoupe-laser/v2/image.png")
    kept = achievements.versions(workshop.office, first.slug)
    assert [item.definition for item in kept] == [second, first]
    assert achievements.version(workshop.office, first.slug, 1) == first
    with workshop.office.store.read() as work:
        assert achievements.as_awarded(work, award) == first
        assert achievements.as_awarded(work, after) == second


def test_a_definition_from_before_versions_is_the_first(workshop: Town) -> None:
    """An edit keeps it beside the second, though nothing had been kept of it."""
    old = replace(workshop.laser(), slug="old")
    with workshop.office.store.write() as work:
        work.achievements.add(old)
    assert achievements.versions(workshop.office, "old")[0].definition == old
    achievements.save(workshop.office, ANYBODY, PLACE, "old", {"name": "Nouveau nom"})
    achievements.publish(workshop.office, ANYBODY, "old")
    assert achievements.version(workshop.office, "old", 1) == old
    with pytest.raises(NotFound, match=r"achievement\.version_unknown"):
        achievements.version(workshop.office, "old", 3)


def test_publishing_no_change_makes_no_version(workshop: Town) -> None:
    """The draft is dropped, and the version stays what it was."""
    made = _published(workshop)
    achievements.save(workshop.office, ANYBODY, PLACE, made.slug, {"name": made.name})
    assert achievements.publish(workshop.office, ANYBODY, made.slug) == made
    assert achievements.listing(workshop.office, ANYBODY, PLACE) == ()


def test_what_somebody_published_meanwhile_is_not_undone(workshop: Town) -> None:
    """A draft of version 2 does not replace a version 2 that its author never saw."""
    made = _published(workshop)
    achievements.save(workshop.office, ANYBODY, PLACE, made.slug, {"name": "Un"})
    with workshop.office.store.write() as work:
        work.achievements.replace(replace(made, version=2, name="Deux"))
    with pytest.raises(Conflict, match=r"achievement\.changed_meanwhile"):
        achievements.publish(workshop.office, ANYBODY, made.slug)


def test_two_places_recognise_the_same_by_one_name(workshop: Town) -> None:
    """The second one gets an address of its own; one place does not use a name twice."""
    places.add(workshop.office, PlaceRequest(name="Café", slug="cafe"))
    first = _published(workshop)
    draft = achievements.begin(workshop.office, ANYBODY, "cafe", WORDS)
    second = achievements.publish(workshop.office, ANYBODY, draft.slug)
    assert (first.slug, second.slug) == ("decoupe-laser", "decoupe-laser-cafe")
    again = achievements.begin(workshop.office, ANYBODY, "cafe", WORDS)
    with pytest.raises(Conflict, match=r"achievement\.exists"):
        achievements.publish(workshop.office, ANYBODY, again.slug)


def test_an_archived_badge_is_awarded_no_more(workshop: Town) -> None:
    """Neither listed nor issued; given back, it is again. Both are in the journal."""
    made = _published(workshop)
    assert achievements.archive(workshop.office, ANYBODY, PLACE, made.slug).state == "archived"
    assert achievements.awardable(workshop.office, PLACE) == ()
    with pytest.raises(Conflict, match=r"achievement\.archived"):
        issuing.issue(workshop.office, _camille(made.slug))
    with pytest.raises(Conflict, match=r"achievement\.archived"):
        achievements.save(workshop.office, ANYBODY, PLACE, made.slug, {"name": "Autre"})
    assert achievements.reopen(workshop.office, ANYBODY, PLACE, made.slug) == made
    assert achievements.awardable(workshop.office, PLACE) == (made,)
    actions = [line.action for line in journal.read(workshop.office, subject=made.slug)]
    assert actions[:2] == ["achievement.reopen", "achievement.archive"]


@pytest.mark.parametrize(
    ("role", "place", "allowed"),
    [
        ("partner", PLACE, False),
        ("facilitator", PLACE, False),
        ("author", PLACE, True),
        ("manager", PLACE, True),
        ("steward", PLACE, True),
        ("author", "cafe", False),
        ("manager", "cafe", False),
        ("steward", "cafe", False),
    ],
)
def test_who_may_write_publish_and_archive(
    village: Town, role: str, place: str, *, allowed: bool
) -> None:
    """Authors and those who manage, of this very place."""
    places.add(village.office, FABLAB)
    places.add(village.office, PlaceRequest(name="Café", slug="cafe"))
    made = _published(village)
    by = _person(village, role, place)
    office = village.office
    acts: list[Any] = [
        lambda: achievements.begin(office, by, PLACE, WORDS),
        lambda: achievements.listing(office, by, PLACE),
        lambda: achievements.sketch(office, by, PLACE, made.slug),
        lambda: achievements.save(office, by, PLACE, made.slug, {"name": "Autre nom"}),
        lambda: achievements.publish(office, by, made.slug),
        lambda: achievements.archive(office, by, PLACE, made.slug),
        lambda: achievements.reopen(office, by, PLACE, made.slug),
        lambda: achievements.drop(office, by, PLACE, made.slug),
        lambda: achievements.copy_ready(office, by, PLACE, "reparer"),
        lambda: achievements.copy_achievement(office, by, PLACE, made.slug),
        lambda: achievements.copyable(office, by, PLACE),
    ]
    if not allowed:
        achievements.save(office, ANYBODY, PLACE, made.slug, {"name": "Brouillon"})
    refused = 0
    for act in acts:
        try:
            act()
        except NotAllowed:
            refused += 1
    assert refused == (0 if allowed else len(acts))


def test_what_is_of_another_place_is_not_there(village: Town) -> None:
    """A draft or a badge of others, even for somebody who may do the same at home."""
    places.add(village.office, FABLAB)
    places.add(village.office, PlaceRequest(name="Café", slug="cafe"))
    made = _published(village)
    draft = achievements.begin(village.office, ANYBODY, PLACE, WORDS)
    by = _person(village, "manager", "cafe")
    for slug in (made.slug, draft.slug, "nothing", "é" * 10, "x" * 900):
        with pytest.raises(NotFound):
            achievements.sketch(village.office, by, "cafe", slug)
        with pytest.raises(NotFound):
            achievements.save(village.office, by, "cafe", slug, {"name": "Autre"})
    with pytest.raises(NotFound):
        achievements.archive(village.office, by, "cafe", made.slug)
    for slug in (made.slug, draft.slug, "nothing", "é" * 10, "x" * 900):
        with pytest.raises(NotFound):
            achievements.drop(village.office, by, "cafe", slug)
    assert achievements.sketch(village.office, ANYBODY, PLACE, draft.slug).draft == draft
    with pytest.raises(NotAllowed):
        achievements.publish(village.office, by, draft.slug)
    with pytest.raises(NotFound):
        achievements.copy_achievement(village.office, by, "cafe", made.slug)


def test_texts_of_a_form_are_bounded(village: Town) -> None:
    """What is too long is refused and not kept; fields of nobody are left out."""
    places.add(village.office, FABLAB)
    begun = achievements.begin(village.office, ANYBODY, PLACE, {"name": "Coudre", "evil": "x"})
    assert begun.body == {"name": "Coudre"}
    for field, text in (("name", "x" * 201), ("criteria-en", "y" * 9_000), ("tags", "z" * 2_000)):
        with pytest.raises(InvalidRequest, match=r"text\.too_long"):
            achievements.save(village.office, ANYBODY, PLACE, begun.slug, {field: text})
    tags = {f"name-{a}{b}": "x" for a in "abcdefghij" for b in "abcdefghij"}
    with pytest.raises(InvalidRequest, match=r"achievement\.too_many_texts"):
        achievements.save(village.office, ANYBODY, PLACE, begun.slug, tags)
    assert achievements.sketch(village.office, ANYBODY, PLACE, begun.slug).texts == begun.body


def test_a_place_has_so_many_drafts(village: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond that, one is to be thrown away first."""
    monkeypatch.setattr("issuer.services.achievements.drafts.DRAFTS_LIMIT", 2)
    places.add(village.office, FABLAB)
    for _ in range(2):
        achievements.begin(village.office, ANYBODY, PLACE, WORDS)
    with pytest.raises(Conflict, match=r"achievement\.too_many_drafts"):
        achievements.begin(village.office, ANYBODY, PLACE, WORDS)


def test_a_definition_and_its_form_say_the_same(village: Town) -> None:
    """What a form shows of a definition makes that definition again, every option among it."""
    places.add(village.office, FABLAB)
    asked = replace(
        LASER,
        tags=("laser", "bois"),
        status_purpose="suspension",
        title="Laser",
        shape="shield",
        translations={"en": {"name": "Laser", "description": "Cut.", "criteria": "A piece."}},
        validity_months=24,
        reviews_needed=2,
        open_to_requests=True,
    )
    made = achievements.add(village.office, asked)
    again = achievements.preview(
        village.office, replace(request_of(PLACE, texts_of(made)), slug=made.slug)
    )
    assert replace(again, created=made.created) == made


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"validity_months": 0}, "achievement.validity", "validity"),
        ({"validity_months": 241}, "achievement.validity", "validity"),
        ({"reviews_needed": 6}, "achievement.reviews", "reviews"),
        ({"reviews_needed": -1}, "achievement.reviews", "reviews"),
        ({"translations": {"fr": {"name": "x"}}}, "achievement.own_language", "translations"),
        ({"translations": {"english": {"name": "x"}}}, "language.tag", "in"),
        ({"translations": {"en": {"name": "x"}}}, "text.empty", "description.en"),
        (
            {"translations": {f"a{letter}": {"name": "x"} for letter in "abcdefghi"}},
            "achievement.too_many_languages",
            "translations",
        ),
    ],
)
def test_wrong_options_are_refused(
    village: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    """Each with its code and its field, and nothing is kept."""
    places.add(village.office, FABLAB)
    with pytest.raises(InvalidRequest) as caught:
        achievements.add(village.office, replace(LASER, **changes))
    assert (caught.value.code, caught.value.params["field"]) == (code, field)
    assert achievements.list_all(village.office) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"validity_months": "24"}, "validity_months"),
        ({"validity_months": True}, "validity_months"),
        ({"open_to_requests": "yes"}, "open_to_requests"),
        ({"translations": {"en": "Laser"}}, "translations.en"),
        ({"translations": {"en": {"name": 3}}}, "translations.name"),
        ({"translations": {3: {}}}, "translations"),
    ],
)
def test_options_in_a_file_are_of_their_kind(changes: dict[str, Any], field: str) -> None:
    """A number is a number, a text a text."""
    written = {
        "place": PLACE,
        "name": "Laser",
        "description": "Découper.",
        "criteria": "Une pièce.",
        "competencies": ["TL-FAB-02"],
    }
    assert achievements.read_request(written | {"reviews_needed": 2}).reviews_needed == 2
    with pytest.raises(InvalidRequest) as caught:
        achievements.read_request(written | changes)
    assert caught.value.params["field"] == field


def _camille(slug: str) -> AwardRequest:
    return CAMILLE._replace(achievement=slug)
