"""Every address of a place, tried by everybody: a page without a guard fails here by itself.

The addresses come from the application, so that a new one must be told in `ACTION` before it is
served, with what one must be allowed to do there.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from issuer.model import ROLES, Membership, Role
from issuer.ports import Office
from issuer.services import achievements, evidence, people
from issuer.services.applications import asking, posters
from issuer.services.applications.asking import Asking
from issuer.services.applications.words import APPLICATION, POSTER
from issuer.services.mail.writing import write
from issuer.services.people import Action, allows, tokens
from issuer.services.word_codes import lookup_of, words_for
from issuer.web.workshop.guards import OPEN
from tests.issuer.services.holders.cards import photo, show_photo
from tests.issuer.web.workshop.groups import signed
from tests.issuer.web.workshop.studio import PAGE, Browser, Studio, open_studio

PREFIX = "/workshop/<place>"
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

ACTION: dict[str, Action] = {
    "workshop.place_home": "count.read",
    "workshop.awards": "award.issue",
    "workshop.award": "award.issue",
    "workshop.award_all": "award.issue",
    "workshop.award_all_sent": "award.issue",
    "workshop.award_continue": "award.issue",
    "workshop.discard_award": "award.issue",
    "workshop.award_look": "award.issue",
    "workshop.award_look_sent": "award.issue",
    "workshop.award_sheets": "award.issue",
    "workshop.award_card": "award.issue",
    "workshop.award_files": "award.issue",
    "workshop.award_people": "award.issue",
    "workshop.award_people_sent": "award.issue",
    "workshop.award_line": "award.issue",
    "workshop.award_line_sent": "award.issue",
    "workshop.award_progress": "award.issue",
    "workshop.award_trust": "award.issue",
    "workshop.new_award": "award.issue",
    "workshop.begin_award": "award.issue",
    "workshop.badges": "award.issue",
    "workshop.turn_badge_draft": "achievement.archive",
    "workshop.badge_step": "achievement.edit",
    "workshop.keep_badge_step": "achievement.edit",
    "workshop.drop_badge": "achievement.edit",
    "workshop.edit_badge": "achievement.edit",
    "workshop.badge_languages": "achievement.edit",
    "workshop.badge_look": "achievement.edit",
    "workshop.badge_picture": "achievement.edit",
    "workshop.publish_badge": "achievement.publish",
    "workshop.badge_library": "achievement.edit",
    "workshop.copy_badge": "achievement.edit",
    "workshop.new_badge": "achievement.add",
    "workshop.begin_badge": "achievement.add",
    "workshop.badge_life": "award.read",
    "workshop.badge_act": "award.read",
    "workshop.turn_badge": "award.read",
    "workshop.list_holders": "award.read",
    "workshop.show_holder": "award.read",
    "workshop.holder_step": "award.read",
    "workshop.holder_address": "award.correct",
    "workshop.holder_card": "award.issue",
    "workshop.erase_holder": "person.erase",
    "workshop.holder_evidence": "award.read",
    "workshop.holder_export": "person.export",
    "workshop.keep_holder_card": "award.issue",
    "workshop.new_holder_card": "award.issue",
    "workshop.holder_privacy": "person.erase",
    "workshop.write_holder": "award.issue",
    "workshop.journal": "journal.read",
    "workshop.journal_table": "journal.read",
    "workshop.list_letters": "mail.read",
    "workshop.show_letter": "mail.read",
    "workshop.hand_letter": "mail.read",
    "workshop.retry_letter": "mail.read",
    "workshop.list_wordings": "mail.edit",
    "workshop.show_wording": "mail.edit",
    "workshop.change_wording": "mail.edit",
    "workshop.network": "place.edit",
    "workshop.change_network": "place.edit",
    "workshop.list_posters": "poster.make",
    "workshop.show_poster": "poster.make",
    "workshop.close_poster": "poster.make",
    "workshop.code_of_poster": "poster.make",
    "workshop.screen_poster": "poster.make",
    "workshop.sheet_of_poster": "poster.make",
    "workshop.new_poster": "poster.make",
    "workshop.make_poster": "poster.make",
    "workshop.privacy": "person.erase",
    "workshop.list_requests": "application.decide",
    "workshop.show_request": "application.decide",
    "workshop.decide_request": "application.decide",
    "workshop.file_of_request": "application.decide",
    "workshop.accept_poster": "application.decide",
    "workshop.show_team": "team.read",
    "workshop.show_mate": "team.edit",
    "workshop.change_mate": "team.edit",
    "workshop.new_mate": "team.edit",
    "workshop.invite_mate": "team.edit",
    "workshop.list_tokens": "token.edit",
    "workshop.revoke_token": "token.edit",
    "workshop.new_token": "token.edit",
    "workshop.make_token": "token.edit",
}
STEPS = {
    "workshop.badge_step": ("competency", "words", "picture", "options"),
    "workshop.keep_badge_step": ("competency", "words", "picture", "options", "languages"),
    "workshop.turn_badge_draft": ("archive", "reopen"),
    "workshop.badge_act": ("renew", "correct", "suspend", "reinstate", "revoke"),
    "workshop.turn_badge": ("renew", "correct", "suspend", "reinstate", "revoke"),
    "workshop.holder_step": ("new", "address"),
    "workshop.award_sheets": ("certificates", "cards", "stickers"),
}
"""The words that some addresses choose among."""
FORMS: dict[str, dict[str, str]] = {
    "workshop.begin_award": {"names": "Intrus", "do": "look"},
    "workshop.award_people_sent": {"names": "Intrus", "do": "look"},
    "workshop.award_all_sent": {"title": "Intrus", "level": "N1"},
    "workshop.award_line_sent": {"person": "Intrus", "do": "next"},
    "workshop.award_look_sent": {"do": "confirm"},
    "workshop.award_trust": {"do": "keep", "trust": "keep"},
    "workshop.keep_badge_step": {"name": "Intrus", "chosen": "TL-FAB-01"},
    "workshop.begin_badge": {"chosen": "TL-FAB-01"},
    "workshop.copy_badge": {"achievement": "decoupe-laser-en-autonomie"},
    "workshop.turn_badge": {
        "do": "done",
        "reason": "Intrus",
        "life_name": "Intrus",
        "seen": "1",
        "life_valid_until": "2030-01-01",
    },
    "workshop.holder_address": {"email": "intrus@example.org"},
    "workshop.erase_holder": {"confirm": "effacer"},
    "workshop.keep_holder_card": {"kept": "yes"},
    "workshop.change_wording": {"do": "save", "subject": "Intrus", "text": "Intrus {link}"},
    "workshop.change_network": {"place": "ecluse"},
    "workshop.make_poster": {"badge": "decoupe-laser-en-autonomie", "until": "2026-11-22"},
    "workshop.decide_request": {"do": "refuse", "answer": "Intrus"},
    "workshop.change_mate": {"role": "manager", "do": "role"},
    "workshop.invite_mate": {
        "mate_name": "Intrus",
        "mate_email": "i@example.org",
        "role": "manager",
    },
    "workshop.make_token": {"token_name": "Intrus", "scope-awards.read": "yes", "days": "90"},
}
"""What a form must say to do something, for those who try where they may not."""
TOLD_WHEN_TAKEN = {"holder.export", "holder.print", "poster.print"} | {
    f"batch.print_{kind}" for kind in ("certificates", "cards", "stickers", "files")
}
"""What the journal tells of somebody who takes papers or a record with them."""
COMMON = {"slug": "tiers-lieux", "name": "TL-FAB-01", "suffix": ".jsonld"}
"""What fills the addresses that are of no place."""
SEEN_BY_SERVER = frozenset({"attempts", "sessions"})
"""Tables that tell that somebody came, and nothing of what they did."""


@dataclass(frozen=True)
class Town:
    """A studio whose fablab has one of everything, and the values that fill its addresses."""

    studio: Studio
    directory: Path
    values: dict[str, str]
    draft_batch: str

    @property
    def rules(self) -> list[tuple[Rule, str]]:
        """Every address of a place, once for each method."""
        return [
            (rule, method)
            for rule in self.studio.app.url_map.iter_rules()
            if rule.rule.startswith(PREFIX)
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]

    def paths(self, rule: Rule, place: str = "fablab") -> list[str]:
        """The addresses of a rule with the things of the fablab, under the slug of `place`."""
        found = []
        for word in STEPS.get(rule.endpoint, ("",)):
            chosen = dict.fromkeys(_CHOICES, word) if word else {}
            values = {**COMMON, **self.values, "place": place, **chosen}
            if rule.endpoint == "workshop.file_of_request":
                values["file"] = values["photo"]
            with self.studio.app.test_request_context():
                known = {name: values[name] for name in rule.arguments}
                built = rule.build(known, append_unknown=False)
            assert built is not None, rule
            found.append(built[1])
        batch = self.values["batch"]
        drafts = [
            path.replace(batch, self.draft_batch)
            for path in found
            if batch in path and "/papers/" not in path
        ]
        return [*found, *drafts]

    def kept(self) -> dict[str, list[tuple[object, ...]]]:
        """Everything that the store keeps, table by table."""
        with closing(sqlite3.connect(self.directory / "studio.sqlite3")) as database:
            names = [
                name
                for (name,) in database.execute("select name from sqlite_master where type='table'")
                if name not in SEEN_BY_SERVER
            ]
            return {name: list(database.execute(f'select * from "{name}"')) for name in names}  # noqa: S608 - names of our own tables


_CHOICES = ("step", "turn", "act", "kind")


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
    made = _furnish(studio, directory)
    yield made
    office.store.close()


def _furnish(studio: Studio, directory: Path) -> Town:
    office, farid = studio.office, studio.of("Farid")
    farid.get("/workshop")
    batch = signed(studio, farid).rpartition("/")[2]
    with office.store.read() as work:
        line = work.batches.lines(batch)[0]
        award = work.awards.get(line.award or "")
    assert award is not None
    draft_batch = _draft_batch(farid, award.achievement)
    with office.store.write() as work:
        letter = write(
            office,
            work,
            "claim",
            "zoe@example.org",
            place="fablab",
            language="fr",
            concerns=award.holder_id,
            words={
                "holder": "Zoé Martin",
                "person": "Zoé Martin",
                "badge": "Découpe laser",
                "link": f"{office.settings.base_url}/claim/pomme-table",
            },
        )
    by = people.contributor(office, "Farid", "fablab", operator=False)
    draft = achievements.begin(office, by, "fablab", {"chosen": "TL-FAB-01", "name": "Brouillon"})
    poster, application, asked_file = _ask(office, award.achievement)
    values = {
        "batch": batch,
        "number": "1",
        "draft": draft.slug,
        "award": award.id,
        "holder": award.holder_id or "",
        "file": show_photo(office, award).id,
        "letter": letter.id,
        "tongue": "fr",
        "kind": "claim",
        "poster": poster,
        "application": application,
        "photo": asked_file,
        "person": people.find(office, "Chloé").id,
        "token": tokens.add_token(office, by, "fablab", "Planning", ("awards.read",)).token.id,
    }
    return Town(studio, directory, values, draft_batch)


def _draft_batch(browser: Browser, badge: str) -> str:
    address = f"/workshop/fablab/awards/new?badge={badge}"
    target = browser.send(address, {"names": "Ulysse ulysse@example.org", "do": "add"})
    return target.split("/awards/")[1].partition("/")[0]


def _ask(office: Office, badge: str) -> tuple[str, str, str]:
    """A poster, a request that came by it and the photo in the request."""
    by = people.contributor(office, "Farid", "fablab", operator=False)
    poster = posters.make(office, by, "fablab", badge)
    wish = Asking("Ulysse", text="Voici.", files=(evidence.accept("boite.png", photo()),))
    words = words_for(office, POSTER, poster.id, poster.generation)
    followed = asking.ask_by_poster(office, words, wish, address="192.0.2.7")
    with office.store.read() as work:
        found = work.applications.by_lookup(lookup_of(office, APPLICATION, followed))
        assert found is not None
        file = work.evidence.of_application(found.id)[0]
    return poster.id, found.id, file.id


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
    wrong = []
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
    wrong = []
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
    wrong = []
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
    wrong = []
    nobody = {
        key: f"00000000-0000-7000-8000-{number:012}" for number, key in enumerate(town.values)
    }
    plain = {key: town.values[key] for key in ("kind", "tongue", "number")}
    other = replace(town, values={**nobody, **plain}, draft_batch=nobody["kind"])
    for rule, method in town.rules:
        if not set(rule.arguments) - {"place", *_CHOICES, "tongue"}:
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
        text = text.replace(part, "") if len(part) > 3 else text  # noqa: PLR2004 - short words are ours
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
    wrong = []
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
    wrong = []
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
    wrong = []
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
        (path, rule.endpoint) for rule, method in rules if method == "POST" for path in town.paths(rule)
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
