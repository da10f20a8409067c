"""The words of places: what they may say, who may change them, and the way back."""

import pytest

from issuer.errors import InvalidRequest, NotAllowed, NotFound
from issuer.model import PlaceRequest
from issuer.services import journal, places
from issuer.services.mail import templates
from issuer.services.people import Contributor, operator
from tests.issuer.services.mail.letters import open_place, somebody, zoe
from tests.issuer.world import Town

SUBJECT = "Un mot de {lieu}"
TEXT = "Salut {personne} !\n\nTon badge : {badge}\n{lien}"


@pytest.fixture
def place(village: Town) -> Town:
    """A town with a fablab."""
    return open_place(village)


@pytest.fixture
def bruno(place: Town) -> Contributor:
    """A manager of the fablab."""
    return somebody(place.office, "Bruno", "manager")


def _save(place: Town, by: Contributor, subject: str = SUBJECT, text: str = TEXT) -> None:
    templates.save(place.office, by, "fablab-rural", "claim", "fr", subject=subject, text=text)


def test_letters_say_the_words_of_the_place(place: Town, bruno: Contributor) -> None:
    """After a save the next letter of that kind and language says them, signed as ever."""
    _save(place, bruno)
    letter = zoe(place.office)
    assert letter.subject == "Un mot de Fablab rural"
    assert letter.text.startswith("Salut Zoé Martin !\n\nTon badge : Découpe laser\nhttp://")
    assert "Pour être oublié" in letter.text
    assert "Hello" in zoe(place.office, language="en").text
    assert "Il vous attend encore" in zoe(place.office, "reminder").text


def test_the_way_back_to_our_words(place: Town, bruno: Contributor) -> None:
    """A reset forgets the words of the place; both acts are in the journal."""
    _save(place, bruno)
    templates.reset(place.office, bruno, "fablab-rural", "claim", "fr")
    assert "Bonjour Zoé" in zoe(place.office).text
    acts = [line.action for line in journal.read(place.office, subject="claim.fr")]
    assert acts == ["letter.template_reset", "letter.template"]


def test_people_read_placeholders_in_their_language(place: Town, bruno: Contributor) -> None:
    """A French wording shows {lien}, an English one {link}; both are kept by one name."""
    french = templates.standing(place.office, bruno, "fablab-rural", "claim", "fr")
    english = templates.standing(place.office, bruno, "fablab-rural", "claim", "en")
    assert "{lien}" in french.text
    assert "{link}" in english.text
    _save(place, bruno, text="{lien}\n{HOLDER}\n{Mots}")
    again = templates.standing(place.office, bruno, "fablab-rural", "claim", "fr")
    assert again.own is not None
    assert again.text == "{lien}\n{personne}\n{mots}"


@pytest.mark.parametrize(
    ("subject", "text", "code"),
    [
        ("Bonjour {personne}", TEXT, "mail.subject_personal"),
        ("Votre {badge}", TEXT, "mail.subject_personal"),
        ("{link}", TEXT, "mail.subject_personal"),
        ("Un\nBcc: x", TEXT, "text.control"),
        ("", TEXT, "text.empty"),
        ("x" * 121, TEXT, "text.too_long"),
        (SUBJECT, "Sans adresse", "mail.placeholder_missing"),
        (SUBJECT, "{lien} {prenom}", "mail.placeholder_unknown"),
        (SUBJECT, "{lien} {date}", "mail.placeholder_unknown"),
        (SUBJECT, "{lien} {place.__class__}", "mail.brace"),
        (SUBJECT, "{lien} {", "mail.brace"),
        (SUBJECT, "{{lien}}", "mail.brace"),
        (SUBJECT, "  ", "text.empty"),
        (SUBJECT, "{lien}" + "x" * 4_000, "text.too_long"),
    ],
)
def test_words_that_make_no_letter_are_refused(
    place: Town, bruno: Contributor, subject: str, text: str, code: str
) -> None:
    """Each with its own code and the field to mend; our words stay."""
    with pytest.raises(InvalidRequest) as refusal:
        _save(place, bruno, subject, text)
    assert refusal.value.code == code
    assert refusal.value.params["field"] in ("subject", "text")
    assert "Bonjour Zoé" in zoe(place.office).text


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("facilitator", False),
        ("author", False),
        ("manager", True),
        ("steward", True),
        ("partner", False),
    ],
)
def test_who_changes_words(place: Town, role: str, may: bool) -> None:  # noqa: FBT001 - a table
    """Managers and stewards of the place; nobody of another one."""
    by = somebody(place.office, "Ana", role)
    if may:
        _save(place, by)
        assert zoe(place.office).subject == "Un mot de Fablab rural"
    else:
        with pytest.raises(NotAllowed):
            _save(place, by)
        with pytest.raises(NotAllowed):
            templates.listing(place.office, by, "fablab-rural")
        with pytest.raises(NotAllowed):
            templates.reset(place.office, by, "fablab-rural", "claim", "fr")


def test_nobody_changes_the_words_of_another_place(place: Town) -> None:
    """A manager next door is refused, and a place that is not there is not found."""
    from_next_door = places.add(place.office, PlaceRequest(name="Café", slug="cafe"))
    by = somebody(place.office, "Denis", "manager", from_next_door.slug)
    with pytest.raises(NotAllowed):
        _save(place, by)
    with pytest.raises(NotFound):
        templates.standing(place.office, by, "nowhere", "claim", "fr")


def test_a_preview_keeps_nothing(place: Town, bruno: Contributor) -> None:
    """It shows a whole letter to somebody invented."""
    keeper = places.get(place.office, "fablab-rural")
    subject, text = templates.preview(
        place.office, keeper, "claim", "fr", subject=SUBJECT, text=TEXT
    )
    assert subject == "Un mot de Fablab rural"
    assert "Salut Zoé Martin" in text
    assert "Bonjour Zoé" in zoe(place.office).text
    assert all(item.own is None for item in templates.listing(place.office, bruno, "fablab-rural"))


def test_the_letter_that_lets_people_in_is_ours(place: Town) -> None:
    """No place rewrites it, not even by the operator's hand."""
    with pytest.raises(NotAllowed, match=r"mail\.not_adaptable"):
        templates.standing(place.office, operator("op"), "fablab-rural", "sign_in", "fr")
    with pytest.raises(InvalidRequest, match=r"language\.unknown"):
        templates.standing(place.office, operator("op"), "fablab-rural", "claim", "br")
