"""Every address of a place, tried by everybody: a page without a guard fails here by itself.

The addresses come from the application, so that a new one must be told in `doors.ACTION` before it
is served, with what one must be allowed to do there.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from issuer.model import ROLES, Membership, Role
from issuer.services import people, publishing
from issuer.services.jwt_forms import jwt_of
from issuer.services.people import allows
from issuer.web.workshop.guards import OPEN
from tests.issuer.web.workshop.doors import ACTION, CHOICES, FORMS, PREFIX, Town, furnish
from tests.issuer.web.workshop.studio import PAGE, Browser, open_studio

LEARNERS = ("Zoé Martin", "zoe@example.org", "Amélie Le Goff", "Karim Benali", "Ulysse")
"""What nobody may read who is not of the place."""
NOT_HERE = (403, 404)
REFUSED_OUTSIDE = 404
SEE_OTHER = 303
FORBIDDEN = 403
QUIET = ("no-referrer", "same-origin", "strict-origin")
ENTRANCES = {
    "entered": "enter/some-code",
    "sign_in_by_link": "sign-in",
    "sign_in_by_password": "sign-in/password",
    "sign_in_passkey_begins": "sign-in/passkey/begin",
    "sign_in_by_passkey": "sign-in/passkey",
}
"""The forms by which one comes in, which need no session."""
LEADS_BACK = ("workshop.drop_badge", "workshop.publish_badge")
TOLD_WHEN_TAKEN = {"holder.export", "holder.print", "poster.print"} | {
    f"batch.print_{kind}" for kind in ("certificates", "cards", "stickers", "files")
}
"""What the journal tells of somebody who takes papers or a record with them."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The fablab with a group, a badge, a letter, a request and so on, made once."""
    directory = tmp_path_factory.mktemp("doors")
    studio = open_studio(directory)
    office = studio.office
    for name, role in (("Farid", "manager"), ("Gaëlle", "steward")):
        people.add(office, name, place="fablab", role=role)
    for name, role in (("Hugo", "author"), ("Inès", "facilitator"), ("Jo", "partner")):
        people.add(office, name, place="ecluse", role=role)
    made = furnish(studio, directory)
    for award in publishing.awards(office, limit=100):
        jwt_of(office, award)  # whoever asks first has it kept, which is no matter of this test
    yield made
    office.store.close()


HERE: tuple[tuple[str, Role], ...] = (
    ("Chloé", "facilitator"),
    ("Awa", "author"),
    ("Farid", "manager"),
    ("Gaëlle", "steward"),
    ("Emma", "partner"),
)
ELSEWHERE = ("Inès", "Hugo", "Bruno", "Denis", "Jo")
"""One of each role in the other place."""


def _may(role: Role, endpoint: str) -> bool:
    return allows((Membership("x", "fablab", role),), ACTION[endpoint], "fablab")


def _differing(before: dict[str, list[tuple[object, ...]]], after: Town) -> list[str]:
    now = after.kept()
    return [name for name in before if before[name] != now[name]]


def test_every_address_of_a_place_says_what_one_must_be_allowed_there(town: Town) -> None:
    """A page is told in `ACTION` before it is served, and nothing is told there of no page."""
    assert {rule.endpoint for rule, _ in town.rules} == set(ACTION)
    assert {role for _, role in HERE} == set(ROLES)


@pytest.mark.parametrize(("name", "role"), HERE)
def test_each_page_opens_for_the_roles_that_may_and_for_no_other(
    town: Town, name: str, role: Role
) -> None:
    """Whoever may not, reads no learner; looking changes nothing, but taking a record is told."""
    browser = town.studio.of(name)
    wrong: list[object] = []
    before = town.kept()
    for rule, method in town.rules:
        for path in town.paths(rule) if method == "GET" else ():
            answer = browser.get(path)
            is_open = answer.status_code not in NOT_HERE and answer.status_code < 500
            if is_open != _may(role, rule.endpoint):
                wrong.append((path, answer.status_code, rule.endpoint))
            if not is_open and any(text in _words_of(answer) for text in LEARNERS):
                wrong.append((path, "tells of a learner", rule.endpoint))
    assert not wrong, "\n".join(map(repr, wrong))
    assert set(_differing(before, town)) <= {"journal"}
    told = [line for line in town.kept()["journal"] if line not in before["journal"]]
    assert {line[3] for line in told} <= TOLD_WHEN_TAKEN


@pytest.mark.parametrize(("name", "role"), HERE)
def test_no_form_does_anything_for_a_role_that_may_not(town: Town, name: str, role: Role) -> None:
    """Each form that a role may not send, sent with the right token: refused, nothing kept."""
    browser = town.studio.of(name)
    wrong: list[object] = []
    for rule, method in town.rules:
        if method != "POST" or _may(role, rule.endpoint):
            continue
        for path in town.paths(rule):
            before = town.kept()
            answer = browser.post(path, FORMS.get(rule.endpoint))
            if answer.status_code not in NOT_HERE or _differing(before, town):
                wrong.append((path, answer.status_code, _differing(before, town)))
    assert not wrong, "\n".join(map(repr, wrong))


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_place_of_others_answers_as_one_that_does_not_exist(town: Town, name: str) -> None:
    """Read or sent by anybody of another place, word for word as for a place nobody has."""
    browser = town.studio.of(name)
    browser.get("/workshop")
    wrong: list[object] = []
    before = town.kept()
    for rule, method in town.rules:
        for path in town.paths(rule):
            real, none = (
                _asked(browser, method, one, rule.endpoint)
                for one in (path, path.replace("/fablab", "/nowhere"))
            )
            if real[0] != REFUSED_OUTSIDE or real != none:
                wrong.append((method, path, real[0], none[0]))
    assert not wrong, "\n".join(map(repr, wrong))
    assert _differing(before, town) == []


