"""The pages of learners who ask: by a poster, by the page of a badge, and back by their words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from badges.web.app import create_app
from issuer.services.applications import bounds, deciding, posters
from issuer.services.word_codes import read_words
from issuer.web import open_door
from tests.issuer.services.applications.room import PHOTO, PLACE, Room, open_room
from tests.issuer.web.workshop.studio import PAGE, hidden, said
from tests.issuer.world import LAPTOP, open_town

KEEP = "Gardez ces mots"


@dataclass
class Wall:
    """A room with a poster on its wall, and a phone in front of it."""

    room: Room
    phone: FlaskClient
    words: tuple[str, ...]

    @property
    def path(self) -> str:
        """The address of the poster."""
        return f"/poster/{'-'.join(self.words)}"

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.phone.get(path, base_url=LAPTOP, **{"headers": PAGE, **options})

    def send(self, path: str, fields: dict[str, Any], **options: Any) -> TestResponse:
        """Send a form."""
        return self.phone.post(path, base_url=LAPTOP, data=fields, **{"headers": PAGE, **options})

    def ask(self, **fields: Any) -> str:
        """Ask by the poster; the path of the request."""
        answer = self.send(self.path, {"person": "Zoé Martin", **fields})
        assert answer.status_code == 303, said(answer)
        return str(answer.headers["Location"]).partition("?")[0]

    def decide(self, path: str, act: Any, *words: str) -> None:
        """Let Awa decide about the request of that path."""
        application = self.room.kept(read_words(path.rpartition("/")[2]))
        act(self.room.office, self.room.by["Awa"], PLACE, application.id, *words)


def _wall(folder: Path, **changes: Any) -> Wall:
    town = open_town(folder, f"sqlite:///{folder / 'wall.sqlite3'}")
    room = open_room(town, **changes)
    app = create_app(room.office.settings)
    open_door(app, room.office)
    return Wall(room, app.test_client(), room.words_of(room.poster()))


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    """A fablab with an open badge and a poster."""
    made = _wall(tmp_path)
    yield made
    made.room.office.store.close()


def _photo(name: str = "boite.png", body: bytes = PHOTO) -> tuple[BytesIO, str]:
    return BytesIO(body), name


def test_a_name_and_one_press_are_enough(wall: Wall) -> None:
    """The page after has the words of the request, large, its code, and what happens next."""
    page = wall.get(wall.path)
    assert "Découpe laser en autonomie" in said(page)
    path = wall.ask(**hidden(page))
    after = said(wall.get(f"{path}?sent=yes"))
    assert "C'est envoyé." in after
    assert KEEP in after
    for word in path.rpartition("/")[2].split("-"):
        assert f"<li>{word}</li>" in after
    code = wall.get(f"{path}/qr.svg")
    assert f"{LAPTOP}{path}".encode() in code.data
    assert code.headers["Cache-Control"] == "no-store"


def test_a_double_press_asks_once(wall: Wall) -> None:
    """The form carries what makes both one; a fresh page of the form makes another request."""
    fields = hidden(wall.get(wall.path))
    assert wall.ask(**fields) == wall.ask(**fields)
    assert wall.ask(**hidden(wall.get(wall.path))) != wall.ask(**fields)


def test_what_was_typed_survives_a_refusal(wall: Wall) -> None:
    """A file of another kind: everything stays but the file, and the page says so."""
    answer = wall.send(
        wall.path,
        {"person": "Zoé", "sentence": "Une boîte", "level": "N2", "shown": _photo("a.txt", b"x")},
    )
    assert answer.status_code == 400
    text = said(answer)
    assert 'value="Zoé"' in text
    assert "Une boîte</textarea>" in text
    assert 'value="N2" checked' in text
    assert 'id="shown-wrong"' in text
    without = wall.send(wall.path, {"person": "", "shown": _photo()})
    assert "Choisissez à nouveau vos fichiers" in said(without)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"person": ""}, "person"),
        ({"email": "zoe"}, "email"),
        ({"evidence_url": "ftp://x"}, "evidence_url"),
        ({"sentence": "x" * 2_001}, "sentence"),
    ],
)
def test_each_field_says_what_to_mend(wall: Wall, fields: dict[str, str], name: str) -> None:
    """The sentence stands at the field, which is marked, in words of the page."""
    answer = wall.send(wall.path, {"person": "Zoé", **fields})
    assert answer.status_code == 400
    assert f'id="{name}-wrong"' in said(answer)
    assert 'aria-invalid="true"' in said(answer)


def test_nothing_of_it_is_kept_or_found(wall: Wall) -> None:
    """No cache, no search engine, no cookie, no address told to other sites."""
    for path in (wall.path, wall.ask(), "/request/gone", "/poster/nothing"):
        answer = wall.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_another_site_sends_no_form(wall: Wall, headers: dict[str, str]) -> None:
    """Neither asks nor withdraws, whoever looks at that site."""
    path = wall.ask()
    for target in (wall.path, path, f"{path}/withdraw"):
        answer = wall.send(target, {"person": "Zoé"}, headers={**PAGE, **headers})
        assert answer.status_code == 403
        assert "vient d'un autre site" in said(answer)
    assert wall.get(path).status_code == 200


def test_what_is_too_heavy_is_told(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film instead of a photo ends in a sentence."""
    monkeypatch.setattr("issuer.web.pages.asking.BODY_LIMIT", 2_000)
    answer = wall.send(wall.path, {"person": "Zoé", "shown": _photo(body=b"x" * 3_000)})
    assert answer.status_code == 413
    assert "trop lourds" in said(answer)


