"""Official bridges: proposed in a plain sentence, reviewed card by card, published."""

import pytest

from issuer.model import Bridge
from issuer.services import people
from issuer.services.commons import authoring, bridges, referentials
from tests.issuer.web.workshop.studio import (
    Browser,
    Studio,
    add_competency,
    begin_framework,
    import_official,
    publish,
    said,
)

HOME = "/workshop/mappings"
OURS = {"framework": "nos-gestes", "competency": "reparer-un-velo"}
QUERY = "framework=nos-gestes&competency=reparer-un-velo"


@pytest.fixture
def bike(studio: Studio, awa: Browser) -> Studio:
    """A published referential of the fablab, of one competency, and three people to review."""
    add_competency(awa, begin_framework(awa))
    publish(awa, "nos-gestes")
    people.add(studio.office, "Fanny", place="fablab", role="author")
    return studio


def _proposed(studio: Studio, name: str = "Awa", relation: str = "broadMatch") -> str:
    """Propose the official item C1 as somebody; the address of the bridge."""
    path = f"{HOME}/new?{QUERY}&scheme=rome&code=C1"
    target = studio.of(name).send(path, {"relation": relation})
    return target.partition("?")[0]


def _bridge(studio: Studio) -> Bridge:
    return bridges.of(studio.office, "nos-gestes")[0]


def _agree(studio: Studio, name: str, address: str) -> int:
    browser = studio.of(name)
    browser.get(address)
    return browser.post(f"{address}/review", {"verdict": "agree"}).status_code


def test_a_bridge_is_proposed_by_searching_and_choosing_a_sentence(bike: Studio) -> None:
    """Words, a result with where it stands, five sentences: the bridge bears the edition."""
    awa = bike.of("Awa")
    assert "Réparer un vélo" in awa.page(f"{HOME}/new?framework=nos-gestes")
    found = awa.page(f"{HOME}/new?{QUERY}&q=réparer+un+cycle&scheme=rome")
    assert "Réparer un cycle" in found
    assert "Entretenir et réparer" in found
    card = awa.page(f"{HOME}/new?{QUERY}&scheme=rome&code=C1")
    assert "Mécanicien cycles" in card
    assert "La compétence officielle est plus large que la nôtre." in card
    address = _proposed(bike)
    made = _bridge(bike)
    assert (made.code, made.version, made.relation, made.status) == (
        "C1",
        "4.0 v60",
        "broadMatch",
        "proposed",
    )
    assert address == f"{HOME}/{made.id}"


def test_without_a_sentence_nothing_is_proposed(bike: Studio) -> None:
    """The choice is asked for, and the two sides are still there."""
    awa = bike.of("Awa")
    answer = awa.post(f"{HOME}/new", {**OURS, "scheme": "rome", "code": "C1"})
    assert answer.status_code == 400
    assert "Choisissez la phrase" in said(answer)
    assert "Mécanicien cycles" in said(answer)
    assert bridges.of(bike.office, "nos-gestes") == ()


def test_the_same_bridge_is_not_proposed_twice(bike: Studio) -> None:
    """The second time a sentence says that it is there."""
    _proposed(bike)
    fields = {**OURS, "scheme": "rome", "code": "C1", "relation": "exactMatch"}
    assert bike.of("Bruno").post(f"{HOME}/new", fields).status_code == 409
    assert len(bridges.of(bike.office, "nos-gestes")) == 1


def test_an_item_of_a_referential_that_is_not_here_is_typed(bike: Studio) -> None:
    """Scheme, code and name by hand; what is missing is asked for by its field."""
    awa = bike.of("Awa")
    assert "Nom officiel" in awa.page(f"{HOME}/new?{QUERY}&by_hand=1")
    fields = {**OURS, "by_hand": "1", "scheme": "RNCP", "code": "123", "relation": "relatedMatch"}
    missing = awa.post(f"{HOME}/new", fields)
    assert missing.status_code == 400
    assert "« Nom officiel »" in said(missing)
    assert awa.post(f"{HOME}/new", {**fields, "official_label": "CQP"}).status_code == 303
    assert _bridge(bike).label == "CQP"


