"""The pages of a portfolio, as its holder and its readers ask for them: no script, no cookie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from badges.documents import parse
from issuer.model import Award, AwardRequest, ImportedBadge
from issuer.services import issuing, people
from issuer.services.life import revoking
from tests.issuer.services.holders.cards import holder_of, kept, words_on_card
from tests.issuer.web.house import ONLINE, PAGE, House, open_house

ZOE = AwardRequest(achievement="decoupe-laser", name="Zoé Martin")
ROBOT = {"Accept": "application/vc"}


@dataclass
class Learner:
    """Zoé, her two badges, and the house that keeps them."""

    house: House
    awards: list[Award]

    @property
    def home(self) -> str:
        """The address of her portfolio behind her card."""
        words = words_on_card(self.house.office, self.awards[0]).split()
        return f"/claim/{'-'.join(words)}/portfolio"

    @property
    def address(self) -> str:
        """Where others read it, when her page gives an address."""
        found = re.search(r'href="(/portfolio/[^"]+)"', self.read(self.home))
        assert found is not None
        return found.group(1)

    def ask(self, path: str, status: int = 200, **headers: str) -> TestResponse:
        """Ask for a page, or for what `headers` name."""
        client = self.house.client()
        answer = client.get(path, headers={**PAGE, **headers}, base_url=ONLINE)
        assert answer.status_code == status, (path, answer.get_data(as_text=True)[:300])
        return answer

    def read(self, path: str, status: int = 200) -> str:
        """The text of a page, spaces and apostrophes plain."""
        text = unescape(self.ask(path, status).get_data(as_text=True))
        return re.sub(r"\s+", " ", text.replace("\u2019", "'"))

    def send(self, path: str, status: int = 303, **fields: str | list[str]) -> TestResponse:
        """Send a form as a browser does."""
        headers = {**PAGE, "Origin": "null", "Sec-Fetch-Site": "same-origin"}
        client = self.house.client()
        answer = client.post(path, data=fields, headers=headers, base_url=ONLINE)
        assert answer.status_code == status, (path, answer.get_data(as_text=True)[:300])
        return answer

    def show(self, circle: str) -> str:
        """Show the portfolio to that circle; its address."""
        self.send(self.home)
        self.send(f"{self.home}/circle", visibility=circle)
        return self.address


@pytest.fixture
def zoe(tmp_path: Path) -> Iterator[Learner]:
    """A house of its own: these pages change what is kept."""
    with open_house(tmp_path) as house:
        first = issuing.issue(house.office, ZOE)
        more = AwardRequest("decoupe-laser", "Zoé Martin", holder_id=first.holder_id)
        yield Learner(house, [first, issuing.issue(house.office, more)])


def test_a_portfolio_is_made_in_one_button(zoe: Learner) -> None:
    """Before, the page says what it is; after, the badges are chosen; the card leads to it."""
    assert zoe.home in zoe.read(zoe.home.removesuffix("/portfolio"))
    assert "Faire mon portfolio" in zoe.read(zoe.home)
    assert zoe.send(zoe.home).headers["Location"] == f"{zoe.home}/badges"
    assert zoe.ask(f"{zoe.home}/badges").get_data(as_text=True).count(" checked") == 2
    assert "Personne d'autre ne le voit" in zoe.read(zoe.home)


def test_choosing_ordering_and_telling(zoe: Learner) -> None:
    """Each page does one thing, leads back, and says what was done."""
    zoe.send(zoe.home)
    one, two = (award.id for award in zoe.awards)
    zoe.send(f"{zoe.home}/badges", badge=[two])
    assert "Choisir les badges (1)" in zoe.read(zoe.home)
    zoe.send(f"{zoe.home}/badges", badge=[two, one])
    moved = zoe.send(f"{zoe.home}/order", up=one).headers["Location"]
    assert moved == f"{zoe.home}/order?moved={one}#b-{one}"
    order = zoe.read(moved)
    assert order.index(f'value="{one}"') < order.index(f'value="{two}"')
    done = zoe.send(f"{zoe.home}/words", title="", introduction="Bonjour !").headers["Location"]
    assert "C'est noté." in zoe.read(done)
    assert "Bonjour !" in zoe.read(f"{zoe.home}/preview")


def test_what_was_typed_wrong_comes_back_with_what_to_mend(zoe: Learner) -> None:
    """The words stay in their fields; too many badges, an unknown circle or badge: a sentence."""
    zoe.send(zoe.home)
    page = zoe.send(f"{zoe.home}/words", 400, title="x" * 130, introduction="Gardé").text
    assert "Gardé" in page
    assert 'aria-invalid="true"' in page
    page = unescape(zoe.send(f"{zoe.home}/circle", 400, visibility="tous").text)
    assert "parmi les réponses" in page
    many = [f"b{number}" for number in range(101)]
    assert "100 badges au plus" in unescape(zoe.send(f"{zoe.home}/badges", 400, badge=many).text)
    zoe.send(f"{zoe.home}/badges", 404, badge=["nothing"])
    zoe.send(f"{zoe.home}/order", 404, up="nothing")
    zoe.send(f"{zoe.home}/order", 404)


def test_without_a_portfolio_its_pages_say_so(zoe: Learner) -> None:
    """And wrong words lead to the door."""
    for page in ("badges", "order", "words", "circle", "preview", "erase"):
        assert "pas encore de portfolio" in zoe.read(f"{zoe.home}/{page}", 404)
    assert "Ces mots n'ouvrent rien." in zoe.read("/claim/abricot/portfolio", 404)


@pytest.mark.parametrize("circle", ["unlisted", "public"])
def test_readers_see_whose_it_is_what_and_since_when(zoe: Learner, circle: str) -> None:
    """Name, words, badges with their sentence, competencies with wheel, level and proof."""
    address = zoe.show(circle)
    zoe.send(f"{zoe.home}/also")
    page = zoe.read(address)
    for told in (
        "Zoé Martin montre ici ses badges de compétence.",
        "2 badges de compétence",
        "Je travaille sans danger pour moi et pour les autres.",
        'class="proofs"',
        "Autonome",
        "Montré par : Découpe laser en autonomie",
        f"/verify?url={zoe.awards[0].url.replace('/', '%2F').replace(':', '%3A')}".split("%3A")[0],
    ):
        assert told in page, told
    robots = zoe.ask(address).headers.get("X-Robots-Tag")
    assert (robots is None) is (circle == "public")
    assert ('name="robots"' in page) is (circle == "unlisted")


def test_a_cancelled_badge_says_so_and_shows_nothing_else(zoe: Learner) -> None:
    """No picture of it, no sentence, no competency; a copy of the other remains."""
    address = zoe.show("unlisted")
    by = people.operator("local")
    for award in zoe.awards:
        revoking.revoke(zoe.house.office, award.id, by, reason="Erreur")
    page = zoe.read(address)
    assert page.count("Badge annulé") == 2
    assert "<img" not in page
    assert "Je travaille sans danger" not in page
    assert "Tout vérifier" not in page
    zoe.ask(f"{address}.json", 404)
    assert zoe.ask(f"{address}.pdf").data.startswith(b"%PDF")


def test_a_badge_from_elsewhere_is_marked_with_issuer_and_verdict(zoe: Learner) -> None:
    """Who gave it, what we found and when; its names are shown as text."""
    office = zoe.house.office
    zoe.send(zoe.home)
    badge = ImportedBadge(
        id=office.identifiers.uuid(),
        holder=holder_of(office, zoe.awards[0]).id,
        created=office.clock.now(),
        media_type="application/vc",
        size=2,
        digest="0" * 64,
        title="<b>Secours</b>",
        issuer="Croix & Val",
        verdict="rejected",
        state="revoked",
        examined=office.clock.now(),
        source="javascript:alert(1)",
        report={"person": "same"},
    )
    with office.store.write() as work:
        work.imported_badges.add(badge, b"{}")
    zoe.send(f"{zoe.home}/badges", badge=[zoe.awards[0].id, badge.id])
    zoe.send(f"{zoe.home}/circle", visibility="unlisted")
    raw = zoe.ask(zoe.address).get_data(as_text=True)
    assert "&lt;b&gt;Secours" in raw
    assert "javascript:" not in raw
    page = zoe.read(zoe.address)
    assert "Venu d'ailleurs" in page
    assert "Décerné par Croix & Val" in page
    assert "Aucun site ne répond de ce nom" in page
    assert "ce badge ne se vérifie pas" in page


def test_the_same_address_answers_programs(zoe: Learner) -> None:
    """The record, the PDF and their own addresses; asked again, nothing is sent again."""
    address = zoe.show("unlisted")
    answer = zoe.ask(address, Accept="application/vc")
    document = parse(answer.data)
    assert document["type"] == ["VerifiableCredential", "ClrCredential"]
    assert document["id"] == f"{ONLINE}{address}"
    again = zoe.ask(f"{address}.json", Accept="*/*")
    assert again.data == answer.data
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    etag = again.headers["ETag"]
    zoe.ask(f"{address}.json", 304, **{"If-None-Match": etag})
    assert zoe.ask(address, Accept="application/pdf").data.startswith(b"%PDF")
    zoe.ask(address, 406, Accept="image/gif")


@pytest.mark.requirement("CLR-01", "CLR-02")
def test_our_verifier_accepts_the_whole_and_each_badge(zoe: Learner) -> None:
    """Outer and inner proofs, status of each badge: accepted; cancelled inside a copy: refused."""
    address = zoe.show("unlisted")
    body = zoe.ask(f"{address}.json").data
    client = zoe.house.client()

    def verdict() -> tuple[str, int]:
        answer = client.post(
            "/api/v1/verify", data=body, headers={"Content-Type": "application/vc"}, base_url=ONLINE
        )
        report = answer.get_json()
        return report["verdict"], len(report["parts"])

    assert verdict() == ("accepted", 2)
    revoking.revoke(zoe.house.office, zoe.awards[0].id, people.operator("local"), reason="Erreur")
    assert verdict() == ("rejected", 2)


@pytest.mark.parametrize("circle", ["unlisted", "private"])
def test_its_address_is_verified_without_leaving_the_server(zoe: Learner, circle: str) -> None:
    """The button « tout vérifier » works where the public name of the site leads nowhere."""
    page = zoe.show(circle)
    asked = zoe.house.client().get(
        "/verify", query_string={"url": f"{ONLINE}{page}"}, headers={"Accept": "application/json"}
    )
    report = asked.get_json()
    assert report["verdict"] == "accepted"
    assert report["source"]["standard"] == "CLR 2.0"


def test_a_private_link_opens_and_another_closes_it(zoe: Learner) -> None:
    """Page, record and PDF under the link, never kept nor told; the plain address is withdrawn."""
    address = zoe.show("private")
    assert "/private/" in address
    for path in (address, f"{address}.json", f"{address}.pdf"):
        answer = zoe.ask(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    zoe.ask(address.partition("/private/")[0], 410)
    zoe.send(f"{zoe.home}/link")
    zoe.ask(address, 410)
    assert zoe.address != address
    zoe.ask(zoe.address)


def test_withdrawing_is_instant_and_tells_nothing(zoe: Learner) -> None:
    """One button, and the page of withdrawn badges for every address; programs get 410 too."""
    address = zoe.show("public")
    zoe.ask(address)
    done = zoe.send(f"{zoe.home}/circle", visibility="hidden").headers["Location"]
    assert "personne d'autre ne voit votre portfolio" in zoe.read(done)
    page = zoe.read(address, 410)
    assert "Zoé" not in page
    for path in (f"{address}.json", f"{address}.pdf", f"{address}/private/x"):
        problem = zoe.ask(path, 410, Accept="application/json").get_json()
        assert problem["code"] == "award.withdrawn"
    zoe.ask("/portfolio/00000000-0000-4000-8000-000000000000", 404)


def test_a_badge_for_fewer_people_asks_to_be_shown(zoe: Learner) -> None:
    """Ticked though hidden, it is not seen until its holder says so in one button."""
    hidden = zoe.awards[1]
    card = zoe.home.removesuffix("/portfolio")
    zoe.send(f"{card}/{hidden.id}/hidden")
    zoe.send(zoe.home)
    zoe.send(f"{zoe.home}/badges", badge=[award.id for award in zoe.awards])
    zoe.send(f"{zoe.home}/circle", visibility="unlisted")
    assert "1 badge de compétence" in zoe.read(zoe.address)
    assert "Des badges ne s'y voient pas" in zoe.read(zoe.home)
    zoe.send(f"{zoe.home}/also")
    assert "2 badges de compétence" in zoe.read(zoe.address)
    assert kept(zoe.house.office, hidden).choice == "kept"


def test_a_badge_of_a_private_link_is_read_under_its_link(zoe: Learner) -> None:
    """In a portfolio of a private link, its address and its picture are the private ones."""
    private = zoe.awards[0]
    card = zoe.home.removesuffix("/portfolio")
    zoe.send(f"{card}/{private.id}/private")
    page = zoe.read(zoe.show("private"))
    links = re.findall(rf'(?:href|src)="(/credentials/{private.id}/private/[^"]+)"', page)
    assert len(links) == 2
    for link in links:
        zoe.ask(link, Accept="*/*" if link.endswith(".svg") else "text/html")


def test_an_erased_portfolio_leaves_nothing(zoe: Learner) -> None:
    """Two pages, then its address was never there and the badges remain."""
    address = zoe.show("unlisted")
    assert "Effacer ce portfolio" in zoe.read(f"{zoe.home}/erase")
    done = zoe.send(f"{zoe.home}/erase").headers["Location"]
    assert "le portfolio est effacé" in zoe.read(done)
    zoe.ask(address, 404)
    assert "Faire mon portfolio" in zoe.read(zoe.home)


def test_pages_of_the_holder_are_kept_nowhere(zoe: Learner) -> None:
    """Under the words of the card: no cache, no index, no referrer, and no form of other sites."""
    zoe.send(zoe.home)
    for page in ("", "/badges", "/order", "/words", "/circle", "/preview", "/erase"):
        answer = zoe.ask(f"{zoe.home}{page}")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    client = zoe.house.client()
    answer = client.post(
        f"{zoe.home}/erase", headers={**PAGE, "Sec-Fetch-Site": "cross-site"}, base_url=ONLINE
    )
    assert answer.status_code == 403


def test_a_page_of_a_hundred_badges_stays_light(zoe: Learner) -> None:
    """Under 60 KB before pictures, and pictures wait until they are looked at."""
    office = zoe.house.office
    more = AwardRequest("decoupe-laser", "Zoé Martin", holder_id=zoe.awards[0].holder_id)
    for _ in range(18):
        zoe.awards.append(issuing.issue(office, more))
    answer = zoe.ask(zoe.show("unlisted"))
    assert answer.text.count('loading="lazy"') == 20
    assert len(answer.data) < 20_000 + 20 * 400
