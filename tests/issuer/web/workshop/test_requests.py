"""Posters and requests in the workshop: one press each, and nothing for whoever may not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from badges.web.app import create_app
from issuer.services import evidence
from issuer.services.word_codes import read_words
from issuer.web import open_door
from tests.issuer.services.applications.room import PHOTO, PLACE, Room, open_room
from tests.issuer.web.workshop.studio import Browser, Studio, said
from tests.issuer.world import Town, open_town
from tests.world import CountedIdentifiers

HOME = f"/workshop/{PLACE}"
BADGE = "decoupe-laser-en-autonomie"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A fablab, a café, their network and their people."""
    town = open_town(tmp_path, f"sqlite:///{tmp_path / 'room.sqlite3'}")
    made = open_room(Town(replace(town.office, identifiers=CountedIdentifiers("r")), town.clock))
    yield made
    made.office.store.close()


@pytest.fixture
def studio(room: Room) -> Studio:
    """The doors open on that room."""
    app = create_app(room.office.settings)
    open_door(app, room.office)
    return Studio(room.town, app)


@pytest.fixture
def awa(studio: Studio) -> Browser:
    """A facilitator of the fablab."""
    return studio.of("Awa")


def _request(room: Room, words: tuple[str, ...]) -> str:
    return f"{HOME}/requests/{room.kept(words).id}"


def test_a_poster_for_today_in_two_presses(awa: Browser) -> None:
    """The only badge is chosen already, the day is today; then the sheet, the screen, the words."""
    assert "Affiche pour l'atelier d'aujourd'hui" in said(awa.get(f"{HOME}/posters"))
    form = awa.page(f"{HOME}/posters/new")
    assert 'value="2026-11-22"' in form
    target = awa.send(f"{HOME}/posters/new", {"until": "2026-11-22"})
    page = awa.page(target)
    assert f"{target}/sheet.pdf" in page
    sheet = awa.get(f"{target}/sheet.pdf")
    assert sheet.mimetype == "application/pdf"
    screen = awa.page(f"{target}/screen")
    spelled = re.search(r'class="spelled">([a-z ]+)<', screen)
    assert spelled is not None
    words = "-".join(read_words(spelled.group(1)))
    assert f"/poster/{words}".encode() in awa.get(f"{target}/qr.svg").data
    assert f"/poster/{words}" in sheet.get_data(as_text=True)


def test_a_day_that_is_over_is_told_at_its_field(awa: Browser) -> None:
    """The form comes back with the badge chosen."""
    awa.get(f"{HOME}/posters/new")
    answer = awa.post(f"{HOME}/posters/new", {"badge": BADGE, "until": "2026-11-01"})
    assert answer.status_code == 400
    assert 'id="until-wrong"' in said(answer)
    assert f'name="badge" value="{BADGE}"' in said(answer)


def test_closing_a_poster(room: Room, awa: Browser) -> None:
    """The page says so, and offers neither sheet nor code."""
    here = f"{HOME}/posters/{room.poster().id}"
    awa.get(here)
    assert awa.post(f"{here}/close").status_code == 303
    page = said(awa.get(here))
    assert "Cette affiche est fermée" in page
    assert "sheet.pdf" not in page
    assert "qr.svg" not in said(awa.get(f"{here}/screen"))
    assert awa.get(f"{here}/sheet.pdf").status_code == 409
    assert "Fermée" in said(awa.get(f"{HOME}/posters"))


def test_a_request_is_shown_and_accepted(room: Room, awa: Browser) -> None:
    """What was typed and shown on one screen; one press, and the group can be handed over."""
    words = room.ask(
        room.poster(), text="Une <b>boîte</b>", files=(evidence.accept("b.png", PHOTO),)
    )
    here = _request(room, words)
    assert here in said(awa.get(f"{HOME}/requests"))
    answer = awa.get(here)
    page = said(answer)
    assert "Zoé Martin" in page
    assert b"<b>bo" not in answer.data
    picture = re.search(rf'src="({here}/files/[0-9a-f-]+)"', page)
    assert picture is not None
    file = awa.client.get(picture.group(1), base_url=awa.base_url)
    assert file.data == PHOTO
    assert file.mimetype == "image/png"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    done = awa.post(here, {"do": "accept", "level": ""})
    assert "done=accept&batch=" in str(done.headers["Location"])
    assert f"{HOME}/awards/" in said(awa.get(str(done.headers["Location"])))
    room.sign()
    assert "Le badge est décerné." in said(awa.get(here))


