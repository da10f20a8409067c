"""Extensions of Open Badges 2.0 badges: each follows the schema that its context names."""

from typing import Any

import pytest

from badges.documents import JsonObject
from badges.i18n import Translator
from tests.verifier.open_badges_2.sites import (
    CONTEXT,
    Place,
    assertion,
    badge_class,
    changed,
    code,
    jws,
    profile,
    signed_assertion,
)
from tests.verifier.test_pipeline import require_whole
from verifier.report import Outcome, Report, Severity, State, Verdict

VOCABULARY = "https://vocabulaire.example.org"
WORDS, SCHEMA = f"{VOCABULARY}/duree/context.json", f"{VOCABULARY}/duree/schema.json"
MEMBER, TYPE = "extensions:duree", "extensions:Duree"
ALIAS = "https://w3id.org/openbadges/extensions#Duree"
CHECK = "document.schema"


def words(**members: Any) -> JsonObject:
    """The context of the extension, which names its schema."""
    validation = {"type": "TypeValidation", "validatesType": TYPE, "validationSchema": SCHEMA}
    document = {"@context": {"heures": "https://schema.org/duration"}, "validation": [validation]}
    return changed(document, members)


def schema(**members: Any) -> JsonObject:
    """What the extension must contain."""
    document = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "object",
        "definitions": {"hours": {"type": "integer", "minimum": 1}},
        "properties": {"heures": {"$ref": "#/definitions/hours"}, "id": {"type": "string"}},
        "required": ["heures"],
    }
    return changed(document, members)


def extension(**members: Any) -> JsonObject:
    """An extension that follows its schema."""
    document = {"@context": WORDS, "type": ["Extension", TYPE], "heures": 12}
    return changed(document, members)


@pytest.fixture
def spoken(place: Place) -> Place:
    """A site whose badge has an extension, with the vocabulary that explains it."""
    place.publish(words(), WORDS)
    place.publish(schema(), SCHEMA)
    place.publish(assertion(**{MEMBER: extension()}))
    return place


def _require(report: Report, expected: str, state: State = State.GENUINE) -> None:
    assert code(report, CHECK) == expected
    assert report.state is state


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize("part", ["assertion", "badge", "issuer", "evidence", "issuer in badge"])
def test_an_extension_is_checked_wherever_it_is(spoken: Place, part: str) -> None:
    """Good ones are told as checked, bad ones make the badge unreadable, at every place."""
    for hours, expected, state in (
        (12, "ob2.extensions_valid", State.GENUINE),
        ("douze", "ob2.extension_invalid", State.UNREADABLE),
    ):
        own = {MEMBER: extension(heures=hours)}
        whole = {
            "assertion": (assertion(**own), badge_class(), profile()),
            "badge": (assertion(), badge_class(**own), profile()),
            "issuer": (assertion(), badge_class(), profile(**own)),
            "evidence": (assertion(evidence=[{"id": WORDS} | own]), badge_class(), profile()),
            "issuer in badge": (assertion(), badge_class(issuer=profile(**own)), profile(**own)),
        }[part]
        for document in whole:
            spoken.publish(document)
        report = spoken.read(assertion())
        _require(report, expected, state)
        assert (report.verdict is Verdict.REJECTED) is (state is State.UNREADABLE)


@pytest.mark.requirement("OB2-11")
def test_an_extension_that_does_not_follow_is_told_with_its_place(spoken: Place) -> None:
    """The place inside the extension is named, and how to mend it, never the value."""
    spoken.publish(assertion(**{MEMBER: extension(heures="secret")}))
    report = spoken.read(assertion())
    finding = report.finding(CHECK)
    assert finding.params == {"name": "Duree", "path": f"/{MEMBER}/heures"}
    assert finding.severity is Severity.ERROR
    assert "secret" not in str(finding)
    assert "/extensions:duree/heures" in str(finding.repair(Translator("en", "verifier")))


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    "members",
    [
        {"type": [ALIAS, "Extension"]},
        {"type": TYPE},
        {"type": None, "@type": ["Extension", TYPE]},
        {"@context": [CONTEXT, WORDS]},
        {"heures": [12]},
        {"@context": None, "type": ["Extension", TYPE]},
    ],
)
def test_other_hands_write_extensions_otherwise(spoken: Place, members: JsonObject) -> None:
    """Long and short names, lists of one, and a context named once for the whole badge."""
    badge = assertion(**{"@context": [CONTEXT, WORDS], MEMBER: extension(**members)})
    spoken.publish(badge)
    _require(spoken.read(assertion()), "ob2.extensions_valid")


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    "prefix", ["obi:{}", "{}", "https://w3id.org/openbadges#{}"], ids=["short", "bare", "long"]
)
def test_contexts_name_their_schema_in_three_ways(spoken: Place, prefix: str) -> None:
    """The vocabulary of the standard may be written short, bare or in full."""
    entry = {prefix.format("validatesType"): [TYPE], prefix.format("validationSchema"): SCHEMA}
    spoken.publish(words(**{"validation": None} | {prefix.format("validation"): entry}), WORDS)
    _require(spoken.read(assertion()), "ob2.extensions_valid")
    spoken.publish(assertion(**{MEMBER: extension(heures=0)}))
    _require(spoken.read(assertion()), "ob2.extension_invalid", State.UNREADABLE)


