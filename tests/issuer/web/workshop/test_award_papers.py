"""Handing a group over: its papers, its links, cards in trust; and the home of the place."""

import io
import zipfile

import pytest

from issuer.model import Award, PlaceRequest
from issuer.services import papers, people, places
from issuer.services.batches import following
from issuer.services.people import operator
from tests.issuer.web.workshop.groups import NAMES, NEW, begin, laser, signed
from tests.issuer.web.workshop.studio import Browser, Studio, said

OPERATOR = operator("tests")


def _awards(studio: Studio, path: str) -> list[Award]:
    """The badges of a group, in the order of its lines."""
    lines = following.lines(studio.office, OPERATOR, path.rpartition("/")[2])
    with studio.office.store.read() as work:
        return [found for line in lines if line.award and (found := work.awards.get(line.award))]


@pytest.mark.parametrize("kind", ["certificates", "cards", "stickers"])
def test_every_sheet_names_everybody_in_order(studio: Studio, awa: Browser, kind: str) -> None:
    """One PDF for the whole group, that opens in the browser and has a name of its own."""
    path = signed(studio, awa)
    answer = awa.get(f"{path}/papers/{kind}.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline; filename=")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    places_of = [text.index(name) for name in ("Zoé Martin", "Amélie Le Goff", "Karim Benali")]
    assert places_of == sorted(places_of)


def test_a_card_bears_the_words_that_open_it(studio: Studio, awa: Browser) -> None:
    """The sheet and the single card give the same words, printed again as often as needed."""
    path = signed(studio, awa)
    sheet = awa.get(f"{path}/papers/cards.pdf").get_data(as_text=True)
    card = awa.get(f"{path}/papers/card-2.pdf").get_data(as_text=True)
    again = awa.get(f"{path}/papers/card-2.pdf").get_data(as_text=True)
    address = card.partition("https://badges.example.fr/claim/")[2].partition("'")[0]
    assert address.count("-") == 4
    assert address in sheet
    assert card == again


def test_printing_is_in_the_journal_without_names(studio: Studio, awa: Browser) -> None:
    """Cards open badges: who printed them, and when, can be found again."""
    path = signed(studio, awa)
    awa.get(f"{path}/papers/cards.pdf")
    with studio.office.store.read() as work:
        last = work.journal.list(place="fablab")[0]
    assert (last.action, last.actor) == ("batch.print_cards", "Awa")
    assert last.subject == path.rpartition("/")[2]


def test_all_the_files_come_in_one_archive(studio: Studio, awa: Browser) -> None:
    """A certificate and the signed badge of each, named after them, the same twice."""
    path = signed(studio, awa)
    address = f"{path}/papers/files.zip"
    body = awa.client.get(address, base_url=awa.base_url).data
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.namelist()[:2] == ["001-zoe-martin.pdf", "001-zoe-martin.json"]
    assert len(archive.namelist()) == 6
    assert archive.read("001-zoe-martin.json") == _awards(studio, path)[0].json
    assert awa.client.get(address, base_url=awa.base_url).data == body


@pytest.mark.parametrize("change", ["revoked", "hidden", "refused"])
def test_what_is_not_shown_is_not_printed(studio: Studio, awa: Browser, change: str) -> None:
    """It stands on no sheet; the page says what the place did, never what the person chose."""
    path = signed(studio, awa)
    award = _awards(studio, path)[1]
    changed = {
        "revoked": award._replace(state="revoked"),
        "hidden": award._replace(choice="hidden"),
        "refused": award._replace(choice="refused"),
    }
    with studio.office.store.write() as work:
        work.awards.replace_state(changed[change])
    for kind in ("certificates", "cards", "stickers"):
        text = awa.get(f"{path}/papers/{kind}.pdf").get_data(as_text=True)
        assert "Amélie Le Goff" not in text, kind
        assert "Karim Benali" in text, kind
    assert awa.get(f"{path}/papers/card-2.pdf").status_code == 404
    page = said(awa.get(path))
    assert "Ce badge n'est plus à imprimer." in page
    assert page.count("Carte à remettre") == 1
    assert ("Badge annulé" in page) == (change == "revoked")
    assert (f"/workshop/fablab/credentials/{award.id}" in page) == (change == "revoked")


