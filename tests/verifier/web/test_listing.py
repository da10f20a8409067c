"""Many badges on one page: counted, listed with care for what is not believed, kept as CSV."""

import base64
import csv
import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from badges.documents import JsonObject
from badges.i18n import Translator
from tests.issuer.web.house import PAGE, House
from verifier.web.listing import SHOWN, Listing
from verifier.web.reading import Reading


def _zip(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return content.getvalue()


def _page(client: FlaskClient, body: bytes, name: str = "lot.zip", **fields: str) -> str:
    form = {"file": (io.BytesIO(body), name), **fields}
    answer = client.post("/verify", data=form, headers=PAGE)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def _table(html: str) -> list[list[str]]:
    found = re.search(r'href="data:text/csv;charset=utf-8;base64,([^"]+)" download="', html)
    assert found is not None
    text = base64.b64decode(found[1]).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.fixture
def lot(house: House) -> bytes:
    """An archive with a genuine, a cancelled and an unreadable badge."""
    return _zip(
        **{
            "amelie.json": house.awards["genuine"].json,
            "annule.json": house.awards["revoked"].json,
            "=cmd.json": b'{"a": 1}',
        }
    )


def test_an_archive_is_counted_then_listed_then_kept(client: FlaskClient, lot: bytes) -> None:
    """The verdict of the whole, a table of results, each badge in its place, and the CSV."""
    html = _page(client, lot)
    order = [
        'id="verdict">Tout n’est pas authentique',
        "Badges authentiques : 1 sur 3",
        "Combien, par résultat",
        "Garder le tableau",
        "annule.json",
        "amelie.json",
        "Comment nous avons vérifié",
    ]
    flat = html.replace("\u00a0", " ")
    places = [flat.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_the_name_of_a_person_stands_only_beside_a_genuine_badge(
    house: House, client: FlaskClient, lot: bytes
) -> None:
    """In the list and in the table, a cancelled badge is called by the name of its file."""
    html = _page(client, lot)
    assert house.awards["genuine"].holder in html
    assert house.awards["revoked"].holder not in html
    rows = _table(html)
    assert house.awards["revoked"].holder not in str(rows)
    assert rows[1][5] == house.awards["genuine"].holder
    assert rows[2][1:4] == ["annule.json", "rejected", "revoked"]


def test_no_cell_of_the_table_is_a_formula(client: FlaskClient, lot: bytes) -> None:
    """A file that is called like a formula stays a text in every spreadsheet."""
    assert _table(_page(client, lot))[3][1] == "'=cmd.json"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1"]
)
def test_cells_that_begin_like_a_formula_are_defused(cell: str) -> None:
    """Every way that spreadsheets know to begin one."""
    whole = _whole(_part(holder=cell, verdict="accepted", state="genuine"))
    text = Listing(whole).csv(Translator("fr", "verifier"), "fr").decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1]
    assert row[5] == f"'{cell.strip()}"


def _part(**members: Any) -> JsonObject:
    issuer = {"name": "Lieu", "id": None, "trust": "unlisted"}
    summary = {
        "holder": members.pop("holder", None),
        "achievement": "A",
        "issuer": issuer,
        "awarded": None,
        "valid_until": None,
    }
    return {
        "verdict": "rejected",
        "state": "altered",
        "headline": "Badge modifié",
        "summary": summary,
        "source": {"document": "badge", "name": None},
        "findings": [],
        "parts": [],
        **members,
    }


def _whole(*parts: JsonObject) -> Reading:
    source = {"document": "collection", "name": None}
    return Reading(_part(parts=list(parts), source=source))


def test_what_needs_a_look_comes_first_and_the_rest_is_in_the_table() -> None:
    """A long list shows its troubles; nothing is lost in the CSV."""
    good = [_part(verdict="accepted", state="genuine") for _ in range(SHOWN)]
    listing = Listing(_whole(*good, _part()))
    assert len(listing.shown) == SHOWN
    assert listing.shown[0].number == SHOWN + 1
    table = listing.csv(Translator("en", "verifier"), "en").decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table)))) == SHOWN + 2


def test_badges_in_a_list_in_an_archive_are_counted_each() -> None:
    """A file with two badges is two lines, each under the name of its file."""
    inner_source = {"document": "collection", "name": "deux.json"}
    first = _part(source={"document": "badge", "name": "1"})
    inner = _part(parts=[first, _part()], source=inner_source)
    names = [entry.name for entry in Listing(_whole(inner, _part())).entries]
    assert names == ["deux.json/1", None, None]


def test_the_expected_person_is_looked_for_in_every_badge(
    house: House, client: FlaskClient
) -> None:
    """One badge of somebody else is enough for the answer of the whole to say so."""
    body = _zip(**{"a.json": house.awards["genuine"].json, "b.json": house.awards["bare"].json})
    html = _page(client, body, recipient=house.awards["genuine"].holder)
    before = html.split("Combien, par résultat")[0]
    assert "Ce n’est pas la personne attendue" in before
    assert "C’est bien la personne attendue" in html


def test_a_list_that_was_pasted_is_shown_like_an_archive(house: House, client: FlaskClient) -> None:
    """Two badges between brackets: both are there, and everything is genuine."""
    text = f"[{house.awards['genuine'].json.decode()},{house.awards['bare'].json.decode()}]"
    answer = client.post("/verify", data={"text": text}, headers=PAGE)
    html = unescape(answer.get_data(as_text=True))
    assert 'id="verdict">Tout est authentique' in html
    assert html.count('<details class="part') == 2


def test_results_are_counted_in_the_order_of_the_list() -> None:
    """The line of a count stands where the first badge of its kind will."""
    kinds = ("Badge annulé", "Badge modifié", "Badge annulé")
    listing = Listing(_whole(*(_part(headline=kind) for kind in kinds)))
    assert [(kind.report["headline"], number) for kind, number in listing.counts] == [
        ("Badge annulé", 2),
        ("Badge modifié", 1),
    ]
