"""Paper comes back: as a file, as a photo of its code, as a code that somebody types."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageEnhance, ImageFilter

from badges.documents import JsonObject
from issuer.errors import Conflict
from issuer.services import people, printing
from issuer.services.life import revoking
from tests.issuer.paper.pieces import attachments, codes, pages, texts
from tests.issuer.web.house import PAGE, House, open_house

Photo = Callable[[Image.Image], Image.Image]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Both doors open on real badges, with the real press."""
    with open_house(tmp_path_factory.mktemp("paper")) as opened:
        yield opened


@pytest.fixture
def client(house: House) -> FlaskClient:
    """Somebody at the door."""
    return house.client()


def _certificate(house: House, name: str = "genuine") -> bytes:
    return printing.certificate(house.office, house.awards[name].id)


def _report(client: FlaskClient, body: bytes, media_type: str) -> JsonObject:
    response = client.post("/api/v1/verify", data=body, content_type=media_type)
    assert response.status_code == 200, response.text
    report: JsonObject = response.get_json()
    return report


def _leaning(paper: Image.Image) -> Image.Image:
    """Held in one hand, from the side and from below."""
    plane = (1.05, 0.16, -60, 0.07, 1.08, -40, 0.00012, 0.00015)
    return paper.transform(paper.size, Image.Transform.PERSPECTIVE, plane, fillcolor=190)


def _grainy(paper: Image.Image) -> Image.Image:
    """Too little light: a third of what is seen is chance, the same each time."""
    grain = Random(5).randbytes(paper.width * paper.height)  # noqa: S311 - no secret
    return Image.blend(paper, Image.frombytes("L", paper.size, grain), 0.33)


def _blurred(paper: Image.Image) -> Image.Image:
    """A hand that moved."""
    return paper.filter(ImageFilter.GaussianBlur(2.2))


def _pale(paper: Image.Image) -> Image.Image:
    """A printer without ink, in the shade."""
    return ImageEnhance.Brightness(ImageEnhance.Contrast(paper).enhance(0.3)).enhance(0.7)


def _all_at_once(paper: Image.Image) -> Image.Image:
    """A poor telephone, a bad light, a turned page."""
    photo = _leaning(paper).rotate(7, fillcolor=190).filter(ImageFilter.GaussianBlur(1.2))
    grain = Random(9).randbytes(photo.width * photo.height)  # noqa: S311 - no secret
    grainy = Image.blend(photo, Image.frombytes("L", photo.size, grain), 0.18)
    return ImageEnhance.Contrast(grainy).enhance(0.6)


@pytest.mark.parametrize("photo", [_leaning, _grainy, _blurred, _pale, _all_at_once])
def test_a_photo_of_the_printed_code_is_accepted(
    house: House, client: FlaskClient, photo: Photo
) -> None:
    """The short address in the code leads to the signed badge, and to the verdict."""
    (page,) = pages(_certificate(house), 180)
    low, high = int(page.height * 0.74), int(page.height * 0.98)
    picture = BytesIO()
    photo(page.crop((0, low, page.width, high))).save(picture, "JPEG", quality=72)
    report = _report(client, picture.getvalue(), "image/jpeg")
    assert report["verdict"] == "accepted", json.dumps(report["findings"])[:2_000]


def test_the_file_itself_is_accepted(house: House, client: FlaskClient) -> None:
    """The attached badge is read, by its content, and every check passes."""
    report = _report(client, _certificate(house), "application/pdf")
    assert report["verdict"] == "accepted"


def test_a_file_for_a_whole_group_is_read_by_its_codes(house: House, client: FlaskClient) -> None:
    """Without attached badges the printed codes lead to each of them."""
    office = house.office
    found = []
    with office.store.read() as work:
        for name in ("genuine", "bare"):
            award = house.awards[name]
            definition = work.achievements.get(award.achievement)
            assert definition is not None
            found.append(printing.certificate_of(office, work, award, definition))
    pdf = office.press.certificates(tuple(found))
    assert [code.text for code in codes(pdf)] == [page.verify_url for page in found]
    response = client.post("/api/v1/verify", data=pdf, content_type="application/pdf")
    assert response.status_code == 200


def test_the_typed_code_is_accepted(house: House, client: FlaskClient) -> None:
    """As it stands on the paper, in small letters, without its dash."""
    code = house.awards["genuine"].short_code
    assert code in texts(_certificate(house))[0]
    typed = {"text": code.lower().replace("-", " ")}
    page = client.post("/verify", data=typed, headers=PAGE, follow_redirects=True)
    assert "Badge authentique" in page.text


def test_the_page_of_a_badge_offers_its_certificate(house: House, client: FlaskClient) -> None:
    """One button, one file: the badge as signed is in it."""
    path = f"{house.path('genuine')}.pdf"
    assert f'href="{path}"' in client.get(house.path("genuine"), headers=PAGE).text
    response = client.get(path)
    assert response.mimetype == "application/pdf"
    assert attachments(response.data) == {"badge.json": house.awards["genuine"].json}


def test_the_words_come_from_the_signed_badge(house: House) -> None:
    """Level reached, "Je" statement, proofs, dates; what a stranger wrote stays text."""
    (page,) = texts(_certificate(house))
    for words in (
        "Amélie Le Goff-Nguyễn",
        "Découpe laser en autonomie",
        "TL-FAB-01",
        "Niveau : ",
        "contrôle de sécurité",
        "<script>alert(1)</script>",
        "Une boîte à graines.",
        "https://deux-rives.example/photo",
        "Décerné le 22 novembre 2026.",
        "Valable jusqu’au 22 novembre 2028.",
    ):
        assert words in page


def test_the_longest_name_of_the_house_is_printed(house: House) -> None:
    """Ninety letters of title, sixty of name, no level, no proof, no end."""
    (page,) = texts(_certificate(house, "bare"))
    assert house.awards["bare"].holder.replace("'", "’") in page
    assert "Sans date de fin." in page


@pytest.mark.parametrize("name", ["revoked", "suspended"])
def test_a_badge_that_was_taken_back_is_not_printed(
    house: House, client: FlaskClient, name: str
) -> None:
    """What must not be presented gets no paper to be presented on."""
    response = client.get(f"{house.path(name)}.pdf", headers=PAGE)
    assert response.status_code == 409
    assert "ne s’imprime plus" in response.text


def test_a_badge_given_back_is_printed_again(tmp_path: Path) -> None:
    """A suspension ends, and paper is there again, the same."""
    with open_house(tmp_path) as own:
        award = own.awards["suspended"]
        with pytest.raises(Conflict) as caught:
            printing.certificate(own.office, award.id)
        assert caught.value.code == "paper.taken_back"
        revoking.reinstate(own.office, award.id, people.operator("zoe"), reason="Vu ensemble")
        assert printing.certificate(own.office, award.id).startswith(b"%PDF-")
