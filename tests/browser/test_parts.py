"""The small parts: encodings, addresses of keys, lists, words, and where the files are served."""

import base64
import gzip
import hashlib
import json
import tomllib
from pathlib import Path

import pytest

import wsgi
from badges.did import did_web
from badges.encoding import decode_base58
from badges.web.browser_files import INDEX, browser_files, browser_version
from tests.browser.node import Modules, calling
from tests.conftest import ROOT

FOLDER = ROOT / "badges" / "web" / "static" / "browser"
LINES = 400
_REPORT = ROOT / "verifier" / "locale"


def _list_of(content: bytes) -> str:
    packed = gzip.compress(content, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def test_base58_is_ours(modules: Modules) -> None:
    """The browser decodes base58btc as the service does, leading zeros included."""
    texts = ["", "1", "11z", "2NEpo7TZRRrLZSi2U", "z" * 44]
    answers = modules.ask({text: calling("encodings.js", "base58", text) for text in texts})
    for text in texts:
        found = answers[text]
        assert bytes(found[str(place)] for place in range(len(found))) == decode_base58(text)


def test_a_value_has_one_text(modules: Modules) -> None:
    """Stray bits, padding, another alphabet, days that no calendar has: nothing is guessed."""
    texts = ["A", "AA==", "A+B/", "AAB", "é"]
    days = ["2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00", ""]
    answers = modules.ask(
        {text: calling("encodings.js", "base64url", text) for text in texts}
        | {f"day {day}": calling("encodings.js", "instant", day) for day in days}
    )
    codes = {name: answers[name].get("code") for name in answers.answers}
    assert codes == {**dict.fromkeys(texts, "encoding"), **{f"day {day}": "date" for day in days}}


def test_did_web_leads_where_the_service_looks(modules: Modules) -> None:
    """Host, port and path of a did:web give the address of its document."""
    answers = modules.ask(
        {
            "path": calling("controllers.js", "addressOf", did_web("a.example", "places", "x")),
            "port": calling("controllers.js", "addressOf", did_web("a.example:8443")),
        }
    )
    assert answers["path"] == "https://a.example/places/x/did.json"
    assert answers["port"] == "https://a.example:8443/.well-known/did.json"


def test_addresses_that_could_lead_elsewhere_are_not_followed(modules: Modules) -> None:
    """IP addresses, encoded paths, impossible ports and unknown methods are not asked."""
    names = [
        *("did:web:127.0.0.1", "did:web:0x7f.1", "did:web:a.example:..", "did:web:a.example:%2e"),
        *("did:web:a.example%3A99999", "did:web:a_b.example", "did:web:", "did:web:a:b%2Fc"),
        *("did:ion:abc", "javascript:alert(1)", "did:web:a.example%3A80%3A81"),
    ]
    answers = modules.ask({did: calling("controllers.js", "addressOf", did) for did in names})
    assert {did for did in names if not isinstance(answers[did], dict)} == set()


def test_lists_are_unfolded_within_limits(modules: Modules) -> None:
    """A list that unfolds beyond 16 MiB, or is too short for privacy, is not believed."""
    contents = {
        "large": b"\0" * (16 * 1024 * 1024 + 1),
        "short": b"\0" * 100,
        "empty": b"",
    }
    answers = modules.ask(
        {name: calling("status.js", "unfold", _list_of(body)) for name, body in contents.items()}
    )
    for name in contents:
        assert answers[name] == {"state": "cannot_check", "code": "status_list"}


def test_json_is_read_in_one_way(modules: Modules) -> None:
    """Repeated names, bottomless nesting, numbers that readers round: nothing of it is read."""
    texts = {
        '{"a": {"b": 1, "b": 2}}': "unreadable",
        '{"a": 1, "\\u0061": 2}': "unreadable",
        "[" * 70 + "]" * 70: "unreadable",
        '{"a": 12345678901234567890}': "cannot_check",
        '{"a": "\\ud800"}': "cannot_check",
        "{": "cannot_check",
    }
    answers = modules.ask({text: calling("json.js", "parseStrictly", text) for text in texts})
    assert {text: answers.state(text) for text in texts} == texts


def test_plain_json_is_read(modules: Modules) -> None:
    """The same name in two objects, signs of JSON inside texts, and nesting are no obstacle."""
    value = {"a": {"x": '{"x": 1, "x": 2} [:,'}, "b": [{"x": 1}, {"x": -2.5e3}], "c": "\\"}
    case = calling("json.js", "parseStrictly", json.dumps(value))
    assert modules.ask({"it": case})["it"] == value


STATES = (
    *("genuine", "genuine_unlisted", "revoked", "suspended", "expired", "not_yet_valid"),
    *("altered", "not_the_issuer", "cannot_check", "unreadable"),
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_headlines_are_those_of_the_reports(modules: Modules, language: str) -> None:
    """A person reads the same words here and on the page of the service."""
    told = tomllib.loads((_REPORT / language / "report.toml").read_text("utf-8"))
    expected = {
        state: told[f"state.{state}.headline"].replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
        for state in STATES
    }
    cases = {
        state: calling("words.js", "say", language, f"{state}.headline", {}) for state in STATES
    }
    assert dict(modules.ask(cases).answers) == expected


def test_both_languages_say_the_same_things() -> None:
    """Each sentence of one language has its counterpart in the other."""
    text = (FOLDER / "words.js").read_text("utf-8")
    french, english = (
        {line.strip().split('"')[1] for line in part.splitlines() if line.startswith('  "')}
        for part in (text[: text.index("const EN")], text[text.index("const EN") :])
    )
    assert french == english
    assert len(french) > 40


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_modules_are_small_and_ask_nobody(path: Path) -> None:
    """Each module fits on a few screens, imports its neighbours alone and names no other site."""
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LINES
    imports = [line for line in text.splitlines() if line.startswith(("import ", "} from"))]
    assert all('from "./' in line for line in imports)
    assert "innerHTML" not in text
    assert "eval(" not in text


def test_the_index_names_each_context_by_its_digest() -> None:
    """A context that is not the one that was published would be noticed by its name."""
    files = browser_files()
    index = json.loads(files[INDEX])
    for name in index.values():
        content = files[f"contexts/{name}"]
        assert name == f"{hashlib.sha256(content).hexdigest()}.json"
    assert "https://www.w3.org/ns/credentials/v2" in index
    assert not [url for url in index if "undefined-terms" in url or "examples" in url]


@pytest.mark.parametrize("doors", ["issuer", "verifier"])
def test_each_door_serves_the_files(tmp_path: Path, doors: str) -> None:
    """Files keep their address while they stay the same; scripts of any origin read them."""
    settings = {"BADGES_DOORS": doors, "BADGES_DATA_DIR": str(tmp_path)}
    app = wsgi.create_app(settings)
    if "badges.office" in app.extensions:
        app.extensions["badges.office"].store.close()  # these files need no database
    client = app.test_client()
    answer = client.get(f"/checking/{browser_version()}/browser/verify.js")
    assert answer.data == browser_files()["browser/verify.js"]
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    older = client.get("/checking/000000000000/browser/verify.js")
    assert (older.status_code, older.cache_control.max_age) == (200, 300)
    assert client.get(f"/checking/{browser_version()}/browser/none.js").status_code == 404
    assert client.get("/embed/badge.js").text == (
        f'import "../checking/{browser_version()}/browser/component.js";\n'
    )
