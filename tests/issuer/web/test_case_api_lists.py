"""The list of CFDocuments: pages, order, filters, and what is refused in the standard's words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid5

import hypothesis
import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from badges.documents import JsonObject
from badges.model.framework import Words
from issuer.errors import StoreError
from issuer.web.case_api import PREFIX
from issuer.web.case_api.discovery import FILE_NAME
from issuer.web.case_api.filters import read_filter
from issuer.web.case_api.query import HIGHEST_LIMIT, Arguments, read_page
from issuer.web.case_api.shapes import RESOURCES
from tests.issuer.web.case_library import Library, kitchen, open_shelf, path, workshop
from tests.issuer.web.house import ONLINE

LIST = path("CFDocuments")
DISCOVERY = path("discovery", FILE_NAME)
TITLES = ("Cuisine", "écriture", "Eau", "Zéro déchet", "L'accueil")
CHECKS: tuple[Any, ...] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Five frameworks that differ by title, creator, licence, status and date."""
    with open_shelf(tmp_path_factory.mktemp("lists")) as made:
        for number, title in enumerate(TITLES):
            made.keep(
                replace(
                    workshop() if number == 1 else kitchen(),
                    slug=f"f{number}",
                    uuid=uuid5(kitchen().uuid, str(number)),
                    prefix=f"F{number}",
                    modified=f"2026-0{number + 1}-01",
                    title=Words({"fr": title}),
                    competencies=(),
                    domains=(),
                    levels=(),
                )
            )
        yield made


@pytest.fixture
def client(library: Library) -> FlaskClient:
    """A client of that library."""
    return library.client()


def titles(client: FlaskClient, **query: object) -> list[str]:
    """The titles of the documents that a query gives, without their version."""
    response = client.get(LIST, query_string={name: str(value) for name, value in query.items()})
    assert response.status_code == 200, response.text
    return [found["title"].rpartition(" ")[0] for found in dict(response.json or {})["CFDocuments"]]


def refused(client: FlaskClient, address: str, **query: str) -> tuple[int, str]:
    """The status of a refusal and its minor code, its shape being that of the standard."""
    response = client.get(address, query_string=query)
    return response.status_code, minor(dict(response.json or {}))


def minor(info: JsonObject) -> str:
    """The minor code of an imsx_StatusInfo, which must be one."""
    assert info["imsx_codeMajor"] == "failure"
    assert info["imsx_severity"] == "error"
    assert info["imsx_description"]
    (field,) = info["imsx_codeMinor"]["imsx_codeMinorField"]
    assert set(field) == {"imsx_codeMinorFieldName", "imsx_codeMinorFieldValue"}
    return str(field["imsx_codeMinorFieldValue"])


def links(client: FlaskClient, **query: object) -> dict[str, str]:
    """The header Link as a table: relation to the query of its address."""
    response = client.get(LIST, query_string={name: str(value) for name, value in query.items()})
    found = re.findall(r'<([^>]*)>; rel="(\w+)"', response.headers["Link"])
    assert all(address.startswith(f"{ONLINE}{LIST}?") for address, _ in found)
    return {relation: address.partition("?")[2] for address, relation in found}


def test_everything_comes_in_one_page_by_default(client: FlaskClient) -> None:
    """In the order of the slugs, with the count of all and a page that is first and last."""
    assert titles(client) == list(TITLES)
    response = client.get(LIST)
    assert response.headers["X-Total-Count"] == "5"
    assert set(links(client)) == {"first", "last"}


