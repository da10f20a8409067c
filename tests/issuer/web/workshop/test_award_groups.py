"""Bringing the people of a group, looking, and signing: the signed-in pages, without a browser."""

import io
from dataclasses import replace

import pytest

from issuer.services import achievements
from issuer.services.batches import following
from issuer.services.people import operator
from tests.issuer.web.workshop.groups import NAMES, NEW, begin, laser, signed
from tests.issuer.web.workshop.studio import Browser, Studio, said
from tests.issuer.world import LASER

OPERATOR = operator("tests")
HOSTILE = '<script>alert(1)</script>" onmouseover="alert(2)'
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    b"\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


def _batch(path: str) -> str:
    return path.rpartition("/")[2]


def _names(studio: Studio, path: str) -> list[str]:
    return [line.name for line in following.lines(studio.office, OPERATOR, _batch(path))]


def _holders(studio: Studio, path: str) -> list[str | None]:
    with studio.office.store.read() as work:
        awards = [work.awards.get(line.award or "") for line in work.batches.lines(_batch(path))]
    return [award.holder_id for award in awards if award is not None]


def test_badges_are_chosen_by_their_picture(studio: Studio, awa: Browser) -> None:
    """Published badges of the place are offered; archived ones and those of others are not."""
    assert "n'a pas encore de badge" in said(awa.get(NEW))
    slug = laser(studio).slug
    achievements.add(studio.office, replace(LASER, place="ecluse", name="Accueil du café"))
    page = awa.page(NEW)
    assert f"badge={slug}" in page
    assert "Accueil du café" not in page
    by = operator("tests")
    achievements.archive(studio.office, by, "fablab", slug)
    assert f"badge={slug}" not in awa.page(NEW)
    assert awa.get(f"{NEW}?badge={slug}").status_code == 404


def test_people_are_pasted_and_kept(studio: Studio, awa: Browser) -> None:
    """One a line; an address is known; who has none is marked as a card to hand over."""
    path = begin(studio, awa)
    page = said(awa.get(f"{path}/people?added=3"))
    assert "Personnes ajoutées : 3." in page
    assert "zoe@example.org" in page
    assert page.count("sans adresse : carte à remettre") == 2
    assert _names(studio, path) == ["Zoé Martin", "Amélie Le Goff", "Karim Benali"]


def test_a_form_sent_twice_makes_one_group(studio: Studio, awa: Browser) -> None:
    """Two presses on a slow network: the same group, each person once."""
    slug = laser(studio).slug
    fields = {**awa.hidden(f"{NEW}?badge={slug}"), "names": NAMES, "do": "look"}
    first = awa.post(NEW, fields)
    second = awa.post(NEW, fields)
    groups = following.listing(studio.office, OPERATOR, "fablab")
    assert len(groups) == 1
    assert second.status_code == first.status_code == 303
    assert len(_names(studio, first.headers["Location"].removesuffix("/look"))) == 3


def test_nobody_is_refused_kindly(studio: Studio, awa: Browser) -> None:
    """Without a name the page stays, and says what to write."""
    slug = laser(studio).slug
    answer = awa.post(NEW, {**awa.hidden(f"{NEW}?badge={slug}"), "do": "look"})
    assert answer.status_code == 400
    assert "Écrivez au moins un nom." in said(answer)


def test_every_button_keeps_what_was_chosen(studio: Studio, awa: Browser) -> None:
    """Levels beside the names, and names still in the box, are kept whatever is pressed."""
    path = begin(studio, awa)
    fields = {"level-1": "N2", "level-2": "", "names": "Léa Petit", "do": "line-2"}
    assert awa.send(f"{path}/people", fields) == f"{path}/people/2"
    found = following.lines(studio.office, OPERATOR, _batch(path))
    assert [line.level for line in found] == ["N2", None, None, None]
    assert awa.send(f"{path}/people", {"do": "remove-2"}) == f"{path}/people"
    assert _names(studio, path) == ["Zoé Martin", "Karim Benali", "Léa Petit"]


def test_a_table_is_added(studio: Studio, awa: Browser) -> None:
    """French titles, a level by its word; an unknown column is told and left aside."""
    slug = laser(studio).slug
    table = b"Nom;Courriel;Niveau;Couleur\nNora Roux;nora@example.org;Pratique;bleu\n"
    fields = {
        **awa.hidden(f"{NEW}?badge={slug}"),
        "do": "add",
        "table": (io.BytesIO(table), "groupe.csv"),
    }
    answer = awa.post(NEW, fields, content_type="multipart/form-data")
    target = answer.headers["Location"]
    assert "Colonnes laissées de côté : Couleur." in said(awa.get(target))
    line = following.lines(studio.office, OPERATOR, _batch(target.partition("/people")[0]))[0]
    assert (line.name, line.email, line.level) == ("Nora Roux", "nora@example.org", "N2")