def test_the_card_shows_both_sides_and_who_agreed(bike: Studio) -> None:
    """Definition, where it stands, who asks for it, the relation as a sentence, and the voices."""
    address = _proposed(bike)
    card = bike.of("Bruno").page(address)
    for text in (
        "Je répare un vélo.",
        "Remettre en état un vélo ou un tricycle.",
        "Entretenir et réparer",
        "Mécanicien cycles",
        "La compétence officielle est plus large que la nôtre.",
        "Personne n’a encore répondu.",
    ):
        assert text in card
    assert _agree(bike, "Bruno", address) == 303
    other = bike.of("Denis").page(address)
    assert "Bruno, Café de l'Écluse & Cie" in other
    assert "L’autre voix doit venir d’ailleurs." in other


def test_two_people_of_two_places_make_it_reviewed_and_a_writer_publishes(bike: Studio) -> None:
    """Proposed, agreed, agreed, published: the public framework carries it."""
    address = _proposed(bike)
    assert _agree(bike, "Fanny", address) == 303
    assert _bridge(bike).status == "proposed"
    assert _agree(bike, "Denis", address) == 303
    assert _bridge(bike).status == "reviewed"
    awa, bruno = bike.of("Awa"), bike.of("Bruno")
    assert f"{address}/publish" not in bruno.page(address)
    assert bruno.post(f"{HOME}/publish", {"framework": "nos-gestes"}).status_code == 403
    assert "relus, à publier\u00a0: 1" in awa.page(HOME)
    assert awa.post(f"{HOME}/publish", {"framework": "nos-gestes"}).status_code == 303
    match = referentials.published(bike.office, "nos-gestes").competencies[0].matches[0]
    assert (match.code, match.status) == ("C1", "published")
    assert "déjà publié" in bruno.page(address)


def test_one_bridge_can_be_published_alone(bike: Studio) -> None:
    """From its own card, once, by who may."""
    address = _proposed(bike)
    _agree(bike, "Fanny", address)
    _agree(bike, "Denis", address)
    assert bike.of("Bruno").post(f"{address}/publish").status_code == 403
    assert bike.of("Awa").post(f"{address}/publish").status_code == 303
    assert _bridge(bike).status == "published"
    assert bike.of("Awa").post(f"{address}/publish").status_code == 409


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Awa", "Vous avez proposé ce lien"),
        ("Chloé", "Votre rôle ne permet pas de relire"),
        ("Emma", "Votre rôle ne permet pas de relire"),
    ],
)
def test_who_cannot_review_is_told_why(bike: Studio, name: str, told: str) -> None:
    """A plain sentence instead of the buttons; a forged form is refused as well."""
    address = _proposed(bike)
    browser = bike.of(name)
    page = browser.page(address)
    assert told in page
    assert f"{address}/review" not in page
    assert browser.post(f"{address}/review", {"verdict": "agree"}).status_code == 403
    assert bridges.get(bike.office, _bridge(bike).id).agreed == ()


def test_nobody_speaks_twice_in_a_round(bike: Studio) -> None:
    """The page says so; the second answer is refused."""
    address = _proposed(bike)
    _agree(bike, "Bruno", address)
    assert "Vous avez déjà répondu" in bike.of("Bruno").page(address)
    assert _agree(bike, "Bruno", address) == 409


def test_a_refusal_gives_its_reason(bike: Studio) -> None:
    """Without one it is asked for; with one the author reads it, and may propose again."""
    address = _proposed(bike)
    bruno = bike.of("Bruno")
    bruno.get(address)
    assert bruno.post(f"{address}/review", {"verdict": "refuse"}).status_code == 400
    assert bruno.post(f"{address}/review", {"verdict": "hm"}).status_code == 400
    reason = "Un cycle n'est pas <b>qu'un vélo</b>."
    answer = bruno.post(f"{address}/review", {"verdict": "refuse", "comment": reason})
    assert answer.status_code == 303
    page = bike.of("Awa").page(address)
    assert reason in page
    assert "a été refusé" in page
    assert _proposed(bike) == address