@pytest.mark.parametrize(
    ("wish", "state", "text"),
    [("more", "more", "demande plus"), ("refuse", "refused", "refuse")],
)
def test_an_answer_in_words(room: Room, awa: Browser, wish: str, state: str, text: str) -> None:
    """Without words the form comes back open; with them the next request is shown."""
    poster = room.poster()
    first, second = room.ask(poster, "Ali"), room.ask(poster, "Bea")
    here = _request(room, first)
    awa.get(here)
    empty = awa.post(here, {"do": wish, "answer": " "})
    assert empty.status_code == 400
    assert "<details open>" in said(empty)
    done = awa.post(here, {"do": wish, "answer": "Venez jeudi."})
    assert str(done.headers["Location"]) == f"{_request(room, second)}?done={wish}"
    assert room.kept(first).state == state
    page = said(awa.get(here))
    assert text in page
    assert "Venez jeudi." in page


def test_a_second_press_is_told_kindly(room: Room, awa: Browser) -> None:
    """Two people pressed: the second one reads that there is an answer, not an error page."""
    words = room.ask(room.poster())
    here = _request(room, words)
    awa.get(here)
    awa.post(here, {"do": "accept"})
    late = awa.post(here, {"do": "accept"})
    assert late.status_code == 409
    assert "À corriger" in said(late)
    assert awa.post(here, {"do": "dance"}).status_code == 409


def test_a_whole_poster_at_once(room: Room, awa: Browser) -> None:
    """One press leads to the group; a second one says that nobody waits."""
    poster = room.poster()
    for name in ("Ali", "Bea"):
        room.ask(poster, name)
    page = said(awa.get(f"{HOME}/requests"))
    assert "Tout accepter et décerner (2)" in page
    target = f"{HOME}/requests/poster/{poster.id}/accept"
    done = awa.post(target)
    assert str(done.headers["Location"]).startswith(f"{HOME}/awards/")
    again = awa.post(target)
    assert again.status_code == 409
    assert "n'attend votre réponse" in said(again)


def test_whoever_may_not_sees_nothing(room: Room, studio: Studio) -> None:
    """Partners are told that their role does not; for other places nothing of it exists."""
    poster = room.poster()
    request = _request(room, room.ask(poster))
    paths = (f"{HOME}/requests", request, f"{HOME}/posters", f"{HOME}/posters/{poster.id}")
    emma, chloe, stranger = studio.of("Emma"), studio.of("Chloé"), studio.browser()
    for path in paths:
        refused = emma.get(path)
        assert refused.status_code == 403
        assert "Zoé" not in said(refused)
        assert chloe.get(path).status_code == 404
        assert stranger.get(path).status_code == 403
        assert chloe.get(path.replace(PLACE, "cafe")).status_code == (
            404 if path.count("/") > 3 else 200
        )
    emma.get("/workshop")
    for path in (request, f"{HOME}/posters/new", f"{HOME}/posters/{poster.id}/close"):
        assert emma.post(path, {"do": "accept", "badge": BADGE}).status_code == 403
        assert studio.browser().post(path).status_code == 403
    assert "Zoé" not in said(chloe.get("/workshop/cafe/requests"))


@pytest.mark.parametrize("name", ["x", "%00", "nowhere", "é" * 30])
def test_strange_names_are_not_found(awa: Browser, name: str) -> None:
    """Never anything but a page that says so."""
    for path in (f"requests/{name}", f"posters/{name}", f"posters/{name}/qr.svg"):
        assert awa.get(f"{HOME}/{path}").status_code == 404