def test_many_wrong_words_close_the_door_a_while(wall: Wall) -> None:
    """Guessing is slow; whoever has right words is not counted."""
    path = wall.ask()
    for _ in range(30):
        assert wall.get("/request/table-table-table-table-table").status_code == 404
    late = wall.get(path)
    assert late.status_code == 429
    assert late.headers["Retry-After"].isdecimal()
    wall.room.town.clock.advance(minutes=11)
    for _ in range(40):
        assert wall.get(path).status_code == 200


def test_too_many_requests_from_one_place_wait(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence and the header that says how long."""
    monkeypatch.setattr(bounds, "SENDS_LIMIT", 2)
    wall.ask(person="Ali")
    wall.ask(person="Bea")
    late = wall.send(wall.path, {"person": "Cem"})
    assert late.status_code == 429
    assert "Attendez 10 min" in said(late)
    assert late.headers["Retry-After"].isdecimal()


@pytest.mark.parametrize("name", ["%00", "a" * 300, "é-è", "%F0%9F%8E%89", "..", "x/qr.svg"])
def test_strange_words_are_not_found(wall: Wall, name: str) -> None:
    """Never anything but a plain page."""
    for kind in ("poster", "request"):
        assert wall.get(f"/{kind}/{name}").status_code == 404
    assert wall.send(f"/request/{name}/withdraw", {}).status_code == 404


def test_a_poster_that_is_closed_says_where_to_go(wall: Wall) -> None:
    """Its page leads on; its form is taken no more."""
    poster = wall.room.office
    with poster.store.read() as work:
        (kept,) = work.posters.list(PLACE)
    posters.close(poster, wall.room.by["Awa"], PLACE, kept.id)
    page = said(wall.get(wall.path))
    assert "Cette affiche est fermée" in page
    assert "/achievements/decoupe-laser-en-autonomie/ask" in page
    assert wall.send(wall.path, {"person": "Zoé"}).status_code == 409


def test_the_page_of_an_open_badge_has_the_button(wall: Wall, tmp_path: Path) -> None:
    """One that is not open has none, and its form does not exist."""
    page = "/achievements/decoupe-laser-en-autonomie"
    assert f'href="{page}/ask"' in said(wall.get(page))
    answer = wall.send(f"{page}/ask", {"person": "Zoé"})
    assert str(answer.headers["Location"]).startswith("/request/")
    closed = _wall(tmp_path / "closed", open_to_requests=False)
    assert f'href="{page}/ask"' not in said(closed.get(page))
    assert closed.get(f"{page}/ask").status_code == 404
    assert closed.send(f"{page}/ask", {"person": "Zoé"}).status_code == 404
    closed.room.office.store.close()


def test_a_badge_of_a_network_asks_which_place(tmp_path: Path) -> None:
    """Without a choice the page says so; with one it is kept; who reads is told."""
    wall = _wall(tmp_path, place="reseau", reviews_needed=2)
    page = "/achievements/decoupe-laser-en-autonomie/ask"
    assert "d'autres lieux du réseau" in said(wall.get(page))
    refused = wall.send(page, {"person": "Zoé"})
    assert refused.status_code == 400
    assert 'id="place-wrong"' in said(refused)
    sent = wall.send(page, {"person": "Zoé", "place": "cafe"})
    words = read_words(str(sent.headers["Location"]).partition("?")[0].rpartition("/")[2])
    assert wall.room.kept(words).place == "cafe"
    wall.room.office.store.close()


def test_more_is_asked_and_added(wall: Wall) -> None:
    """The words of the place, a form, and then it waits again; nothing added is told."""
    path = wall.ask(sentence="Une boîte")
    assert wall.send(path, {"sentence": "Encore"}).status_code == 409
    wall.decide(path, deciding.ask_more, "Une photo, <b>svp</b> ?")
    page = wall.get(path)
    assert "Une photo, <b>svp</b> ?" in said(page)
    assert b"<b>svp" not in page.data
    assert wall.send(path, {"sentence": " "}).status_code == 400
    added = wall.send(path, {"sentence": "La voici", "shown": _photo()})
    assert added.status_code == 303
    after = said(wall.get(str(added.headers["Location"])))
    assert "C'est ajouté." in after
    assert "La voici" in after
    assert "boite" in after


def test_a_refusal_is_kind_and_leads_on(wall: Wall) -> None:
    """The words, then two ways on, and the promise that it goes away."""
    path = wall.ask()
    wall.decide(path, deciding.refuse, "Venez jeudi.")
    page = said(wall.get(path))
    for text in ("Pas cette fois", "Venez jeudi.", "Demander à nouveau", "s'effacera"):
        assert text in page


def test_a_yes_leads_to_the_card(wall: Wall) -> None:
    """While it is signed the page says so; then its words and the button of the card."""
    path = wall.ask()
    wall.decide(path, deciding.accept)
    assert "C'est oui" in said(wall.get(path))
    wall.room.sign()
    page = said(wall.get(path))
    found = re.search(r'href="(/claim/[a-z-]+)"', page)
    assert found is not None
    assert "Zoé Martin" in said(wall.get(found.group(1)))
    assert wall.send(f"{path}/withdraw", {}).status_code == 409


def test_withdrawing_is_asked_twice_and_done_at_once(wall: Wall) -> None:
    """Looking at the question changes nothing; the answer erases; the words open nothing more."""
    path = wall.ask()
    assert "Oui, tout effacer" in said(wall.get(f"{path}/withdraw"))
    assert wall.get(path).status_code == 200
    done = wall.send(f"{path}/withdraw", {})
    assert done.headers["Location"] == "/request/gone"
    assert "C'est effacé" in said(wall.get("/request/gone"))
    assert wall.get(path).status_code == 404
    assert wall.send(f"{path}/withdraw", {}).status_code == 404
