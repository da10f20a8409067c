"""The outbox of a place, and the words of its letters."""

import re
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import current
from issuer.errors import NotFound
from issuer.model import Letter, Place
from issuer.ports import Office
from issuer.services import places
from issuer.services.mail import outbox, templates
from issuer.services.mail.kinds import kind_of
from issuer.services.people import Contributor
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form

_MAIL = "/workshop/<place>/mail"
_WORDS = f"{_MAIL}/words"
_SHOWN = 60
# What servers answer (RFC 3463), in the order in which a reason is looked for.
_REASONS = (
    ("over", re.compile(r"^mail\.over$")),
    ("address", re.compile(r"\b5\.1\.\d|\b5\.4\.4\b|user unknown|no such user", re.IGNORECASE)),
    ("full", re.compile(r"\b[45]\.2\.2\b|\b552\b")),
    ("distrusted", re.compile(r"\b[45]\.7\.\d")),
    ("server", re.compile(r"^(4\d\d|53\d)\b|^\D*$")),
)


@dataclass(frozen=True)
class Told:
    """A letter as a page tells it: whom it is about, and why it did not go, as a code."""

    letter: Letter
    name: str
    reason: str

    @property
    def is_secret(self) -> bool:
        """Whether it opens the account of its reader: nobody else sees its words."""
        return kind_of(self.letter.kind).opens

    @property
    def holder(self) -> str:
        """The id of the learner it is about, whose page mends an address; empty for others."""
        known = self.name and kind_of(self.letter.kind).reader == "holder"
        return self.letter.concerns or "" if known else ""

    @property
    def by_hand(self) -> str:
        """An address that puts the letter into the mail program of whoever opens it (RFC 6068)."""
        subject, text = (quote(part) for part in (self.letter.subject, _lines(self.letter.text)))
        return f"mailto:{quote(self.letter.recipient, safe='@')}?subject={subject}&body={text}"


def add_mail(pages: Blueprint, office: Office) -> None:
    """The addresses of the outbox of a place."""

    @pages.get(_MAIL)
    def list_letters(place: str) -> str:
        return _list(office, _place(office, place))

    @pages.get(f"{_MAIL}/<letter>")
    def show_letter(place: str, letter: str) -> str:
        return _letter(office, _place(office, place), letter, Form())

    @pages.post(f"{_MAIL}/<letter>/handed")
    def hand_letter(place: str, letter: str) -> BaseResponse:
        keeper = _place(office, place)

        def act() -> BaseResponse:
            outbox.hand_over(office, _by(office, keeper), letter, place=keeper.slug)
            return go(f"/workshop/{keeper.slug}/mail?done=handed")

        return attempt(Form(), act, lambda mended: _letter(office, keeper, letter, mended))

    @pages.post(f"{_MAIL}/<letter>/retry")
    def retry_letter(place: str, letter: str) -> BaseResponse:
        keeper = _place(office, place)

        def act() -> BaseResponse:
            outbox.retry(office, _by(office, keeper), letter, place=keeper.slug)
            return go(f"/workshop/{keeper.slug}/mail?done=retried")

        return attempt(Form(), act, lambda mended: _letter(office, keeper, letter, mended))

    _add_words(pages, office)


def _add_words(pages: Blueprint, office: Office) -> None:
    @pages.get(_WORDS)
    def list_wordings(place: str) -> str:
        keeper = _place(office, place)
        wordings = templates.listing(office, _by(office, keeper), keeper.slug)
        return render_template(
            "workshop/mail_kinds.html",
            place=keeper,
            kinds=[tuple(items) for _, items in groupby(wordings, lambda item: item.kind.name)],
            told=Form.asked(request),
        )

    @pages.get(f"{_WORDS}/<kind>/<tongue>")
    def show_wording(place: str, kind: str, tongue: str) -> str:
        return _wording(office, _place(office, place), kind, tongue, None)

    @pages.post(f"{_WORDS}/<kind>/<tongue>")
    def change_wording(place: str, kind: str, tongue: str) -> BaseResponse:
        keeper, form = _place(office, place), Form.typed(request)
        return attempt(
            form,
            lambda: _change(office, keeper, kind, tongue, form),
            lambda mended: _wording(office, keeper, kind, tongue, mended),
        )


def _place(office: Office, slug: str) -> Place:
    """A place of this person.

    Raises:
        NotFound: it is none of theirs; one of others is not told apart from one that is not.
    """
    if slug not in sessions.require(office).places:
        raise NotFound("place.unknown", place=slug[:_SHOWN])
    return places.get(office, slug)


def _by(office: Office, place: Place) -> Contributor:
    return sessions.speaking(office, place.slug)


def _list(office: Office, place: Place) -> str:
    found = outbox.look(office, _by(office, place), place.slug)
    visitor = sessions.require(office)

    def told(letters: tuple[Letter, ...]) -> list[Told]:
        return [_told(letter, found.names.get(letter.id, "")) for letter in letters]

    return render_template(
        "workshop/mail.html",
        place=place,
        back=told(found.back),
        waiting=told(found.waiting),
        gone=told(found.gone),
        by_server=office.postman is not None,
        editing=visitor.may("mail.edit", place.slug),
        told=Form.asked(request),
    )


def _letter(office: Office, place: Place, letter_id: str, form: Form) -> str:
    letter = outbox.read(office, _by(office, place), letter_id, place=place.slug)
    return render_template(
        "workshop/mail_letter.html",
        place=place,
        item=_told(letter, outbox.name_of(office, letter)),
        by_server=office.postman is not None,
        form=form,
    )


def _told(letter: Letter, name: str) -> Told:
    reason = ""
    if letter.problem is not None:
        matching = (code for code, words in _REASONS if words.search(letter.problem or ""))
        reason = next(matching, "other")
    return Told(letter, name, reason)


def _wording(office: Office, place: Place, kind: str, tongue: str, form: Form | None) -> str:
    """The page of one wording: what stands there, or what was typed, and how it will look."""
    standing = templates.standing(office, _by(office, place), place.slug, kind, tongue)
    shown = form or Form({"subject": standing.subject, "text": standing.text})
    looked = None
    if shown.problem is None:
        looked = templates.preview(
            office, place, kind, tongue, subject=shown.get("subject"), text=shown.get("text")
        )
    return render_template(
        "workshop/mail_words.html",
        place=place,
        wording=standing,
        form=shown,
        looked=looked,
        spoken=current(),
    )


def _change(office: Office, place: Place, kind: str, tongue: str, form: Form) -> BaseResponse:
    """Look, keep, or go back to ours, as the button says."""
    by, back = _by(office, place), f"/workshop/{place.slug}/mail/words"
    do = request.form.get("do", "")
    if do == "reset":
        templates.reset(office, by, place.slug, kind, tongue)
        return go(f"{back}?done=reset")
    if do == "save":
        subject, text = form.get("subject"), form.get("text")
        templates.save(office, by, place.slug, kind, tongue, subject=subject, text=text)
        return go(f"{back}?done=saved")
    return make_response(_wording(office, place, kind, tongue, form))


def _lines(text: str) -> str:
    return text.replace("\n", "\r\n")