def test_cards_follow_one_another_and_skipping_says_nothing(studio: Studio) -> None:
    """The queue goes round; "not sure" leads on, an answer leads on, the end says thank you."""
    bruno = studio.of("Bruno")
    first = bruno.get(f"{HOME}/next?framework=tiers-lieux").headers["Location"]
    skipped = bruno.get(f"{HOME}/next?framework=tiers-lieux&after={first.split('/')[-1]}")
    second = skipped.headers["Location"]
    assert first != second
    bruno.get(first)
    done = bruno.post(f"{first}/review", {"verdict": "agree"})
    assert done.headers["Location"] == second
    assert bridges.get(studio.office, first.split("/")[-1]).agreed[0].reviewer_name == "Bruno"
    empty = studio.of("Chloé").get(f"{HOME}/next").headers["Location"]
    assert empty == f"{HOME}?done=1"
    assert "plus aucun lien" in studio.of("Chloé").page(empty)
    assert bruno.get(f"{HOME}/next?framework=%00").headers["Location"].endswith("done=1")


def test_why_a_bridge_is_open_again_is_said_in_words(bike: Studio) -> None:
    """A new edition calls the item otherwise: the card says how, and both sides are there."""
    address = _proposed(bike)
    import_official(bike.office, "4.0 v61", "Réparer un vélo ou un tricycle")
    card = bike.of("Bruno").page(address)
    assert "s’appelle maintenant «\u00a0Réparer un vélo ou un tricycle\u00a0»" in card
    assert "à relire de nouveau" in card


def test_only_a_steward_publishes_what_nobody_keeps(studio: Studio) -> None:
    """Bridges of the shared referential are in the care of any steward."""
    people.add(studio.office, "Gaëlle", place="fablab", role="author")
    queue = bridges.queue(studio.office, framework="tiers-lieux")
    address = f"{HOME}/{queue[0].id}"
    assert [_agree(studio, name, address) for name in ("Awa", "Bruno")] == [303, 303]
    assert bridges.get(studio.office, queue[0].id).bridge.status == "reviewed"
    assert f"{address}/publish" not in studio.of("Awa").page(address)
    assert studio.of("Awa").post(f"{address}/publish").status_code == 403
    denis = studio.of("Denis")
    denis.get(address)
    assert denis.post(f"{address}/publish").status_code == 303


def test_nothing_official_is_an_answer_with_its_evidence(bike: Studio) -> None:
    """The words are counted in the texts that are here; a writer keeps the count."""
    awa = bike.of("Awa")
    page = awa.page(f"{HOME}/nothing?{QUERY}&terms=kintsugi%0D%0Avélo")
    assert "Compté le 22" in page
    assert "« kintsugi »" in page
    answer = awa.post(f"{HOME}/nothing", {**OURS, "terms": "kintsugi"})
    assert answer.status_code == 303
    item = authoring.draft(bike.office, "nos-gestes").framework.competencies[0]
    assert item.absence is not None
    assert [term.term for term in item.absence.terms] == ["kintsugi"]
    assert item.coverage == "absent"


def test_evidence_needs_words_and_the_right_place(bike: Studio) -> None:
    """No word, a word that says nothing, a competency of nobody, a place of others."""
    awa = bike.of("Awa")
    for terms in ("", "%20", "le", "x" * 500):
        assert awa.get(f"{HOME}/nothing?{QUERY}&terms={terms}").status_code == 400
    assert awa.get(f"{HOME}/nothing").status_code == 404
    bruno = bike.of("Bruno")
    assert bruno.post(f"{HOME}/nothing", {**OURS, "terms": "kintsugi"}).status_code == 403
    assert authoring.draft(bike.office, "nos-gestes").framework.competencies[0].absence is None


def test_a_draft_of_others_is_not_shown_by_way_of_its_bridges(studio: Studio, awa: Browser) -> None:
    """What is not published has no page for another place."""
    add_competency(awa, begin_framework(awa))
    assert awa.get(f"{HOME}/new?{QUERY}").status_code == 200
    for path in (f"{HOME}/new?{QUERY}", f"{HOME}/nothing?{QUERY}"):
        assert studio.of("Bruno").get(path).status_code == 404
