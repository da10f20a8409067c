"""A missing skill: what is near first, one place for the discussion, one decision."""

import pytest

from issuer.services.commons import authoring, proposals
from tests.issuer.web.workshop.studio import (
    Browser,
    Studio,
    add_competency,
    begin_framework,
    hidden,
    publish,
    said,
)

NEW = "/workshop/proposals/new"
FIELDS = {
    "framework": "nos-gestes",
    "label": "Souder à l'arc",
    "statement": "Je soude deux pièces.",
    "type": "technique",
    "reason": "Vu à l'atelier.",
}


@pytest.fixture
def open_to_all(studio: Studio, awa: Browser) -> Studio:
    """A published referential of the fablab, of one competency."""
    add_competency(awa, begin_framework(awa))
    publish(awa, "nos-gestes")
    return studio


def _proposed(studio: Studio, name: str = "Bruno", **fields: str) -> str:
    """Propose as somebody; the address of the proposal."""
    return studio.of(name).send(NEW, {**FIELDS, **fields})


def test_what_is_near_is_shown_before_anything_is_kept(open_to_all: Studio) -> None:
    """The first press shows the competency of another referential; the second one means it."""
    browser = open_to_all.of("Chloé")
    first = browser.post(NEW, {**FIELDS, "label": "Réparer des vélos"})
    assert first.status_code == 200
    assert "Est-ce déjà là ?" in said(first)
    assert "/frameworks/nos-gestes/reparer-un-velo" in said(first)
    assert proposals.listing(open_to_all.office) == ()
    assert "Je soude deux pièces." in said(first)
    second = browser.post(NEW, {**FIELDS, **hidden(first), "label": "Réparer des vélos"})
    assert second.status_code == 303
    assert len(proposals.listing(open_to_all.office)) == 1


def test_the_words_of_a_search_that_found_nothing_are_there(studio: Studio) -> None:
    """From the page of the search to the form, the label is typed already."""
    browser = studio.of("Awa")
    page = browser.page("/workshop/fablab/badges/new?q=kintsugi")
    assert "/workshop/proposals/new?label=kintsugi" in page
    assert 'value="kintsugi"' in browser.page(f"{NEW}?framework=tiers-lieux&label=kintsugi")


def test_the_discussion_is_in_one_place_with_who_and_when(open_to_all: Studio) -> None:
    """People of two places speak, in order; a partner reads."""
    address = _proposed(open_to_all)
    for name, text in (("Chloé", "Oui,\nsouvent demandé."), ("Denis", "Avec quel poste ?")):
        browser = open_to_all.of(name)
        browser.get(address)
        assert browser.post(f"{address}/remarks", {"text": text}).status_code == 303
    page = open_to_all.of("Emma").page(address)
    assert page.index("Bruno") < page.index("souvent demandé") < page.index("Avec quel poste")
    assert "Fablab rural" in page
    assert "22\u00a0novembre 2026" in page
    assert "/remarks" not in page


def test_an_empty_remark_is_asked_for(open_to_all: Studio) -> None:
    """A sentence beside the field, nothing added."""
    address = _proposed(open_to_all)
    browser = open_to_all.of("Chloé")
    answer = browser.post(f"{address}/remarks", {"text": "  "})
    assert answer.status_code == 400
    assert "« Votre message »" in said(answer)


def test_only_the_place_that_keeps_it_decides(open_to_all: Studio) -> None:
    """Another place and a facilitator see no button, and a forged form is refused."""
    address = _proposed(open_to_all)
    for name in ("Bruno", "Chloé", "Emma"):
        browser = open_to_all.of(name)
        assert f"{address}/decide" not in browser.page(address)
        refused = browser.post(f"{address}/decide", {"decision": "accepted"})
        assert refused.status_code == 403, name
    assert f"{address}/decide" in open_to_all.of("Awa").page(address)
    assert "Souder" in open_to_all.of("Awa").page("/workshop")


def test_an_accepted_skill_is_in_the_working_document(open_to_all: Studio) -> None:
    """Under the next notation, in its author's words; who decided is on the page."""
    address, awa = _proposed(open_to_all), open_to_all.of("Awa")
    awa.get(address)
    assert awa.post(f"{address}/decide", {"decision": "accepted"}).status_code == 303
    draft = authoring.draft(open_to_all.office, "nos-gestes").framework
    assert draft.competencies[-1].label["fr"] == "Souder à l'arc"
    page = awa.page(address)
    assert "Acceptée" in page
    assert draft.competencies[-1].notation in page
    late = awa.post(f"{address}/decide", {"decision": "refused", "reason": "x"})
    assert late.status_code == 409


def test_a_merged_skill_names_the_one_that_covers_it(open_to_all: Studio) -> None:
    """The page leads to the competency that was there already."""
    address, awa = _proposed(open_to_all), open_to_all.of("Awa")
    awa.get(address)
    fields = {"decision": "merged", "into": "reparer-un-velo"}
    assert awa.post(f"{address}/decide", fields).status_code == 303
    assert "/frameworks/nos-gestes/reparer-un-velo" in awa.page(address)


def test_a_refusal_needs_its_reason(open_to_all: Studio) -> None:
    """Without one nothing is decided; with one, everybody reads it."""
    address, awa = _proposed(open_to_all), open_to_all.of("Awa")
    awa.get(address)
    assert awa.post(f"{address}/decide", {"decision": "refused", "reason": ""}).status_code == 400
    assert proposals.listing(open_to_all.office)[0].state == "open"
    reason = "Trop <i>dangereux</i> ici."
    assert (
        awa.post(f"{address}/decide", {"decision": "refused", "reason": reason}).status_code == 303
    )
    assert reason in open_to_all.of("Bruno").page(address)


@pytest.mark.parametrize("fields", [{"decision": "maybe"}, {}, {"decision": "merged", "into": ""}])
def test_a_decision_that_is_none_is_refused(open_to_all: Studio, fields: dict[str, str]) -> None:
    """A page with a sentence; the proposal stays open."""
    address, awa = _proposed(open_to_all), open_to_all.of("Awa")
    awa.get(address)
    assert awa.post(f"{address}/decide", fields).status_code == 400
    assert proposals.listing(open_to_all.office)[0].state == "open"


def test_the_list_is_sorted_by_what_became_of_them(open_to_all: Studio) -> None:
    """Open ones first; every state has its list, and any other word means the open ones."""
    address, awa = _proposed(open_to_all), open_to_all.of("Awa")
    awa.get(address)
    awa.post(f"{address}/decide", {"decision": "refused", "reason": "Non."})
    assert "Souder" not in awa.page("/workshop/proposals")
    assert "Souder" in awa.page("/workshop/proposals?state=refused")
    assert "Souder" in awa.page("/workshop/proposals?state=all&framework=nos-gestes")
    assert "Souder" not in awa.page("/workshop/proposals?state=nonsense%00&framework=%00")
