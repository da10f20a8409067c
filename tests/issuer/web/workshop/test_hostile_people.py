"""People who press twice, look where they have no business, or work for two places at once."""

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from issuer.services import people
from issuer.services.commons import authoring, bridges, proposals
from tests.issuer.web.workshop.studio import (
    Browser,
    Studio,
    add_competency,
    begin_framework,
    publish,
    said,
)

WISH = {
    "framework": "tiers-lieux",
    "label": "Souder à l'arc",
    "statement": "Je soude deux pièces.",
    "type": "technique",
    "reason": "Vu à l'atelier.",
}


def test_a_button_pressed_twice_adds_one_competency(studio: Studio, awa: Browser) -> None:
    """The second press leads where the first one did."""
    slug = begin_framework(awa)
    first = add_competency(awa, slug)
    assert add_competency(awa, slug) == first
    assert len(authoring.draft(studio.office, slug).framework.competencies) == 1
    add_competency(awa, slug, "Réparer une lampe")
    assert len(authoring.draft(studio.office, slug).framework.competencies) == 2


def test_a_button_pressed_twice_proposes_once(studio: Studio, awa: Browser) -> None:
    """The same words of the same person are one proposal; those of somebody else another one."""
    bruno = studio.of("Bruno")
    path = "/workshop/proposals/new"
    targets = {str(awa.post(path, WISH).headers["Location"]) for _ in range(2)}
    assert len(targets) == 1
    assert bruno.post(path, WISH).headers["Location"] not in targets
    assert len(proposals.listing(studio.office)) == 2


def test_people_of_other_places_see_no_working_document(studio: Studio, awa: Browser) -> None:
    """Neither by proposing to it, nor on the page of a proposal that its own people made."""
    slug = begin_framework(awa, "Encore secret")
    add_competency(awa, slug, "Souder à l'arc")
    bruno = studio.of("Bruno")
    bruno.get("/workshop")
    answer = bruno.post("/workshop/proposals/new", {**WISH, "framework": slug})
    assert answer.status_code == 404
    answer = bruno.post(
        "/workshop/mappings/new",
        {"framework": slug, "competency": "souder-a-l-arc", "relation": "closeMatch",
         "scheme": "rome", "code": "C1"},
    )  # fmt: skip
    assert answer.status_code == 404
    assert bridges.queue(studio.office, framework=slug) == ()
    target = str(
        awa.post("/workshop/proposals/new", {**WISH, "framework": slug}).headers["Location"]
    )
    near = f'/frameworks/{slug}/souder-a-l-arc"'
    assert near in awa.page(target)
    assert near not in bruno.page(target)


def test_a_page_of_a_published_framework_shows_what_is_published(
    studio: Studio, awa: Browser
) -> None:
    """What its people added since stays with them until the next version."""
    slug = begin_framework(awa)
    add_competency(awa, slug, "Souder à l'arc")
    publish(awa, slug)
    add_competency(awa, slug, "Souder à l'arc électrique")
    bruno = studio.of("Bruno")
    asked = {**WISH, "framework": slug, "shown": WISH["label"]}
    target = str(bruno.post("/workshop/proposals/new", asked).headers["Location"])
    assert "souder-a-l-arc-electrique" in awa.page(target)
    text = bruno.page(target)
    assert "souder-a-l-arc" in text
    assert "souder-a-l-arc-electrique" not in text


def test_a_partner_of_one_place_still_proposes_for_the_other(studio: Studio) -> None:
    """Without a choice in the form, the place is the one that lets them."""
    people.add(studio.office, "Bruno", place="fablab", role="facilitator")
    people.add(studio.office, "Bruno", place="ecluse", role="partner")
    answer = studio.of("Bruno").post("/workshop/proposals/new", WISH)
    assert answer.status_code == 303, said(answer)
    assert proposals.listing(studio.office)[0].author_place == "fablab"


def test_a_reviewer_speaks_only_for_the_place_where_they_review(studio: Studio) -> None:
    """A form that names a place where they are a partner counts for the other one."""
    people.add(studio.office, "Awa", place="ecluse", role="partner")
    bridge = bridges.queue(studio.office)[0]
    fields = {"verdict": "agree", "place": "ecluse"}
    awa = studio.of("Awa")
    assert awa.post(f"/workshop/mappings/{bridge.id}/review", fields).status_code == 303
    (review,) = bridges.get(studio.office, bridge.id).reviews
    assert review.place == "fablab"


@pytest.mark.parametrize("page", ["/workshop", "/workshop/mappings"])
def test_the_queue_is_asked_for_at_once(studio: Studio, awa: Browser, page: str) -> None:
    """However many bridges wait for a review, a page asks the database few questions."""
    asked: list[str] = []

    def note(_1: object, _2: object, statement: str, *_: object) -> None:
        asked.append(statement)

    assert len(bridges.queue(studio.office)) > 100
    awa.page(page)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        awa.page(page)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert 0 < len(asked) < 30
