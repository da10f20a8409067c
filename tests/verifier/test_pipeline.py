"""The path as a whole: order, policies, bounds, words, and whatever hostile input may try."""

import ast
import copy
import random
import re
from pathlib import Path
from typing import Any

import pytest

import verifier
from badges.documents import JsonObject, serialize
from badges.errors import Unreachable
from badges.i18n import LANGUAGES, Translator, catalogue
from badges.settings import Settings
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import (
    LIST_URL,
    Desk,
    Place,
    badge,
    status_entry,
    status_list,
    with_subject,
)
from tests.verifier.tampering import members
from tests.world import StillClock, WebOfDocuments
from verifier.bootstrap import bootstrap, open_fetcher
from verifier.checks import CHECKS
from verifier.errors import VerifierError
from verifier.pipeline.asking import IDS, in_order
from verifier.policy import POLICIES, policy
from verifier.ports import BoundedFetcher
from verifier.report import Outcome, Report, State, Verdict
from verifier.settings import Bounds

PLACE = Place.by_key()
SOURCES = Path(verifier.__file__).parent


def test_every_check_comes_after_those_it_builds_on() -> None:
    """Sorting by needs is total, stable, and names only checks that exist."""
    order = in_order(CHECKS)
    assert sorted(order) == sorted({check.id for check in CHECKS})
    for check in CHECKS:
        for name in (*check.needs, *check.after):
            assert order.index(name) < order.index(check.id)
    assert in_order(CHECKS) == in_order(CHECKS)


def test_a_question_has_one_answer_for_each_kind_of_document() -> None:
    """Two checks of one id never speak of the same kind."""
    asked = [(kind, check.id) for check in CHECKS for kind in check.kinds]
    assert len(asked) == len(set(asked))


def test_each_check_has_its_title_and_its_clause() -> None:
    """Titles in both languages, a link to the clause of the standard."""
    for check in CHECKS:
        assert check.spec.startswith("https://")
        for language in LANGUAGES:
            assert Translator(language, "verifier").find(f"check.{check.id}")


def test_the_library_verifies_in_one_call(web: WebOfDocuments, clock: StillClock) -> None:
    """`verifier.verify` is the face of the library."""
    report = verifier.verify(PLACE.sign(badge(PLACE)).body, fetcher=web, clock=clock)
    assert report.state is State.GENUINE
    report = verifier.verify(
        PLACE.sign(badge(PLACE)).body, fetcher=web, clock=clock, recipient="x@y", policy="proof"
    )
    assert report.policy == "proof"


def test_the_policy_of_proof_asks_only_who_signed_what(desk: Desk) -> None:
    """Dates and status are left to the caller, and said to be."""
    late = PLACE.sign(
        badge(PLACE, validUntil="2026-11-21T00:00:00Z", credentialStatus=status_entry())
    )
    report = desk.read(late, policy="proof")
    assert report.verdict is Verdict.ACCEPTED
    assert report.finding("validity.period").code == "check.not_in_policy"
    assert not desk.web.visits
    assert desk.read(late).state is State.EXPIRED
    changed = late.document | {"name": "Autre"}
    assert desk.read(serialize(changed), policy="proof").state is State.ALTERED


def test_a_policy_that_does_not_exist_is_our_error(desk: Desk) -> None:
    """The message names those that exist."""
    with pytest.raises(VerifierError, match=r"policy\.unknown"):
        desk.read(b"{}", policy="lenient")
    assert policy("default") is POLICIES[0]


def test_one_badge_cannot_make_us_fetch_without_end(web: WebOfDocuments) -> None:
    """The number of fetches is bounded, each page is asked once, failures included."""
    web.publish("https://example.org/1", b"{}")
    bounded = BoundedFetcher(web, Bounds(fetches=2))
    for _ in range(3):
        bounded.fetch("https://example.org/1")
        with pytest.raises(Unreachable):
            bounded.fetch("https://example.org/2")
    assert web.visits == ["https://example.org/1", "https://example.org/2"]
    with pytest.raises(Unreachable, match=r"fetch\.too_many"):
        bounded.fetch("https://example.org/3")
    with pytest.raises(Unreachable, match=r"fetch\.offline"):
        BoundedFetcher(None).fetch("https://example.org/1")


@pytest.mark.requirement("VER-03")
def test_slow_servers_together_get_one_budget(web: WebOfDocuments) -> None:
    """Once the time for fetching is spent no further fetch begins; pages at hand stay at hand."""
    instants = iter((0.0, 9.0, 9.0, 18.0))
    for number in range(3):
        web.publish(f"https://example.org/{number}", b"{}")
    bounded = BoundedFetcher(web, Bounds(fetch_seconds=15), monotonic=lambda: next(instants))
    for number in (0, 1, 0):
        bounded.fetch(f"https://example.org/{number}")
    with pytest.raises(Unreachable, match=r"fetch\.too_many"):
        bounded.fetch("https://example.org/2")