def test_what_holds_for_all_is_said_once(studio: Studio, awa: Browser) -> None:
    """Story, hours, date and level go to everybody; a date that is none is told in the page."""
    path = begin(studio, awa)
    fields = {"narrative": "Une boîte à graines.", "hours": "1,5", "level": "N2", "by_mail": "yes"}
    assert awa.send(f"{path}/all", fields) == f"{path}/people"
    looked = said(awa.get(f"{path}/look"))
    assert looked.count("Une boîte à graines.") >= 3
    assert "Durée de l'activité : 1,5 h." in looked
    wrong = awa.post(f"{path}/all", {**fields, "hours": "beaucoup"})
    assert wrong.status_code == 400
    assert "Une boîte à graines." in said(wrong)


def test_a_photo_is_kept_closed_unless_the_person_agrees(studio: Studio, awa: Browser) -> None:
    """A file goes to its person; it is shown only by agreement, and can be removed again."""
    path = begin(studio, awa)
    page = f"{path}/people/2"
    form = {"person": "Amélie Le Goff", "narrative": "Un tabouret.", "level": "N2"}
    photo = {"photo": (io.BytesIO(PNG), "tabouret.png")}
    sent = awa.post(page, {**form, **photo}, content_type="multipart/form-data")
    assert sent.headers["Location"] == f"{path}/people"
    with studio.office.store.read() as work:
        file = work.evidence.of_line(_batch(path), 2)[0]
    assert not file.shown
    assert "tabouret" in awa.page(page)
    awa.send(page, {**form, "shown": "yes"})
    with studio.office.store.read() as work:
        assert work.evidence.of_line(_batch(path), 2)[0].shown
    assert awa.send(page, {**form, "do": f"forget-{file.id}"}) == page
    with studio.office.store.read() as work:
        assert work.evidence.of_line(_batch(path), 2) == ()


