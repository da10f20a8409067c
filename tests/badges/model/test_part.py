"""How parts of a document write themselves."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from badges.documents import parse, serialize
from badges.errors import SchemaError
from badges.model.achievement import Alignment, RubricCriterionLevel
from badges.model.profile import IdentifierEntry, Image, Profile
from badges.model.subject import Evidence
from tests.badges.model.parts import BADGE, BASE, CAMILLE, LASER, NAMED

ARRAYS = {"alignment", "rubricCriterionLevel", "tag", "identifier", "result", "evidence"}


def members(value: Any) -> list[tuple[str, Any]]:
    """Every member of every object in a document."""
    if isinstance(value, dict):
        return list(value.items()) + [pair for item in value.values() for pair in members(item)]
    if isinstance(value, list):
        return [pair for item in value for pair in members(item)]
    return []


@pytest.mark.requirement("DM-02", "TRAP-15")
def test_what_may_be_many_is_an_array() -> None:
    """Every `0..*` property is an array, even with one item; `type` too where it is `+`."""
    document = BADGE.to_document()
    many = [(name, value) for name, value in members(document) if name in ARRAYS]
    assert {name for name, _ in many} == ARRAYS
    assert all(isinstance(value, list) for _, value in many)
    achievement = document["credentialSubject"]["achievement"]
    assert isinstance(achievement["resultDescription"], list)
    assert achievement["alignment"][0]["type"] == ["Alignment"]


@pytest.mark.requirement("DM-03")
def test_absent_is_left_out() -> None:
    """No null, empty array or empty text is ever written."""
    document = replace(LASER, tag=(), human_code="", version=None).to_document()
    assert not {"tag", "humanCode", "version"} & set(document)
    assert all(value not in (None, "", []) for _, value in members(BADGE.to_document()))


@pytest.mark.requirement("DM-04", "ISS-12", "ISS-14", "TRAP-14")
def test_complex_values_are_objects() -> None:
    """Issuer, image, criteria, subject and status are objects, never a bare address or an array."""
    document = BADGE.to_document()
    achievement = document["credentialSubject"]["achievement"]
    for value in (
        document["issuer"],
        document["credentialSubject"],
        document["credentialStatus"],
        achievement["image"],
        achievement["criteria"],
    ):
        assert isinstance(value, dict)
    assert document["issuer"]["type"] == ["Profile"]
    assert achievement["image"]["type"] == "Image"


@pytest.mark.requirement("DM-05")
def test_booleans_stay_booleans() -> None:
    """`hashed` false is written as the JSON value false, and the document is UTF-8."""
    assert parse(serialize(NAMED.to_document()))["hashed"] is False
    assert "Découpe".encode() in serialize(BADGE.to_document())


@pytest.mark.requirement("DM-06")
def test_instants_are_utc_in_whole_seconds() -> None:
    """A local instant with microseconds is written in UTC, with `Z` and whole seconds."""
    paris = timezone(timedelta(hours=1))
    local = datetime(2026, 11, 22, 10, 0, 0, 999_999, tzinfo=paris)
    assert replace(BADGE, valid_from=local).to_document()["validFrom"] == "2026-11-22T09:00:00Z"


@pytest.mark.requirement("DM-06")
def test_an_instant_without_zone_is_refused() -> None:
    """Nobody could say when it is."""
    naive = BADGE.valid_from.replace(tzinfo=None)
    with pytest.raises(SchemaError, match=r"model\.instant_without_zone"):
        replace(BADGE, valid_from=naive).to_document()


@pytest.mark.requirement("DM-07")
@pytest.mark.parametrize("iri", ["#level", "laser", "/achievements/1", "https://a b", "https:", ""])
def test_relative_ids_are_refused(iri: str) -> None:
    """An id that is not an absolute IRI would leave the signature."""
    for make in (
        lambda: replace(BADGE, id=iri),
        lambda: Image(iri),
        lambda: RubricCriterionLevel(iri, "N1"),
        lambda: Alignment("Sécurité", iri),
        lambda: Profile("did:example:1", url=iri),
        lambda: Evidence(id=iri),
    ):
        with pytest.raises(SchemaError, match=r"model\.relative_iri"):
            make()


@pytest.mark.requirement("DM-08")
@pytest.mark.parametrize("word", ["ROME", "ext:", "ext:a b", "ext:a:b", "Ext:a"])
def test_unknown_words_are_refused(word: str) -> None:
    """A word outside a vocabulary must be a well-formed `ext:` word."""
    for make in (
        lambda: Alignment("Sécurité", BASE, target_type=word),
        lambda: IdentifierEntry("1", word),
        lambda: replace(LASER, achievement_type=word),
        lambda: replace(NAMED, identity_type=word),
        lambda: replace(LASER.result_description[0], result_type=word),
    ):
        with pytest.raises(SchemaError, match=r"model\.unknown_word"):
            make()


@pytest.mark.requirement("DM-08")
@pytest.mark.parametrize("word", ["ext:ROME", "ext:ROME_savoir", "ext:LinkedIn.organizationId-2"])
def test_words_of_ones_own_are_admitted(word: str) -> None:
    """`ext:` with letters, digits, dots, hyphens and underscores."""
    alignment = Alignment("Sécurité", BASE, target_type=word)
    assert alignment.to_document()["targetType"] == word


def test_people_read_the_id_first() -> None:
    """Id, then type, then the rest, in every part."""
    document = CAMILLE.to_document()
    assert list(document)[:2] == ["id", "type"]
    assert list(BADGE.to_document())[:4] == ["@context", "id", "type", "name"]