@pytest.mark.requirement("OB2-11", "VER-21")
@pytest.mark.parametrize(
    ("page", "document", "cause"),
    [
        (WORDS, None, "fetch.unreachable"),
        (SCHEMA, None, "fetch.unreachable"),
        (WORDS, b"<!doctype html>", "document.not_json"),
        (SCHEMA, b"[]", "document.not_an_object"),
        (WORDS, words(validation=None), "ob2.extension_undefined"),
        (WORDS, words(validation={"validatesType": TYPE}), "ob2.extension_undefined"),
        (WORDS, words(validation={"validatesType": "b", "validationSchema": SCHEMA}),
         "ob2.extension_undefined"),
        (WORDS, words(validation={"validatesType": TYPE, "validationSchema": "file:///etc/hosts"}),
         "ob2.address"),
        (SCHEMA, schema(**{"$schema": "http://json-schema.org/draft-07/schema#"}),
         "schema.foreign_draft"),
        (SCHEMA, schema(properties={"heures": {"$ref": f"{VOCABULARY}/x"}}),
         "schema.foreign_reference"),
        (SCHEMA, schema(type="bogus"), "schema.foreign_invalid"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_or_read_leaves_the_extension_open(
    spoken: Place, page: str, document: bytes | JsonObject | None, cause: str
) -> None:
    """The badge stays good, with a warning that says why the extension was not checked."""
    if document is None:
        spoken.web.withdraw(page)
    else:
        spoken.web.publish(page, document)
    report = spoken.read(assertion())
    _require(report, "ob2.extension_unread")
    finding = report.finding(CHECK)
    assert (finding.outcome, finding.severity) == (Outcome.UNKNOWN, Severity.WARNING)
    assert finding.params["cause"] == cause
    assert spoken.read(assertion(), policy="strict").verdict is not Verdict.ACCEPTED


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    "members",
    [{"@context": None}, {"type": ["Extension"]}, {"type": None}, {"@context": {"a": "b"}}],
)
def test_an_extension_that_nothing_explains_is_left_open(
    spoken: Place, members: JsonObject
) -> None:
    """Without context or type of its own, no schema can be asked for."""
    spoken.publish(assertion(**{MEMBER: extension(**members)}))
    _require(spoken.read(assertion()), "ob2.extension_unread")


@pytest.mark.requirement("OB2-11", "VER-03")
def test_four_extensions_are_checked_and_the_others_told(spoken: Place) -> None:
    """A badge with many has us ask for the pages of four; one bad among these is still found."""
    many = {f"extensions:e{number}": extension(n=number) for number in range(5)}
    spoken.publish(assertion(**many))
    report = spoken.read(assertion())
    _require(report, "ob2.extension_unread")
    assert report.finding(CHECK).params["cause"] == "ob2.extensions_too_many"
    spoken.publish(assertion(**many | {"extensions:e2": extension(heures=None)}))
    _require(spoken.read(assertion()), "ob2.extension_invalid", State.UNREADABLE)
    assert spoken.web.visits.count(WORDS) == 2


@pytest.mark.requirement("OB2-11")
def test_the_extension_of_a_signed_badge_is_checked_too(spoken: Place) -> None:
    """A good signature does not make up for an extension that is not one."""
    good, bad = (signed_assertion(**{MEMBER: extension(heures=hours)}) for hours in (3, None))
    _require(spoken.read(jws(good)), "ob2.extensions_valid")
    _require(spoken.read(jws(bad)), "ob2.extension_invalid", State.UNREADABLE)


@pytest.mark.requirement("OB2-11", "VER-03")
def test_nobody_is_asked_for_a_badge_that_is_not_the_issuers(spoken: Place) -> None:
    """The pages of extensions are not fetched once the badge has fallen."""
    spoken.web.statuses["https://lieu.example.fr/assertions/1"] = 410
    report = spoken.read(assertion(**{MEMBER: extension()}))
    assert report.state is State.REVOKED
    assert not {WORDS, SCHEMA} & set(spoken.web.visits)
    require_whole(report)