@pytest.mark.parametrize(
    ("offset", "held", "expected"),
    [
        (0, TITLES[:2], {"first": 0, "next": 2, "last": 4}),
        (2, TITLES[2:4], {"first": 0, "prev": 0, "next": 4, "last": 4}),
        (4, TITLES[4:], {"first": 0, "prev": 2, "last": 4}),
        (1, TITLES[1:3], {"first": 0, "prev": 0, "next": 3, "last": 4}),
        (99, (), {"first": 0, "prev": 4, "last": 4}),
    ],
)
def test_a_page_names_the_others(
    client: FlaskClient, offset: int, held: tuple[str, ...], expected: dict[str, int]
) -> None:
    """First, previous, next and last, as far as they exist; past the end there is nothing."""
    assert titles(client, limit=2, offset=offset) == list(held)
    found = links(client, limit=2, offset=offset)
    assert found == {name: f"limit=2&offset={start}" for name, start in expected.items()}


def test_following_the_links_reads_everything_once(client: FlaskClient) -> None:
    """The query travels along: sorted, filtered and cut in the same way on every page."""
    query = {
        "limit": "2",
        "sort": "title",
        "orderBy": "desc",
        "filter": "title~'é' OR title~'eau' OR title~'a'",
    }
    address: str | None = f"{LIST}?{urlencode(query)}"
    read = []
    while address is not None:
        response = client.get(address)
        read += [
            found["title"].rpartition(" ")[0] for found in dict(response.json or {})["CFDocuments"]
        ]
        following = re.search(r'<([^>]*)>; rel="next"', response.headers["Link"])
        address = following[1].removeprefix(ONLINE) if following else None
    assert read == titles(client, **{**query, "limit": 9})
    assert len(read) == 4


def test_an_order_puts_accents_and_capitals_in_their_place(client: FlaskClient) -> None:
    """« écriture » comes between « Eau » and « L'accueil », whichever way one reads."""
    expected = ["Cuisine", "Eau", "écriture", "L'accueil", "Zéro déchet"]
    assert titles(client, sort="title") == expected
    assert titles(client, sort="title", orderBy="desc") == expected[::-1]
    assert titles(client, sort="lastChangeDateTime", orderBy="desc") == list(TITLES[::-1])
    assert titles(client, sort="colour") == list(TITLES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title~'É'", [1, 3]),
        ("title='CUISINE 1.1.0'", [0]),
        ("title!='Cuisine 1.1.0' AND creator~'écluse'", [2, 3, 4]),
        ("title~'l''acc'", [4]),
        ("title~'cuisine' OR title~'eau'", [0, 2]),
        ("title~'cuisine' OR title~'eau' AND creator='x'", [0]),
        ("adoptionStatus='Draft'", [1]),
        ("lastChangeDateTime>='2026-04-01'", [3, 4]),
        ("lastChangeDateTime<'2026-02-01'", [0]),
        ("version>'1.0.0' AND version<='1.1.0'", [0, 2, 3, 4]),
        ("licenseURI.title='cc by 4.0'", [0, 1, 2, 3, 4]),
        ("  title ~ 'eau'  ", [2]),
        ("publisher='x'", []),
        ("publisher!='x'", []),
        ("subject='x'", []),
        ("identifier='{identifier}'", [3]),
    ],
)
def test_a_filter_keeps_what_it_says(client: FlaskClient, text: str, expected: list[int]) -> None:
    """Each predicate, both operators, quotes, links, and attributes that are not there."""
    text = text.replace("{identifier}", str(uuid5(kitchen().uuid, "3")))
    assert titles(client, filter=text) == [TITLES[number] for number in expected]
    total = client.get(LIST, query_string={"filter": text, "limit": 1}).headers["X-Total-Count"]
    assert int(total) == len(expected)


