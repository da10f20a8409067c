"""A badge that its holder hid or refused answers everywhere as one that never was.

The addresses come from the application: a new one that tells of a badge is tried here by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from issuer.model import Award
from issuer.services.holders import choosing, opening
from tests.issuer.services.holders.cards import HERE, show_photo, words_on_card
from tests.issuer.web.house import PAGE, House, open_house

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
UNKNOWN_CODE = "ZZZZZ-ZZZZZ"
ASKED: tuple[dict[str, str], ...] = (
    PAGE,
    {**PAGE, "Accept-Language": "en"},
    {"Accept": "application/vc+jwt"},
    {"Accept": "application/ld+json"},
    {"Accept": "application/json"},
    {"Range": "bytes=0-10"},
    {"If-None-Match": "*"},
)
DIGEST = re.compile(r"sha256:[0-9a-f]{40,64}")
"""What the verifier says of the text that it was given, which is another one for another id."""


@dataclass(frozen=True)
class Gone:
    """A house, the badge that was put away, and what its files were marked with before."""

    house: House
    award: Award
    file: str
    tags: dict[str, str]

    @property
    def client(self) -> FlaskClient:
        """A browser of a stranger."""
        return self.house.client()


@pytest.fixture(scope="module", params=["hidden", "refused"])
def gone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gone]:
    """A house whose genuine badge, with a photo that everybody could see, was put away."""
    with open_house(tmp_path_factory.mktemp("hidden")) as house:
        award = house.awards["genuine"]
        file = show_photo(house.office, award, shown=True)
        client = house.client()
        tags = {}
        for path in _paths(house, award.id, award.short_code, file.id):
            answer = client.get(path, base_url=house.base_url)
            assert answer.status_code in (200, 303), path
            tags[path] = answer.headers.get("ETag", "")
        words = words_on_card(house.office, award)
        opened = opening.open_badge(house.office, words, HERE, award.id)
        if request.param == "hidden":
            choosing.choose(house.office, opened, "hidden")
        else:
            choosing.refuse(house.office, opened)
        yield Gone(house, award, file.id, tags)


def _rules(house: House) -> list[Rule]:
    """The addresses that name a badge, by id or by code."""
    return [
        rule
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint.startswith(("credentials.", "evidence.")) and "GET" in (rule.methods or ())
    ]


def _paths(house: House, award: str, code: str, file: str) -> list[str]:
    known = {"name": award, "code": code, "file_id": file}
    kinds = ("json", "jwt", "png", "svg", "pdf", "qr.svg", "qr.png")
    found = [f"/verify?url={house.base_url}/credentials/{award}"]
    for rule in _rules(house):
        for kind in kinds if "kind" in rule.arguments else ("",):
            try:
                built = rule.build({**known, "kind": kind}, append_unknown=False)
            except ValueError:
                continue
            if built is not None and (not kind or built[1].endswith(kind)):
                found.append(built[1])
    return list(dict.fromkeys(found))


def _words(text: bytes, *names: str) -> str:
    said = text.decode("utf-8", "replace")
    for name in names:
        said = said.replace(name, "-")
    return DIGEST.sub("-", said)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_address_of_it_answers_as_one_that_never_was(gone: Gone, method: str) -> None:
    """Page, files, pictures, photo, short address and verification, whatever is asked for."""
    house, award = gone.house, gone.award
    theirs = _paths(house, award.id, award.short_code, gone.file)
    nobodys = _paths(house, UNKNOWN_ID, UNKNOWN_CODE, UNKNOWN_ID)
    assert len(theirs) >= 11
    wrong = []
    for path, unknown in zip(theirs, nobodys, strict=True):
        for headers in (*ASKED, {"If-None-Match": gone.tags[path]}):
            one, other = (
                gone.client.open(each, method=method, base_url=house.base_url, headers=headers)
                for each in (path, unknown)
            )
            names = (award.id, award.short_code, gone.file, UNKNOWN_ID, UNKNOWN_CODE)
            same = _words(one.data, *names) == _words(other.data, *names)
            if one.status_code != other.status_code or not same or "ETag" in one.headers:
                wrong.append((path, headers, one.status_code, other.status_code))
    assert not wrong, "\n".join(map(repr, wrong))


def test_no_public_page_names_it(gone: Gone) -> None:
    """Pages of the place and of the definition, lists, descriptions and figures."""
    house, award = gone.house, gone.award
    plain = [
        rule.rule
        for rule in house.app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and "/workshop" not in rule.rule
    ]
    pages = [f"/places/{award.place}", f"/achievements/{award.achievement}"]
    documents = [f"{page}.json" for page in pages]
    for path in (*plain, *pages, *documents):
        text = gone.client.get(path, base_url=house.base_url, headers=PAGE).data.decode(
            "utf-8", "replace"
        )
        for name in (award.id, award.short_code, "Amélie"):
            assert name not in text, path