def test_a_bigger_group_is_printed_in_parts(
    studio: Studio, awa: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred people a file; a part that does not exist answers that there is nothing."""
    monkeypatch.setattr(papers, "PART", 2)
    path = signed(studio, awa)
    assert "?part=2" in awa.page(path)
    second = awa.get(f"{path}/papers/certificates.pdf?part=2").get_data(as_text=True)
    assert "Karim Benali" in second
    assert "Zoé Martin" not in second
    for part in ("3", "0", "x", "-1", "9" * 50):
        assert awa.get(f"{path}/papers/certificates.pdf?part={part}").status_code == 404


def test_the_page_hands_over_each_person(studio: Studio, awa: Browser) -> None:
    """A link to share, a PDF and a card each; who has no address receives a card."""
    path = signed(studio, awa)
    page = said(awa.get(path))
    for award in _awards(studio, path):
        assert f'value="{award.url}"' in page
        assert f'href="/credentials/{award.id}.pdf"' in page
    assert page.count("Carte à remettre") == 2
    assert "Lettre à envoyer" in page
    assert "Reprendre ce badge (24 heures)" in page
    studio.town.clock.advance(hours=25)
    assert "Reprendre ce badge" not in said(awa.get(path))


def test_a_card_is_kept_in_trust_and_handed_over(studio: Studio, awa: Browser) -> None:
    """The team may keep a card for somebody; the page says so until it is handed over."""
    path = signed(studio, awa)
    assert awa.send(f"{path}/trust", {"do": "keep-2"}) == f"{path}?saved=kept#person-2"
    assert "Carte gardée par l'équipe" in said(awa.get(f"{path}?saved=kept"))
    assert awa.send(f"{path}/trust", {"do": "give-2"}) == f"{path}?saved=given#person-2"
    assert "Carte gardée par l'équipe" not in said(awa.get(path))
    for wish in ("keep-99", "keep-x", "", "steal-2"):
        assert awa.send(f"{path}/trust", {"do": wish}) == path


def test_a_person_twice_in_a_group_has_one_card(studio: Studio, awa: Browser) -> None:
    """The same address is the same holder: one card opens both badges."""
    path = signed(studio, awa, "Zoé Martin zoe@example.org\nZoé Martin zoe@example.org")
    text = awa.get(f"{path}/papers/cards.pdf").get_data(as_text=True)
    assert text.count("Card(") == 1


def test_whoever_works_for_one_place_is_there_at_once(awa: Browser) -> None:
    """The first button awards; only doors that open are shown."""
    page = awa.page("/workshop")
    assert page.index("Décerner un badge à un groupe") < page.index("Faire un badge")
    assert 'href="/workshop/fablab/awards/new"' in page
    assert 'href="/workshop/fablab/journal"' not in page
    assert page.replace("/workshop/fablab", "") == awa.page("/workshop/fablab").replace(
        "/workshop/fablab", ""
    )


def test_whoever_works_for_several_places_chooses(studio: Studio) -> None:
    """Each place has its own first button; nobody's place is asked to be guessed."""
    people.add(studio.office, "Denis", place="fablab", role="facilitator")
    page = studio.of("Denis").page("/workshop")
    for slug in ("fablab", "ecluse"):
        assert f'href="/workshop/{slug}/awards/new"' in page
    assert "Quel lieu ?" in said(studio.of("Denis").get("/workshop"))


def test_a_partner_sees_counts_and_no_names(studio: Studio, awa: Browser) -> None:
    """How many badges the place awards, never to whom."""
    signed(studio, awa)
    page = said(studio.of("Emma").get("/workshop"))
    assert "Badges décernés : 3. Modèles de badge : 1." in page
    for name in NAMES.splitlines():
        assert name.rpartition(" ")[0] not in page
    assert "/awards/new" not in page


def test_the_home_of_others_is_unknown(studio: Studio, awa: Browser) -> None:
    """A place that one does not work for answers as one that does not exist."""
    places.add(studio.office, PlaceRequest(name="Ailleurs", slug="ailleurs"))
    assert awa.get("/workshop/ailleurs").status_code == 404
    assert awa.get("/workshop/nowhere").status_code == 404


def test_what_waits_is_told_first(studio: Studio, awa: Browser) -> None:
    """Groups to finish, groups under way, letters to hand over when no mail is sent."""
    path = begin(studio, awa)
    assert "groupe à finir (3)" in said(awa.get("/workshop/fablab"))
    awa.send(f"{path}/look", {"do": "confirm"})
    assert "signature en cours" in said(awa.get("/workshop/fablab"))
    awa.post(f"{path}/continue")
    page = said(awa.get("/workshop/fablab"))
    assert "signature en cours" not in page
    assert "Lettres à remettre vous-même : 1" in page


def test_a_facilitator_awards_and_makes_no_badge(studio: Studio) -> None:
    """The search that makes badges is for those who may; the others are told whom to ask."""
    chloe = studio.of("Chloé")
    assert "Demandez à une personne de l'équipe" in said(chloe.get(NEW))
    slug = laser(studio).slug
    page = chloe.page(NEW)
    assert f"badge={slug}" in page
    assert "Faire un autre badge" not in page
    assert "Badges prêts : 3" in said(chloe.get(signed(studio, chloe)))