def test_settings_become_a_verifier(tmp_path: Path) -> None:
    """Trust lists, a map of files and a fixed clock come from the settings."""
    page = tmp_path / "list.json"
    page.write_bytes(PLACE.sign(status_list(PLACE)).body)
    mapping = tmp_path / "map.json"
    entry = {LIST_URL: {"file": "list.json", "type": "application/vc"}}
    mapping.write_bytes(serialize(entry))
    trust = tmp_path / "trust.json"
    trust.write_bytes(serialize({"name": "Nous", "issuers": [PLACE.did]}))
    settings = Settings(fetch_map=mapping, trust=trust, now=StillClock().now())
    made = bootstrap(settings, fetcher=open_fetcher(settings, offline=True))
    report = made.verify(PLACE.sign(badge(PLACE, credentialStatus=status_entry())).body)
    assert report.state is State.GENUINE
    assert report.summary.voucher == "Nous"
    assert report.verified_at == settings.now
    assert bootstrap(Settings()).pipeline.fetcher is not None


def test_what_the_badge_says_is_summed_up(desk: Desk) -> None:
    """Holder, achievement, issuer and dates, in the members of the contract."""
    document = badge(PLACE, validUntil="2027-11-20T09:00:00Z")
    document["issuer"] |= {"url": "https://lieu.example.fr", "email": "bonjour@lieu.example.fr"}
    summary = desk.read(PLACE.sign(document)).to_json("fr")["summary"]
    assert summary["holder"] == "Inès Martin"
    assert summary["achievement"] == "Animer un atelier"
    assert summary["issuer"]["name"] == "Le Lieu Un"
    assert summary["issuer"]["url"] == "https://lieu.example.fr"
    assert summary["awarded"] == "2026-11-20T00:00:00Z"
    assert summary["valid_until"] == "2027-11-20T09:00:00Z"


# Words: whatever happens is said in both languages, whole.

_CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*\.[a-z0-9_]+(\.[a-z_]+)*")
_CALLS = {"Answer", "passed", "not_applicable", "_failed", "_warning", "InputError"}
_CALLS |= {"UnknownStatus", "SchemaError", "StatusError"}
_MORE_CALLS = {"NotYetRead", "VerifierError", "SettingsError", "BadgeError", "look_up", "_answer"}


def _codes(room: str = ".") -> set[str]:
    """Every code that a room writes into a finding or an error, read from its source."""
    paths = [path for path in (SOURCES / room).rglob("*.py") if "web" not in path.parts]
    trees = [ast.parse(path.read_text("utf-8")) for path in paths]
    return {text for tree in trees for node in ast.walk(tree) for text in _codes_of_call(node)}