def test_a_file_of_another_kind_is_refused_and_the_words_stay(studio: Studio, awa: Browser) -> None:
    """A program is no evidence: nothing of it is kept, and nothing typed is lost."""
    path = begin(studio, awa)
    fields = {"person": "Amélie Le Goff", "narrative": "Un tabouret.", "level": "N2"}
    bad = {"file": (io.BytesIO(b"MZ" + b"\0" * 100), "jeu.exe")}
    answer = awa.post(f"{path}/people/2", {**fields, **bad}, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "Un tabouret." in said(answer)
    with studio.office.store.read() as work:
        assert work.evidence.of_line(_batch(path), 2) == ()


def test_the_look_says_exactly_what_will_be_signed(studio: Studio, awa: Browser) -> None:
    """Statement, level, date, evidence and letter of each; nothing is allocated by looking."""
    path = begin(studio, awa)
    awa.send(f"{path}/people", {"level-2": "N4"})
    page = said(awa.get(f"{path}/look"))
    assert "Je travaille sans danger pour moi et pour les autres." in page
    assert "Lettre à zoe@example.org" in page
    assert page.count("Carte à remettre") == 2
    assert "Transmet" in page
    assert '"OpenBadgeCredential"' in page
    assert "Signer et décerner 3 badges" in page
    assert "Lettres qui partiront : 1. Cartes à remettre : 2." in page
    with studio.office.store.read() as work:
        assert work.awards.list() == ()


def test_what_is_the_same_for_everybody_is_said_once(studio: Studio, awa: Browser) -> None:
    """One level and one date for all stand above the people; one difference, and each says all."""
    path = begin(studio, awa)
    same = said(awa.get(f"{path}/look"))
    assert same.count("Décerné le") == 1
    assert same.index("Pour chaque personne") < same.index("Zoé Martin")
    awa.send(f"{path}/people", {"level-2": "N4"})
    apart = said(awa.get(f"{path}/look"))
    assert apart.count("Décerné le") == 3
    assert "Pour chaque personne" not in apart


def test_a_second_badge_goes_on_the_card_that_somebody_has(studio: Studio, awa: Browser) -> None:
    """Without an address, a person of the same name is offered their card; nobody else is."""
    first = signed(studio, awa, "Karim Benali\nLéa Petit")
    slug = achievements.list_all(studio.office, "fablab")[0].slug
    path = awa.send(f"{NEW}?badge={slug}", {"names": "karim benali\nTom Blanc", "do": "add"})
    path = path.partition("/people")[0]
    holder = _holders(studio, first)[0] or ""
    assert "déjà une carte" not in said(awa.get(f"{path}/people/2"))
    assert said(awa.get(f"{path}/look")).count("de ce nom a déjà une carte ici") == 1
    assert f'value="{holder}"' in awa.get(f"{path}/people/1").get_data(as_text=True)
    awa.send(f"{path}/people/1", {"card": holder, "do": "back"})
    awa.send(f"{path}/look", {"do": "confirm"})
    assert awa.post(f"{path}/continue").status_code == 303
    assert _holders(studio, path)[0] == holder
    assert _holders(studio, path)[1] not in _holders(studio, first)


def test_a_problem_is_told_beside_its_name_and_holds_the_button(
    studio: Studio, awa: Browser
) -> None:
    """Mend it, or set the person aside: only then can the others be signed."""
    path = begin(studio, awa, "Zoé Martin\nKarim Benali karim@@example")
    awa.send(f"{path}/people/2", {"person": "Karim Benali", "valid_until": "2001-01-01"})
    page = said(awa.get(f"{path}/look"))
    assert "À corriger : 1." in page
    assert '<a href="#person-2">Karim Benali</a>' in page
    assert "Signer et décerner" not in page
    refused = awa.post(f"{path}/look", {"do": "confirm"})
    assert refused.status_code == 409
    assert awa.send(f"{path}/look", {"do": "aside-2"}) == f"{path}/look#person-2"
    aside = said(awa.get(f"{path}/look"))
    assert "Signer et décerner ce badge" in aside
    assert awa.send(f"{path}/look", {"do": "back-2"}) == f"{path}/look#person-2"
    assert "À corriger : 1." in said(awa.get(f"{path}/look"))


def test_doubles_are_told_and_forbid_nothing(studio: Studio, awa: Browser) -> None:
    """The same name twice is a remark: it may be two people."""
    path = begin(studio, awa, "Zoé Martin\nZoé Martin")
    page = said(awa.get(f"{path}/look"))
    assert page.count("Est-ce bien deux personnes ?") == 2
    assert "Signer et décerner 2 badges" in page


def test_the_page_of_a_confirmed_group_follows_it(studio: Studio, awa: Browser) -> None:
    """The page says how far it is; ten seconds without a move, it offers to go on by itself."""
    path = begin(studio, awa, do="look")
    assert awa.send(f"{path}/look", {"do": "confirm"}) == path
    page = awa.get(path)
    assert "0 sur 3" in said(page)
    assert '<noscript><meta http-equiv="refresh"' in page.get_data(as_text=True)
    assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
    told = awa.get(f"{path}/progress").get_json()
    assert (told["done"], told["total"], told["over"], told["stalled"]) == (0, 3, False, False)
    studio.town.clock.advance(seconds=11)
    assert "Rien n'avance depuis dix secondes." in said(awa.get(path))
    assert awa.get(f"{path}/progress").get_json()["stalled"]
    assert awa.post(f"{path}/continue").headers["Location"] == path
    assert "Badges prêts : 3" in said(awa.get(path))
    assert awa.get(f"{path}/progress").get_json()["over"]


def test_a_signed_group_is_no_draft_any_more(studio: Studio, awa: Browser) -> None:
    """Its former pages lead to what it became; confirming again gives nobody a second badge."""
    path = signed(studio, awa)
    for page in ("people", "look"):
        assert awa.get(f"{path}/{page}").headers["Location"] == path
    awa.post(f"{path}/look", {"do": "confirm"})
    awa.post(f"{path}/continue")
    with studio.office.store.read() as work:
        assert len(work.awards.list()) == 3
    assert awa.get(f"{path}/people/1").status_code == 409


def test_drafts_are_found_again_and_thrown_away(studio: Studio, awa: Browser) -> None:
    """A draft waits on the home of the place and in the list; discarding it leaves nothing."""
    path = begin(studio, awa)
    assert "groupe à finir (3)" in said(awa.get("/workshop"))
    assert "Brouillon" in awa.page("/workshop/fablab/awards")
    assert awa.get(path).headers["Location"] == f"{path}/people"
    assert awa.send(f"{path}/people", {}) == f"{path}/people"
    awa.post(f"{path}/discard")
    assert "groupe à finir" not in said(awa.get("/workshop"))
    assert awa.get(path).status_code == 404


def test_the_signing_can_be_stopped(studio: Studio, awa: Browser) -> None:
    """What is signed stays; nobody else of that group is signed any more."""
    path = begin(studio, awa, do="look")
    awa.send(f"{path}/look", {"do": "confirm"})
    assert "Arrêter la signature" in said(awa.get(path))
    awa.post(f"{path}/discard")
    awa.post(f"{path}/continue")
    with studio.office.store.read() as work:
        assert work.awards.list() == ()
    assert "Arrêté" in said(awa.get("/workshop/fablab/awards"))
    assert "Badges prêts : 0" in said(awa.get(path))


def test_the_pages_speak_english_too(studio: Studio, awa: Browser) -> None:
    """Every sentence of the path is there in the other language."""
    path = begin(studio, awa)
    for end in ("people", "people/1", "all", "look"):
        page = awa.page(f"{path}/{end}?lang=en")
        assert 'lang="en"' in page
        assert "awarding." not in page, end
    awa.send(f"{path}/look", {"do": "confirm"})
    assert "The badges are being signed" in awa.page(path)
    awa.post(f"{path}/continue")
    assert "Badges ready: 3" in awa.page(path)
    for page in (path, "/workshop", "/workshop/fablab/awards", NEW):
        assert "awarding." not in awa.page(page), page


def test_big_groups_go_page_by_page(studio: Studio, awa: Browser) -> None:
    """Sixty people a page, so that a form never grows without bound; nobody is lost between."""
    path = begin(studio, awa, "\n".join(f"Personne {number:03d}" for number in range(130)))
    first, last = awa.page(f"{path}/people"), awa.page(f"{path}/people?after=120")
    assert 'name="level-60"' in first
    assert 'name="level-61"' not in first
    assert 'name="level-130"' in last
    assert awa.send(f"{path}/people?after=120", {"do": "page-60"}).endswith("?after=60")
    assert 'href="' + path + '/look?after=100"' in awa.page(f"{path}/look")


def test_hostile_words_stay_words(studio: Studio, awa: Browser) -> None:
    """Markup in names and stories is shown as it was typed, on every page of the group."""
    path = begin(studio, awa, HOSTILE)
    awa.send(f"{path}/people/1", {"person": HOSTILE, "narrative": HOSTILE, "level": ""})
    for page in ("people", "people/1", "look", "all"):
        raw = awa.get(f"{path}/{page}").get_data(as_text=True)
        assert "<script>alert" not in raw, page
        assert 'onmouseover="alert' not in raw, page
    awa.send(f"{path}/look", {"do": "confirm"})
    awa.post(f"{path}/continue")
    assert "<script>alert" not in awa.get(path).get_data(as_text=True)


@pytest.mark.parametrize("name", ["Bruno", "Emma"])
def test_others_award_nothing_here(studio: Studio, awa: Browser, name: str) -> None:
    """Somebody of another place finds nothing; a partner of this place is told why."""
    path = signed(studio, awa)
    other = studio.of(name)
    expected = 404 if name == "Bruno" else 403
    pages = ("", "/people", "/people/1", "/all", "/look", "/progress", "/papers/cards.pdf")
    for page in (*(path + end for end in pages), NEW, "/workshop/fablab/awards"):
        assert other.get(page).status_code == expected, page
    for end in ("/people", "/people/1", "/all", "/look", "/continue", "/discard", "/trust"):
        assert other.post(path + end).status_code == expected, end
    with studio.office.store.read() as work:
        assert len(work.awards.list()) == 3


def test_a_group_is_reached_by_its_own_place_only(studio: Studio, awa: Browser) -> None:
    """Somebody of two places cannot take the group of one to the address of the other."""
    path = begin(studio, awa)
    denis = studio.of("Denis")
    assert denis.get(path.replace("fablab", "ecluse")).status_code == 404


@pytest.mark.parametrize(
    "end", ["people/0", "people/99999999999999999999", "people/x", "papers/card-9.pdf"]
)
def test_strange_addresses_answer_plainly(studio: Studio, awa: Browser, end: str) -> None:
    """Whatever is asked for, a page in plain words, never an error of ours."""
    path = begin(studio, awa)
    assert awa.get(f"{path}/{end}").status_code == 404
    assert awa.get(f"{path}/people?after={'9' * 400}").status_code == 200
    assert awa.post(f"{path}/people", {"do": "line-" + "9" * 400}).status_code == 303
    assert awa.post(f"{path}/look", {"do": "aside-999"}).status_code in (303, 404)