def test_a_member_of_a_list_is_enough() -> None:
    """Among several values one that answers keeps the object; `!=` wants that none has it."""
    document = {"subject": ["Cuisine", "Pain"], "subjectURI": [{"title": "Pain"}]}
    for text, kept in (
        ("subject='pain'", True),
        ("subject~'cui'", True),
        ("subject!='pain'", False),
        ("subject!='vélo'", True),
        ("subjectURI.title='pain'", True),
    ):
        sieve = read_filter(Arguments({"filter": text}), "CFDocument")
        assert sieve.lets(document) is kept, text


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "0"}, "invalid_selection_field"),
        ({"limit": "-1"}, "invalid_selection_field"),
        ({"limit": "dix"}, "invalid_selection_field"),
        ({"limit": "٣"}, "invalid_selection_field"),
        ({"limit": "9" * 40}, "invalid_selection_field"),
        ({"offset": "-1"}, "invalid_selection_field"),
        ({"offset": ""}, "invalid_selection_field"),
        ({"orderBy": "up"}, "invalid_sort_field"),
        ({"fields": ""}, "invalid_selection_field"),
        ({"fields": "title,,uri"}, "invalid_selection_field"),
        ({"fields": "t" * 1001}, "invalid_selection_field"),
        ({"filter": ""}, "invalid_selection_field"),
        ({"filter": "title"}, "invalid_selection_field"),
        ({"filter": "title=eau"}, "invalid_selection_field"),
        ({"filter": "title='eau"}, "invalid_selection_field"),
        ({"filter": "title='l'eau'"}, "invalid_selection_field"),
        ({"filter": "title='eau' AND"}, "invalid_selection_field"),
        ({"filter": "title='eau' XOR title='x'"}, "invalid_selection_field"),
        ({"filter": "colour='x'"}, "invalid_selection_field"),
        ({"filter": "title.x='x'"}, "invalid_selection_field"),
        ({"filter": "licenseURI.colour='x'"}, "invalid_selection_field"),
        ({"filter": " AND ".join(["title='x'"] * 11)}, "invalid_selection_field"),
        ({"filter": "title~'" + "x" * 1000 + "'"}, "invalid_selection_field"),
    ],
)
def test_what_cannot_be_read_is_refused(
    client: FlaskClient, query: dict[str, str], code: str
) -> None:
    """Status 400 and the code of the standard: never a guess, never a failure of ours."""
    assert refused(client, LIST, **query) == (400, code)


def test_a_page_is_never_longer_than_ours() -> None:
    """A client may ask for more; it gets the highest number, and the links go on from there."""
    assert read_page(Arguments({"limit": "100000"})).limit == HIGHEST_LIMIT


def test_parameters_of_others_are_left_alone(client: FlaskClient) -> None:
    """What the standard does not name changes nothing."""
    assert titles(client, utm="x", page=3) == list(TITLES)


@pytest.mark.parametrize("kind", RESOURCES)
def test_an_unknown_object_is_said_so(client: FlaskClient, kind: str) -> None:
    """A GUID that nobody has, and what is no GUID: 404 with the two codes of the standard."""
    nobody = "00000000-0000-4000-8000-000000000000"
    assert refused(client, path(kind, nobody)) == (404, "unknownobject")
    for wrong in ("x", nobody.upper().replace("0", "A"), nobody + "0", f"{nobody}%0A", "%00", "é"):
        assert refused(client, path(kind, wrong)) == (404, "invalid_uuid")


@pytest.mark.parametrize("rest", ["", "/", "/CFItems", "/CFItems/", "/cfitems/x", "/CFItems/a/b"])
def test_an_address_that_is_none_is_said_so(client: FlaskClient, rest: str) -> None:
    """Everything under the prefix answers in the shape of the standard."""
    assert refused(client, PREFIX + rest) == (404, "unknownobject")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client: FlaskClient, method: str) -> None:
    """Any other method is refused, and the answer says which are there."""
    for address in (LIST, path("CFItems", kitchen().uuid), f"{PREFIX}/x"):
        response = client.open(address, method=method)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert dict(response.json or {})["imsx_codeMajor"] == "unsupported"


def test_only_json_is_served(client: FlaskClient) -> None:
    """A client that cannot take JSON is told so; a browser that takes anything gets it."""
    response = client.get(LIST, headers={"Accept": "text/turtle"})
    assert response.status_code == 406
    assert dict(response.json or {})["imsx_codeMajor"] == "unsupported"
    browser = {"Accept": "text/html,*/*;q=0.8", "User-Agent": "Mozilla/5.0"}
    for address in (LIST, f"{PREFIX}/x"):
        assert client.get(address, headers=browser).content_type == "application/json"


