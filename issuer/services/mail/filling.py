"""Templates filled with words, once and without a language of their own: `{place}`, nothing else.

A line that names something we do not know is left out, so that no letter says "Bonjour ,".
"""

import re
from collections.abc import Mapping

from badges.i18n import Translator
from issuer.errors import InvalidRequest
from issuer.services.mail.kinds import LINK, LetterKind
from issuer.services.texts import clean_line, clean_text

SUBJECT_LENGTH = 120
TEXT_LENGTH = 4_000

IN_SUBJECTS = ("place",)
"""What a subject may name: servers on the way, and screens that lock, show subjects to anybody."""

_HOLE = re.compile(r"\{(\w{1,30})\}")
_SHOWN = 40


def fill(template: str, words: Mapping[str, str]) -> str:
    """The template with its placeholders replaced; what a word holds is never looked into."""
    lines = [
        _HOLE.sub(lambda hole: words[hole.group(1)], line)
        for line in template.split("\n")
        if all(words.get(name) for name in _HOLE.findall(line))
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_subject(typed: str, kind: LetterKind, language: str) -> str:
    """The subject that a place chose, its placeholders by their own names.

    Raises:
        InvalidRequest: not a line, too long, or it would name a person or a badge.
    """
    subject = clean_line(own_names(typed, kind, language), "subject", limit=SUBJECT_LENGTH)
    _require_known(subject, kind, language, "subject")
    for name in _HOLE.findall(subject):
        if name not in IN_SUBJECTS:
            raise InvalidRequest(
                "mail.subject_personal", field="subject", name=shown_name(name, language)
            )
    return subject


def clean_body(typed: str, kind: LetterKind, language: str) -> str:
    """The text that a place chose, its placeholders by their own names.

    Raises:
        InvalidRequest: empty, too long, an unknown placeholder, or no link in it.
    """
    text = clean_text(own_names(typed, kind, language), "text", limit=TEXT_LENGTH)
    _require_known(text, kind, language, "text")
    if LINK not in _HOLE.findall(text):
        raise InvalidRequest(
            "mail.placeholder_missing", field="text", name=shown_name(LINK, language)
        )
    return text


def shown_name(name: str, language: str) -> str:
    """What a placeholder is called on pages of that language: `{lien}` for `{link}`."""
    return Translator(language, "issuer")(f"mail.placeholder.{name}")


def shown_names(text: str, kind: LetterKind, language: str) -> str:
    """A template as people of that language read and write it."""
    names = {name: shown_name(name, language) for name in kind.placeholders}
    return _HOLE.sub(lambda hole: "{" + names.get(hole.group(1), hole.group(1)) + "}", text)


def own_names(text: str, kind: LetterKind, language: str) -> str:
    """A template as it is kept, whatever its placeholders were called."""
    names = {name: name for name in kind.placeholders}
    names |= {shown_name(name, language).casefold(): name for name in kind.placeholders}
    return _HOLE.sub(
        lambda hole: "{" + names.get(hole.group(1).casefold(), hole.group(1)) + "}", text
    )


def _require_known(text: str, kind: LetterKind, language: str, field: str) -> None:
    known = ", ".join("{" + shown_name(name, language) + "}" for name in kind.placeholders)
    for name in _HOLE.findall(text):
        if name not in kind.placeholders:
            raise InvalidRequest(
                "mail.placeholder_unknown", field=field, name=name[:_SHOWN], known=known
            )
    if re.search(r"[{}]", _HOLE.sub("", text)):
        raise InvalidRequest("mail.brace", field=field, known=known)
