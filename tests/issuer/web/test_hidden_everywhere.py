"""A badge that is not shown answers everywhere alike, whatever became of it.

Hidden, kept for a private link, refused, or erased at the person's request: 410 at every address,
and nobody learns which. The addresses come from the application: a new one is tried here by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from issuer.model import Award
from issuer.services import people, private_links
from issuer.services.holders import choosing, opening
from issuer.services.privacy import erasing
from tests.issuer.services.holders.cards import HERE, show_photo, words_on_card
from tests.issuer.web.house import PAGE, House, open_house

UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
UNKNOWN_CODE = "ZZZZZ-ZZZZZ"
WRONG_KEY = "A" * 22
ASKED: tuple[dict[str, str], ...] = (
    PAGE,
    {**PAGE, "Accept-Language": "en"},
    {"Accept": "application/vc+jwt"},
    {"Accept": "application/ld+json"},
    {"Accept": "application/json"},
    {"Range": "bytes=0-10"},
    {"If-None-Match": "*"},
)
SAME = {"X-Request-Id": "5" * 24}
"""The mark that answers carry, given by who asks: otherwise each has its own."""
DIGEST = re.compile(r"sha256:[0-9a-f]{40,64}")
"""What the verifier says of the text that it was given, which is another one for another id."""
ROOMS = ("credentials.", "evidence.", "sharing.", "embeds.")


@dataclass(frozen=True)
class Names:
    """What stands in the addresses of one badge."""

    award: str
    code: str
    file: str
    key: str

    def hidden_in(self, text: str) -> str:
        """A text without any of them."""
        for name in (self.award, self.code, self.file, self.key):
            text = text.replace(name, "-")
        return DIGEST.sub("-", text)


@dataclass(frozen=True)
class Gone:
    """A house, a badge that is not shown, another one that is hidden, and marks of files before."""

    house: House
    award: Award
    names: Names
    other: Names
    tags: dict[str, str]

    @property
    def client(self) -> FlaskClient:
        """A browser of a stranger."""
        return self.house.client()


def _erase(house: House, award: Award) -> None:
    by = people.operator("local")
    erasing.erase_holder(house.office, by, award.place, award.holder_id or "")


def _choose(decision: choosing.Decision) -> Callable[[House, Award], None]:
    def act(house: House, award: Award) -> None:
        words = words_on_card(house.office, award)
        opened = opening.open_badge(house.office, words, HERE, award.id)
        choosing.choose(house.office, opened, decision)

    return act


def _refuse(house: House, award: Award) -> None:
    words = words_on_card(house.office, award)
    choosing.refuse(house.office, opening.open_badge(house.office, words, HERE, award.id))


WAYS: dict[str, Callable[[House, Award], None]] = {
    "hidden": _choose("hidden"),
    "private": _choose("private"),
    "refused": _refuse,
    "erased": _erase,
}


@pytest.fixture(scope="module", params=tuple(WAYS))
def gone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gone]:
    """A house whose genuine badge, with a photo that everybody could see, is not shown any more."""
    with open_house(tmp_path_factory.mktemp("hidden")) as house:
        award, other = house.awards["genuine"], house.awards["bare"]
        names, others = (_names(house, one) for one in (award, other))
        client = house.client()
        tags = {}
        for path in _paths(house, names):
            answer = client.get(path, base_url=house.base_url)
            assert answer.status_code in (200, 303), path
            tags[path] = answer.headers.get("ETag", "")
        WAYS[request.param](house, award)
        WAYS["hidden"](house, other)
        if request.param == "private":
            names = Names(names.award, names.code, names.file, WRONG_KEY)
            tags = dict.fromkeys(_paths(house, names), "") | tags
        yield Gone(house, award, names, others, tags)


def _names(house: House, award: Award) -> Names:
    file = show_photo(house.office, award, shown=True)
    key = private_links.key_of(house.office, award)
    return Names(award.id, award.short_code, file.id, key)


def _rules(house: House) -> list[Rule]:
    """The addresses that name a badge, by id or by code."""
    return [
        rule
        for rule in house.app.url_map.iter_rules()
        if rule.endpoint.startswith(ROOMS) and rule.arguments and "GET" in (rule.methods or ())
    ]


def _paths(house: House, names: Names) -> list[str]:
    known = {"name": names.award, "code": names.code, "file_id": names.file, "key": names.key}
    kinds = ("json", "jwt", "png", "svg", "pdf", "qr.svg", "qr.png")
    address = f"{house.base_url}/credentials/{names.award}"
    found = [
        f"/verify?url={address}",
        f"/oembed?url={address}",
        f"/oembed?format=xml&url={address}",
    ]
    for rule in _rules(house):
        for kind in kinds if "kind" in rule.arguments else ("",):
            try:
                built = rule.build({**known, "kind": kind}, append_unknown=False)
            except ValueError:
                continue
            if built is not None and (not kind or built[1].endswith(kind)):
                found.append(built[1])
    return list(dict.fromkeys(found))


def _headers(answer: TestResponse) -> dict[str, str]:
    """What is said beside the answer; the names of badges are of different lengths."""
    return {name: text for name, text in answer.headers.items() if name != "Content-Length"}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_address_of_it_answers_alike_whatever_became_of_it(gone: Gone, method: str) -> None:
    """Page, files, pictures, photo, ZIP, short and private address: 410, as one that is hidden."""
    theirs, others = _paths(gone.house, gone.names), _paths(gone.house, gone.other)
    assert len(theirs) >= 20
    wrong = []
    for path, hidden in zip(theirs, others, strict=True):
        for headers in (*ASKED, {"If-None-Match": gone.tags[path]}):
            asked, base = {**headers, **SAME}, gone.house.base_url
            one, other = (
                gone.client.open(each, method=method, base_url=base, headers=asked)
                for each in (path, hidden)
            )
            texts = [
                names.hidden_in(answer.data.decode("utf-8", "replace"))
                for names, answer in ((gone.names, one), (gone.other, other))
            ]
            alike = one.status == other.status and texts[0] == texts[1]
            alike = alike and _headers(one) == _headers(other)
            is_gone = one.status_code == 410 or path.startswith("/verify")
            if not alike or not is_gone or "ETag" in one.headers:
                wrong.append((path, headers, one.status_code, other.status_code))
    assert not wrong, "\n".join(map(repr, wrong))


def test_the_verdict_does_not_take_it_for_genuine(gone: Gone) -> None:
    """Verified by its address, it is not there to be verified, and nothing of it is told."""
    answer = gone.client.get(
        f"/verify?url={gone.award.url}", headers=PAGE, base_url=gone.house.base_url
    )
    text = answer.get_data(as_text=True)
    assert "Badge authentique" not in text
    assert "Amélie" not in text


def test_programs_read_one_code_and_nothing_else(gone: Gone) -> None:
    """RFC 9457: the problem says that it was withdrawn, without a name, an id or a reason."""
    answer = gone.client.get(
        f"/credentials/{gone.names.award}",
        headers={"Accept": "application/json"},
        base_url=gone.house.base_url,
    )
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert (problem["status"], problem["code"], problem["params"]) == (410, "award.withdrawn", {})


def test_what_never_was_is_still_unknown(gone: Gone) -> None:
    """404 for an id or a code that nobody gave out."""
    for path in (f"/credentials/{UNKNOWN_ID}", f"/v/{UNKNOWN_CODE}"):
        answer = gone.client.get(path, headers=PAGE, base_url=gone.house.base_url)
        assert answer.status_code == 404


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