def test_pages_elsewhere_may_read_it(client: FlaskClient) -> None:
    """CORS for everybody, the counting headers included; a preflight names what may be asked."""
    for address in (LIST, path("CFItems", "x"), DISCOVERY):
        assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
    exposed = client.get(LIST).headers["Access-Control-Expose-Headers"]
    assert {"ETag", "Link", "X-Total-Count"} == set(exposed.split(", "))
    preflight = client.options(LIST)
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert preflight.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    """ETag, 304 and HEAD on every kind of answer; a refusal is never kept."""
    for address in (LIST, path("CFPackages", uuid5(kitchen().uuid, "0")), DISCOVERY):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert first.headers["Cache-Control"].startswith("public, max-age=")
        head = client.head(address)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["ETag"] == first.headers["ETag"]
    assert client.get(path("CFItems", "x")).headers["Cache-Control"] == "no-store"


def test_a_refusal_is_said_in_the_readers_language(client: FlaskClient) -> None:
    """The sentence is for people; what a stranger wrote is repeated in part only."""
    french = client.get(f"{LIST}?limit=0", headers={"Accept-Language": "fr"})
    english = client.get(f"{LIST}?limit=0", headers={"Accept-Language": "en"})
    assert "nombre entier" in french.text
    assert "whole number" in english.text
    assert len(client.get(path("CFItems", "x" * 5000)).text) < 600


def test_a_database_that_is_busy_is_said_so(library: Library) -> None:
    """The shape of the standard, with its word for a server that cannot answer now."""

    class Busy:
        def read(self) -> object:
            raise StoreError("store.busy")

    app = library.app
    original = library.office.store
    object.__setattr__(library.office, "store", Busy())
    try:
        response = app.test_client().get(LIST)
    finally:
        object.__setattr__(library.office, "store", original)
    assert response.status_code == 503
    assert minor(dict(response.json or {})) == "server_busy"


_WORDS = st.sampled_from(
    ["title", "licenseURI.title", "=", "!=", "~", ">=", "'x'", "'", " AND ", " OR ", " "]
)


@hypothesis.settings(
    max_examples=120,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
@given(
    query=st.dictionaries(
        st.sampled_from(["limit", "offset", "sort", "orderBy", "filter", "fields", "lang", "x"]),
        st.text(max_size=30) | st.lists(_WORDS, max_size=8).map("".join) | st.integers().map(str),
        max_size=5,
    ),
    rest=st.sampled_from(
        ["CFDocuments", "CFItems/x", *(f"{kind}/{kitchen().uuid}" for kind in RESOURCES)]
    )
    | st.text(max_size=20),
)
def test_no_query_ever_breaks_it(client: FlaskClient, query: dict[str, str], rest: str) -> None:
    """Whatever is asked, the answer is right or is a refusal in the shape of the standard."""
    address = f"{PREFIX}/{rest}".split("?", 1)[0].split("#", 1)[0]
    response = client.get(address, query_string=query, follow_redirects=True)
    assert response.status_code in (200, 400, 404)
    if response.status_code != 200:
        minor(dict(response.json or {}))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_server_does_what_its_discovery_document_says(
    library: Library, mode: GenerationMode
) -> None:
    """Schemathesis asks what is allowed, and what is not: every answer is one that is described."""
    description = schemathesis.openapi.from_wsgi(DISCOVERY, library.app)
    operation: Any
    asked = 0
    for found in description.get_all_operations():
        operation = found.ok() if isinstance(found, Ok) else None
        _ask(operation.as_strategy(generation_mode=mode))
        asked += 1
    assert asked == 12


def _ask(strategy: Any) -> None:
    @hypothesis.settings(
        max_examples=6,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @given(case=strategy)
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
