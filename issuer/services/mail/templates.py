"""The words of a place: each kind of letter in each language, ours until a place writes its own."""

from dataclasses import dataclass

from badges.i18n import LANGUAGES, Translator
from issuer.errors import NotAllowed
from issuer.model import LetterTemplate, Place
from issuer.ports import Office
from issuer.services import people
from issuer.services.contacts import clean_interface_language
from issuer.services.finding import find_place
from issuer.services.journal import note
from issuer.services.mail import filling
from issuer.services.mail.kinds import KINDS, LINK, LetterKind, kind_of
from issuer.services.mail.writing import composed, ours
from issuer.services.people import Contributor


@dataclass(frozen=True)
class Wording:
    """The words of one kind in one language, as people read them; `own` when the place wrote them.

    `placeholders` are the names that its text may hold, as that language calls them.
    """

    kind: LetterKind
    language: str
    subject: str
    text: str
    placeholders: tuple[tuple[str, str], ...]
    own: LetterTemplate | None = None


def listing(office: Office, by: Contributor, place: str) -> tuple[Wording, ...]:
    """Every wording that a place may adapt.

    Raises:
        NotFound: no such place.
        NotAllowed: the person may not edit them.
    """
    return tuple(
        standing(office, by, place, kind.name, language)
        for kind in KINDS
        if kind.adaptable
        for language in LANGUAGES
    )


def standing(office: Office, by: Contributor, place: str, kind: str, language: str) -> Wording:
    """The words that letters of this kind and language say now.

    Raises:
        NotFound: no such place.
        NotAllowed: the person may not edit them, or nobody may.
        InvalidRequest: no such kind or language.
    """
    asked, spoken = _adaptable(kind), clean_interface_language(language)
    with office.store.read() as work:
        find_place(work, place)
        people.require(work, by, "mail.edit", place)
        own = work.letters.template(place, asked.name, spoken)
    subject, text = ours(asked, spoken) if own is None else (own.subject, own.text)
    return _wording(asked, spoken, subject, text, own)


def save(
    office: Office,
    by: Contributor,
    place: str,
    kind: str,
    language: str,
    *,
    subject: str,
    text: str,
) -> LetterTemplate:
    """Keep the words of a place instead of ours.

    Raises:
        NotFound: no such place.
        NotAllowed: the person may not edit them, or nobody may.
        InvalidRequest: no such kind or language, or words that make no letter.
    """
    asked, spoken = _adaptable(kind), clean_interface_language(language)
    template = LetterTemplate(
        place=place,
        kind=asked.name,
        language=spoken,
        subject=filling.clean_subject(subject, asked, spoken),
        text=filling.clean_body(text, asked, spoken),
        changed=office.clock.now(),
        author=by.name,
    )
    with office.store.write() as work:
        find_place(work, place)
        people.require(work, by, "mail.edit", place)
        work.letters.put_template(template)
        note(office, work, by.name, "letter.template", place=place, subject=_subject(template))
    return template


def reset(office: Office, by: Contributor, place: str, kind: str, language: str) -> None:
    """Go back to our words.

    Raises:
        NotFound: no such place.
        NotAllowed: the person may not edit them, or nobody may.
        InvalidRequest: no such kind or language.
    """
    asked, spoken = _adaptable(kind), clean_interface_language(language)
    with office.store.write() as work:
        find_place(work, place)
        people.require(work, by, "mail.edit", place)
        work.letters.drop_template(place, asked.name, spoken)
        name = f"{asked.name}.{spoken}"
        note(office, work, by.name, "letter.template_reset", place=place, subject=name)


def preview(
    office: Office, place: Place, kind: str, language: str, *, subject: str, text: str
) -> tuple[str, str]:
    """Subject and text of a letter to somebody invented, with these words; nothing is kept.

    Raises:
        NotAllowed: nobody adapts that kind.
        InvalidRequest: no such kind or language, or words that make no letter.
    """
    asked, spoken = _adaptable(kind), clean_interface_language(language)
    cleaned = (
        filling.clean_subject(subject, asked, spoken),
        filling.clean_body(text, asked, spoken),
    )
    words = {name: example(name, spoken) for name in asked.placeholders}
    words[LINK] = (
        f"{office.settings.base_url}/claim/{words['words']}"
        if "words" in words
        else (f"{office.settings.base_url}/exemple")
    )
    return composed(office, asked, spoken, place, template=cleaned, words=words)


def example(name: str, language: str) -> str:
    """What a placeholder could stand for."""
    return Translator(language, "issuer")(f"mail.example.{name}")


def _wording(
    kind: LetterKind, language: str, subject: str, text: str, own: LetterTemplate | None
) -> Wording:
    return Wording(
        kind=kind,
        language=language,
        subject=filling.shown_names(subject, kind, language),
        text=filling.shown_names(text.strip(), kind, language),
        placeholders=tuple(
            (filling.shown_name(name, language), example(name, language))
            for name in kind.placeholders
        ),
        own=own,
    )


def _adaptable(name: str) -> LetterKind:
    """The kind of that name.

    Raises:
        InvalidRequest: no such kind.
        NotAllowed: its words are the service's own.
    """
    kind = kind_of(name)
    if not kind.adaptable:
        raise NotAllowed("mail.not_adaptable", kind=kind.name)
    return kind


def _subject(template: LetterTemplate) -> str:
    return f"{template.kind}.{template.language}"
