"""Writing a referential: from nothing to a published version, and what two people do at once."""

import pytest

from issuer.services.commons import authoring, referentials
from tests.issuer.web.workshop.studio import (
    Browser,
    Studio,
    add_competency,
    begin_framework,
    hidden,
    publish,
    said,
)

HOME = "/workshop/frameworks/nos-gestes"
BIKE = f"{HOME}/competencies/reparer-un-velo"


@pytest.fixture
def bike(awa: Browser) -> Browser:
    """An author who has a referential of one competency, not published."""
    add_competency(awa, begin_framework(awa))
    return awa


def test_a_light_referential_is_three_forms_away_from_everybody(
    studio: Studio, awa: Browser
) -> None:
    """Title and domain, five competencies, a press: the public page reads version 1.0.0."""
    slug = begin_framework(awa)
    assert slug == "nos-gestes"
    for number in range(1, 6):
        add_competency(awa, slug, f"Réparer un vélo {number}")
    assert publish(awa, slug).endswith("?published=1.0.0")
    framework = referentials.published(studio.office, slug)
    assert [item.notation for item in framework.competencies] == [
        f"GEST-REP-0{number}" for number in range(1, 6)
    ]
    assert framework.creator == "Fablab rural"
    assert studio.browser().get(f"/frameworks/{slug}").status_code == 200


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("Je répare un vélo.", ""),
        ("J'aide à réparer.", ""),
        ("Réparer un vélo.", "commence par"),
        ("Je " + "répare " * 20, "moins de 15 mots"),
    ],
)
def test_advice_on_the_sentence_refuses_nothing(awa: Browser, statement: str, told: str) -> None:
    """The competency is kept; a sentence in plain words says how to make it plainer."""
    slug = begin_framework(awa)
    fields = {"label": "Réparer", "statement": statement, "type": "technique"}
    page = awa.page(awa.send(f"{HOME}/competencies/new", fields).partition("#")[0])
    assert slug == "nos-gestes"
    assert ("Un conseil" in page) is bool(told)
    assert told in page


def test_a_missing_sentence_is_asked_for_with_the_rest_kept(awa: Browser) -> None:
    """Nothing is stored, the field is named, and what was chosen is still chosen."""
    begin_framework(awa)
    answer = awa.post(
        f"{HOME}/competencies/new",
        {"label": "Réparer", "statement": " ", "type": "savoir-etre", "domain": "REP"},
    )
    words = said(answer)
    assert answer.status_code == 400
    assert "« Phrase en « Je » »" in words
    assert 'value="savoir-etre" checked' in words
    assert 'value="Réparer"' in words


def test_another_competency_can_follow_at_once(bike: Browser) -> None:
    """The second button leads back to the form, in the same domain."""
    target = bike.send(
        f"{HOME}/competencies/new",
        {"label": "Peindre", "statement": "Je peins.", "type": "technique", "then": "another"},
    )
    assert target.startswith(f"{HOME}/competencies/new?domain=REP")
    assert "enregistré dans le brouillon" in bike.page(target)


def test_a_competency_is_changed_and_keeps_its_names(studio: Studio, bike: Browser) -> None:
    """Texts, signs and levels change; slug and notation stay."""
    bike.send(
        BIKE,
        {
            "label": "Réparer un vélo",
            "statement": "Je répare un vélo seul.",
            "type": "metier",
            "definition": "Du pneu au frein.",
            "indicators": "Trouve la panne\n\n Explique le geste ",
            "levels-N1": "Regonfle un pneu",
        },
    )
    item = authoring.draft(studio.office, "nos-gestes").framework.competencies[0]
    assert (item.slug, item.notation, item.type) == ("reparer-un-velo", "GEST-REP-01", "metier")
    assert [sign["fr"] for sign in item.indicators] == ["Trouve la panne", "Explique le geste"]
    assert item.level("N1").descriptor["fr"] == "Regonfle un pneu"


def test_a_translation_leaves_the_first_language_alone(studio: Studio, bike: Browser) -> None:
    """The English page writes English; a sign that moves in French keeps its translation."""
    bike.send(BIKE, {**_typed("Je répare."), "indicators": "Un\nDeux"})
    english = {"label": "Repair a bike", "statement": "I repair.", "indicators": "One\nTwo"}
    bike.send(f"{BIKE}?in=en", english)
    bike.send(BIKE, {**_typed("Je répare."), "indicators": "Deux\nTrois"})
    item = authoring.draft(studio.office, "nos-gestes").framework.competencies[0]
    assert dict(item.label) == {"fr": "Réparer un vélo", "en": "Repair a bike"}
    assert [dict(sign) for sign in item.indicators] == [
        {"fr": "Deux", "en": "Two"},
        {"fr": "Trois"},
    ]