@pytest.mark.parametrize("name", ["Bruno", "Denis"])
def test_nothing_of_a_place_is_reached_under_the_name_of_another(town: Town, name: str) -> None:
    """Ids of the fablab under the slug of the place they run: as ids that are nobody's."""
    browser = town.studio.of(name)
    browser.get("/workshop")
    wrong: list[object] = []
    nobody = {
        key: f"00000000-0000-7000-8000-{number:012}" for number, key in enumerate(town.values)
    }
    plain = {key: town.values[key] for key in ("kind", "tongue", "number")}
    other = replace(town, values={**nobody, **plain}, draft_batch=nobody["kind"])
    for rule, method in town.rules:
        if not set(rule.arguments) - {"place", *CHOICES, "tongue"}:
            continue
        pairs = zip(town.paths(rule, "ecluse"), other.paths(rule, "ecluse"), strict=True)
        for theirs, unknown in pairs:
            before = town.kept()
            real = _asked(browser, method, theirs, rule.endpoint)
            none = _asked(browser, method, unknown, rule.endpoint)
            if real != none or not _is_refused(rule.endpoint, real[0]) or _differing(before, town):
                wrong.append((method, theirs, real[0], none[0]))
    assert not wrong, "\n".join(map(repr, wrong))


def _words_of(answer: TestResponse) -> str:
    return str(answer.data.decode("utf-8", "replace"))


def _is_refused(endpoint: str, status: int) -> bool:
    """A draft that is gone already leads back to the list, whosever it was."""
    return status in NOT_HERE or (endpoint in LEADS_BACK and status == SEE_OTHER)


def _asked(browser: Browser, method: str, path: str, endpoint: str) -> tuple[int, str]:
    """The status and the words of an answer, names that were asked for and tokens apart."""
    answer = browser.get(path) if method == "GET" else browser.post(path, FORMS.get(endpoint, {}))
    text = _words_of(answer)
    for part in sorted({*path.split("/"), path}, key=len, reverse=True):
        text = text.replace(part, "") if len(part) > 3 else text
    return answer.status_code, text


FORGERIES: tuple[tuple[bool, dict[str, str]], ...] = (
    (False, {}),
    (True, {"Origin": "https://evil.example"}),
    (True, {"Origin": "null"}),
    (True, {"Sec-Fetch-Site": "cross-site"}),
    (True, {"Sec-Fetch-Site": "same-site"}),
)
"""Whether the form repeats the token of the session, and what the browser says besides."""


def test_no_form_of_the_workshop_is_taken_from_elsewhere(town: Town) -> None:
    """Every form there is, by a manager who may: without the token, or sent by another site."""
    farid = town.studio.of("Farid")
    farid.get("/workshop")
    wrong: list[object] = []
    before = town.kept()
    for path, endpoint in _every_form(town):
        for with_token, headers in FORGERIES:
            if not with_token and endpoint in OPEN:
                continue
            fields = {"csrf": farid.token if with_token else "", **FORMS.get(endpoint, {})}
            answer = farid.client.post(
                path, base_url=farid.base_url, data=fields, headers={**PAGE, **headers}
            )
            if answer.status_code != FORBIDDEN:
                wrong.append((path, headers, answer.status_code))
    assert not wrong, "\n".join(map(repr, wrong))
    assert _differing(before, town) == []


def test_nothing_of_the_workshop_opens_without_coming_in(town: Town) -> None:
    """Every address but those where one comes in: a page that says so, and no word of anybody."""
    browser = town.studio.browser()
    wrong: list[object] = []
    before = town.kept()
    for rule, method in [*town.rules, *_common_rules(town)]:
        for path in town.paths(rule):
            status, text = _asked(browser, method, path, rule.endpoint)
            if status != FORBIDDEN or any(name in text for name in (*LEARNERS, "Fablab rural")):
                wrong.append((method, path, status))
    assert not wrong, "\n".join(map(repr, wrong))
    assert _differing(before, town) == []


def test_no_page_of_the_workshop_is_kept_by_a_cache_or_told_to_a_site(town: Town) -> None:
    """Each answer says so itself, refusals and papers included."""
    farid = town.studio.of("Farid")
    wrong: list[object] = []
    for rule, method in town.rules:
        for path in town.paths(rule) if method == "GET" else ():
            headers = farid.get(path).headers
            told = (headers.get("Cache-Control"), headers.get("Referrer-Policy"))
            is_safe = headers.get("X-Content-Type-Options") == "nosniff"
            if told[0] != "no-store" or told[1] not in QUIET or not is_safe:
                wrong.append((path, told))
            if "Content-Security-Policy" not in headers:
                wrong.append((path, "no policy"))
    assert not wrong, "\n".join(map(repr, wrong))


def _every_form(town: Town) -> list[tuple[str, str]]:
    """The address and the page of every form under `/workshop`, those without a place included."""
    rules = [*town.rules, *_common_rules(town)]
    return [
        (path, rule.endpoint)
        for rule, method in rules
        if method == "POST"
        for path in town.paths(rule)
    ] + [(f"/workshop/{path}", f"workshop.{name}") for name, path in ENTRANCES.items()]


def _common_rules(town: Town) -> list[tuple[Rule, str]]:
    """The addresses of the workshop that are of no place, but those where one comes in."""
    return [
        (rule, method)
        for rule in town.studio.app.url_map.iter_rules()
        if rule.endpoint.startswith("workshop.")
        and not rule.rule.startswith(PREFIX)
        and rule.endpoint not in OPEN
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]
