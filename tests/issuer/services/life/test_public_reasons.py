"""What readers are told of a badge that was taken back."""

import pytest

from badges.i18n import LANGUAGES, Translator
from issuer.errors import InvalidRequest
from issuer.services import people, publishing, status_lists
from issuer.services.life import revoking
from issuer.services.life.public_reasons import READY, clean_public_reason
from tests.issuer.world import Town

ZOE = people.operator("zoe")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_ready_wording_is_said_in_each_language(language: str) -> None:
    """No key is shown to a reader as it is."""
    say = Translator(language, "issuer")
    for keys in READY.values():
        for key in keys:
            assert say(f"life.public.{key}") != f"life.public.{key}"


@pytest.mark.requirement("STAT-16")
def test_public_words_are_kept_and_stay_out_of_signed_bytes(town: Town) -> None:
    """They are in the award's record, and neither in the list nor in the badge."""
    town.laser()
    award = town.issue()
    words = "Le contrôle annuel n'a pas été refait"
    changed = revoking.revoke(
        town.office, award.id, ZOE, reason="Oubli de zoé", public_reason=f"  {words} "
    )
    assert publishing.award(town.office, award.id).public_reason == words
    published = status_lists.publish(town.office, award.status.list_id).body
    assert words.encode() not in published + changed.json + changed.jwt


def test_giving_back_forgets_the_public_words(town: Town) -> None:
    """A badge that is valid again bears no word of its suspension."""
    town.laser("suspension")
    award = town.issue()
    held = revoking.suspend(town.office, award.id, ZOE, reason="r", public_reason="looking")
    assert held.public_reason == "looking"
    assert revoking.reinstate(town.office, award.id, ZOE).public_reason is None
    assert publishing.award(town.office, award.id).public_reason is None


@pytest.mark.parametrize("text", [None, "", "   "])
def test_saying_nothing_is_a_choice(text: str | None) -> None:
    """No word at all is the default."""
    assert clean_public_reason(text, "Camille") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * 201, "text.too_long"),
        ("a\u202eb", "text.direction"),
        ("Camille  OEUVRARD est partie", "life.public_names"),
        ("badge de camille-œuvrard".replace("œ", "oe"), "life.public_names"),
    ],
)
def test_words_that_cannot_be_public_are_refused(village: Town, text: str, code: str) -> None:
    """Too long, deceitful, or naming the person: nothing changes."""
    village.laser()
    award = village.issue(name="Camille Oeuvrard")
    with pytest.raises(InvalidRequest) as caught:
        revoking.revoke(village.office, award.id, ZOE, reason="r", public_reason=text)
    assert (caught.value.code, caught.value.params["field"]) == (code, "public_reason")
    assert publishing.award(village.office, award.id).state == "active"