def test_two_people_who_change_one_competency_lose_nothing(studio: Studio, bike: Browser) -> None:
    """The second sees both texts, and hers stays when she says so."""
    mine = hidden(bike.get(BIKE))
    bike.send(BIKE, _typed("Je répare, dit Awa."))
    late = bike.post(BIKE, {**mine, **_typed("Je répare, dit une autre.")})
    assert late.status_code == 409
    assert "dit Awa" in said(late)
    assert "dit une autre" in said(late)
    kept = authoring.draft(studio.office, "nos-gestes").framework.competencies[0]
    assert kept.statement["fr"] == "Je répare, dit Awa."
    assert bike.post(BIKE, hidden(late)).status_code == 303
    now = authoring.draft(studio.office, "nos-gestes").framework.competencies[0]
    assert now.statement["fr"] == "Je répare, dit une autre."


def test_two_people_who_change_two_competencies_do_not_meet(studio: Studio, bike: Browser) -> None:
    """Only the same competency can be in dispute."""
    add_competency(bike, "nos-gestes", "Peindre")
    mine = hidden(bike.get(BIKE))
    bike.send(f"{HOME}/competencies/peindre", {**_typed("Je peins."), "label": "Peindre un mur"})
    assert bike.post(BIKE, {**mine, **_typed("Je répare bien.")}).status_code == 303
    texts = [
        item.statement["fr"]
        for item in authoring.draft(studio.office, "nos-gestes").framework.competencies
    ]
    assert texts == ["Je répare bien.", "Je peins."]


def test_title_and_description_are_changed_in_both_languages(studio: Studio, bike: Browser) -> None:
    """An empty title is refused with the rest kept; the other language has fields of its own."""
    fields = {"title": "", "description": "Pour tous.", "creator": "Awa", "title-en": "Our skills"}
    answer = bike.post(f"{HOME}/edit", {**bike.hidden(f"{HOME}/edit"), **fields})
    assert answer.status_code == 400
    assert "Pour tous." in said(answer)
    bike.send(f"{HOME}/edit", {**fields, "title": "Nos savoir-faire"})
    framework = authoring.draft(studio.office, "nos-gestes").framework
    assert dict(framework.title) == {"fr": "Nos savoir-faire", "en": "Our skills"}
    assert framework.creator == "Awa"


def test_domains_come_change_and_go_while_they_are_empty(studio: Studio, bike: Browser) -> None:
    """Add, rename, remove; the one in use has no button and refuses."""
    path = f"{HOME}/domains"
    assert bike.post(path, {"domain": "Cuisiner"}).status_code == 303
    assert bike.post(path, {"rename": "CUI", "label-CUI": "Faire à manger"}).status_code == 303
    domains = authoring.draft(studio.office, "nos-gestes").framework.domains
    assert [domain.label["fr"] for domain in domains] == ["Réparer", "Faire à manger"]
    assert bike.post(path, {"remove": "REP"}).status_code == 409
    assert bike.post(path, {"remove": "CUI"}).status_code == 303
    assert bike.post(path, {"rename": "GONE", "label-GONE": "x"}).status_code == 409
    empty = bike.post(path, {"domain": " "})
    assert empty.status_code == 400
    assert "« Domaine »" in said(empty)


def test_what_was_never_published_can_be_taken_out(studio: Studio, bike: Browser) -> None:
    """The page says that nobody has read it yet."""
    assert "Personne ne l’a encore lue" in bike.page(f"{BIKE}/end")
    bike.send(f"{BIKE}/end", {})
    assert authoring.draft(studio.office, "nos-gestes").framework.competencies == ()