def _codes_of_call(node: ast.AST) -> list[str]:
    """The codes among the arguments of a call that makes an answer or an error."""
    if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in _CALLS | _MORE_CALLS:
        return []
    texts = [str(item.value) for item in node.args if isinstance(item, ast.Constant)]
    return [text for text in texts if _CODE.fullmatch(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    """No code that the verifier can emit is left without words."""
    words = Translator(language, "verifier")
    assert len(_codes()) > 70
    assert not sorted(code for code in _codes() if words.find(code) is None)


def test_every_code_of_a_check_is_documented() -> None:
    """The pages of checks and intakes explain each code that a finding can have."""
    reference = SOURCES.parent / "docs" / "reference"
    page = "".join(path.read_text("utf-8") for path in reference.glob("*s/*.md"))
    codes = _codes("checks") | _codes("intake")
    assert not sorted(code for code in codes if f"`{code}`" not in page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_repairs_are_for_codes_that_exist(language: str) -> None:
    """A repair that nobody would ever read is removed."""
    repairs = [code for code in catalogue("verifier", language) if code.startswith("repair.")]
    words = Translator(language, "verifier")
    assert repairs
    assert not [code for code in repairs if words.find(code.removeprefix("repair.")) is None]


def require_whole(report: Report) -> None:
    """Fail when a report is not the whole of itself, in either language."""
    assert tuple(finding.check for finding in report.findings) == IDS
    for finding in report.findings:
        assert finding.outcome is Outcome.SKIPPED or not finding.because
    for language in LANGUAGES:
        for text in _texts(report.to_json(language)):
            assert not re.search(r"\{[a-z_]+\}", text), text
            assert not _CODE.fullmatch(text), text


def _texts(answer: JsonObject) -> list[str]:
    """Everything that a report says to people."""
    told = [text for item in answer["findings"] for text in (item["message"], item["repair"])]
    return [answer["headline"], answer["sentence"], *(text for text in told if text)]


# Hostile input: the verdict may be anything but genuine by accident, and nothing raises.

NASTY: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e300, 2**63, "", " ", "#a", "_:b", "@type", "\u202e", "\0"),
    *("did:", "did:key:z", "did:web:", "did:web:127.0.0.1", "http://", "a" * 5000, [], {}, [[]]),
    *([None], [{}], {"@value": None}, {"@value": "a", "@type": 5}, {"@id": 5}, {"@context": None}),
    *({"@context": {"name": None}}, {"id": "_:x"}, {"type": [None]}, {"": 1}, {"proof": True}),
    *("2026-13-45T00:00:00Z", "9999-12-31T23:59:59-14:00", {"@list": [{"@list": []}]}),
)
NAMES = (
    *("id", "type", "@id", "@type", "@context", "proof", "endorsement", "endorsementJwt", "nbf"),
    *("credentialStatus", "credentialSchema", "refreshService", "issuer", "evidence", "x", ""),
    *("validUntil", "result", "resultDescription", "alignment", "@value", "@graph", "vc", "exp"),
)


def _mangled(document: JsonObject, chance: random.Random) -> JsonObject:
    """A copy with one to three nasty values in the place of others, or beside them."""
    copied = copy.deepcopy(document)
    for _ in range(chance.choice((1, 1, 2, 3))):
        path = chance.choice(list(members(copied)) or [("id",)])
        holder: Any = copied
        for step in path[:-1]:
            holder = holder[step]
        nasty = copy.deepcopy(chance.choice(NASTY))
        if isinstance(holder, list):
            holder.append(nasty)
        else:
            holder[chance.choice((path[-1], chance.choice(NAMES)))] = nasty
    return copied


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize("seed", range(40))
def test_mangled_badges_give_a_report(desk: Desk, seed: int) -> None:
    """Nasty values anywhere, under a broken or a fresh signature, never raise."""
    chance = random.Random(seed)  # noqa: S311 - the same mangling in every run, no secret
    document = with_subject(badge(PLACE, credentialStatus=status_entry()))
    signed = PLACE.sign(document).document
    desk.web.publish(LIST_URL, PLACE.sign(status_list(PLACE)).body)
    for _ in range(5):
        require_whole(desk.read(serialize(_mangled(signed, chance))))
        unsigned = _mangled(document, chance)
        if isinstance(unsigned.get("issuer"), dict):
            require_whole(desk.read(_as_token(unsigned)))


def _as_token(payload: JsonObject) -> bytes:
    return jwt_forgery.sign(PLACE, {"alg": "EdDSA", "kid": PLACE.method}, payload).body


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize("seed", range(20))
def test_garbage_gives_a_report(desk: Desk, seed: int) -> None:
    """Random bytes, and a badge cut or with flipped bits, are reported and never genuine."""
    chance = random.Random(seed)  # noqa: S311 - same reason
    body = PLACE.sign(badge(PLACE), chance.choice(("eddsa-rdfc-2022", "vc-jwt"))).body
    cut = body[: chance.randrange(len(body))]
    flipped = bytearray(body)
    flipped[chance.randrange(len(body))] ^= 1 << chance.randrange(7)
    for material in (chance.randbytes(chance.randrange(2000)), cut, bytes(flipped)):
        report = desk.read(material)
        require_whole(report)
        assert report.state is not State.GENUINE


@pytest.mark.requirement("TRAP-24")
def test_a_badge_made_to_exhaust_us_is_refused(desk: Desk) -> None:
    """Nameless parts that point at each other are what costs: their explicit names are refused."""
    ring = [{"id": f"_:b{n}", "type": ["Evidence"], "name": "x"} for n in range(10)]
    report = desk.read(serialize(badge(PLACE, evidence=ring, proof=_proof())))
    finding = report.finding("proof.signature")
    assert (finding.code, finding.params["cause"]) == ("proof.invalid", "jsonld.blank_identifier")
    assert report.verdict is Verdict.REJECTED


def test_many_equal_parts_are_read_in_bounded_work(desk: Desk) -> None:
    """Three thousand parts that say the same are one part, or refused; never endless."""
    many = [{"type": ["Evidence"], "name": "x"}] * 3000
    require_whole(desk.read(serialize(badge(PLACE, evidence=many, proof=_proof()))))


def _proof() -> JsonObject:
    proof: JsonObject = PLACE.sign(badge(PLACE)).document["proof"][0]
    return proof


@pytest.mark.requirement("VER-21")
def test_what_was_not_asked_is_said(desk: Desk) -> None:
    """Every finding that was not asked says why, and none of them passes in silence."""
    report = desk.read(PLACE.sign(badge(PLACE)))
    unasked = [item for item in report.findings if item.outcome is Outcome.NOT_APPLICABLE]
    assert {item.code for item in unasked} == {
        *("status.none", "status.no_message", "refresh.none", "trust.no_list", "alignment.none"),
        *("endorsement.none", "resource.none", "image.none", "result.none", "proof.alone"),
        "check.other_kind",  # nothing is inside a badge
    }