def test_what_was_published_is_deprecated_with_an_heir_and_can_come_back(
    studio: Studio, bike: Browser
) -> None:
    """Its page stays; the next version is a major one, and says so."""
    add_competency(bike, "nos-gestes", "Peindre")
    publish(bike, "nos-gestes")
    unknown = bike.post(f"{BIKE}/end", {"replaced_by": "nobody"})
    assert unknown.status_code == 400
    bike.send(f"{BIKE}/end", {"replaced_by": "peindre", "reason": "Regroupées"})
    page = bike.page(f"{HOME}/publish")
    assert "Ce sera la version 2.0.0." in page.replace("\u00a0", " ")
    assert publish(bike, "nos-gestes").endswith("published=2.0.0")
    old = referentials.published(studio.office, "nos-gestes").find("reparer-un-velo")
    assert (old.deprecated, old.replaced_by) == (True, "peindre")
    assert studio.browser().get("/frameworks/nos-gestes/reparer-un-velo").status_code == 200
    bike.send(f"{BIKE}/end", {})
    assert not authoring.draft(studio.office, "nos-gestes").framework.competencies[0].deprecated


def test_what_changed_is_shown_before_it_is_published(bike: Browser) -> None:
    """Before and after, word by word, and the versions that the change allows."""
    assert "tout sera nouveau" in bike.page(f"{HOME}/changes")
    publish(bike, "nos-gestes")
    assert "Rien n’a changé" in bike.page(f"{HOME}/changes")
    bike.send(BIKE, _typed("Je remets un vélo en état."))
    changes = bike.page(f"{HOME}/changes")
    assert "<del>Je répare un vélo.</del>" in changes
    assert "<ins>Je remets un vélo en état.</ins>" in changes
    choices = bike.page(f"{HOME}/publish")
    assert "1.1.0" in choices
    assert "2.0.0" in choices
    assert 'value="patch"' not in choices


def test_nobody_publishes_what_they_have_not_read(studio: Studio, bike: Browser) -> None:
    """A draft that changed since the page was opened is shown again; so is one with no news."""
    seen = bike.hidden(f"{HOME}/publish")
    add_competency(bike, "nos-gestes", "Peindre")
    late = bike.post(f"{HOME}/publish", seen)
    assert late.status_code == 409
    assert "Relisez" in said(late)
    assert publish(bike, "nos-gestes").endswith("1.0.0")
    again = bike.post(f"{HOME}/publish", bike.hidden(f"{HOME}/publish"))
    assert again.status_code == 409
    assert len(referentials.versions(studio.office, "nos-gestes")) == 1
    small = bike.send(BIKE, _typed("Je remets en état."))
    assert small
    refused = bike.post(f"{HOME}/publish", {**bike.hidden(f"{HOME}/publish"), "step": "patch"})
    assert refused.status_code == 400


@pytest.mark.parametrize("suffix", [".csv", ".jsonld", ".ttl", ".case.json", ".sssom.tsv"])
def test_the_draft_is_downloaded_in_every_format(bike: Browser, suffix: str) -> None:
    """As a file, under a name that follows from the slug alone."""
    answer = bike.get(f"{HOME}/draft{suffix}")
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition == f'attachment; filename="nos-gestes-brouillon{suffix}"'


def test_an_unknown_format_is_not_found(bike: Browser) -> None:
    """No suffix of a stranger reaches a header."""
    assert bike.get(f"{HOME}/draft.exe").status_code == 404


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": "", "domain": "Réparer"}, "« Titre »"),
        ({"title": "Nos gestes", "domain": ""}, "« Domaine »"),
        ({"title": "Nos gestes", "domain": "Réparer", "slug": "rome"}, "rome"),
        ({"title": "Nos gestes", "domain": "Réparer", "prefix": "TL"}, "TL"),
        ({"title": "Nos gestes", "domain": "Réparer", "slug": "É"}, "É"),
    ],
)
def test_a_referential_that_cannot_be_begun_says_why(
    studio: Studio, awa: Browser, fields: dict[str, str], told: str
) -> None:
    """One sentence, the field in words, and what was typed is still there."""
    answer = awa.post("/workshop/frameworks/new", fields)
    assert answer.status_code in (400, 409)
    assert told in said(answer)
    assert all(
        card.slug == "tiers-lieux" for card in referentials.cards(studio.office, drafts=True)
    )


def test_a_place_of_others_is_no_place_to_write_for(studio: Studio, awa: Browser) -> None:
    """The place of the form is one of the person's own, whatever was sent."""
    fields = {"title": "Nos gestes", "domain": "Réparer", "place": "ecluse"}
    assert awa.post("/workshop/frameworks/new", fields).status_code == 403
    assert len(referentials.cards(studio.office, drafts=True)) == 1


def _typed(statement: str) -> dict[str, str]:
    return {"label": "Réparer un vélo", "statement": statement, "type": "technique"}
