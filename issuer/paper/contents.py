"""From what is to be printed to the values that a layout reads: texts cut, fitted, in words.

Every text from people goes through `Words.fit`; every picture and code becomes a named file.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from badges.i18n import Translator
from badges.web.wording import typography
from issuer.model.paper import Ability, Certificate
from issuer.paper.letters import MARK, Letters

Content = dict[str, Any]
DrawCode = Callable[[str], str]

LINE = 200
TEXT = 4_500
LINES = 60
ABILITIES = 12
QUIET_ZONE = 4
"""Modules of white on each side of a code, which the drawing brings along (ISO/IEC 18004)."""

_BODIES = ((330, 12.6), (720, 11.2), (float("inf"), 9.6))
"""Letters to set, at most, and the size in points that they are set in."""
_LIST_SIGN = "• "
_VIEW = re.compile(rb'viewBox="0 0 (\d{2,3}) \1"')
_USUAL_SIDE = 45
_PICTURE = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}


@dataclass
class Words:
    """The words of one paper in one language; it remembers whether any letter was missing."""

    language: str
    letters: Letters
    is_whole: bool = True

    def __call__(self, code: str, /, **params: Any) -> str:
        """A sentence of ours; texts from people enter it already fitted."""
        sentence = Translator(self.language, "issuer")(code, **params)
        return typography(sentence, self.language)

    def fit(self, text: str, limit: int = LINE) -> str:
        """A text from people on one line, cut to `limit`, in letters that can be printed."""
        return self._fit(_cut(" ".join(text.split()), limit))

    def name(self, text: str) -> str:
        """The name of a person; where to read it when no letter of it can be printed."""
        fitted = self.fit(text)
        if any(part.isalnum() for part in fitted.replace(MARK, "")):
            return fitted
        return self("paper.name_elsewhere")

    def lines(self, text: str) -> list[Content]:
        """A text from people in its paragraphs and points; cut when it is endless."""
        kept = [" ".join(line.split()) for line in text[:TEXT].splitlines()]
        lines = [line for line in kept if line]
        if len(text) > TEXT or len(lines) > LINES:
            lines = [*lines[:LINES], self("paper.cut")]
        return [
            {
                "text": self._fit(line.removeprefix(_LIST_SIGN)),
                "listed": line.startswith(_LIST_SIGN),
            }
            for line in lines
        ]

    def _fit(self, text: str) -> str:
        fitted = self.letters.fit(typography(text, self.language))
        self.is_whole = self.is_whole and self.letters.is_whole(fitted, text)
        return fitted


@dataclass
class Files:
    """The pictures, codes and badges of one paper, each under a name of ours."""

    draw_code: DrawCode
    by_name: dict[str, bytes] = field(default_factory=dict)

    def add(self, content: bytes, ending: str) -> str:
        """The name of a file; the same content is kept once."""
        name = f"{sha256(content).hexdigest()[:24]}.{ending}"
        self.by_name[name] = content
        return name

    def picture(self, content: bytes) -> str | None:
        """The name of a picture, None without one."""
        if not content:
            return None
        kinds = (kind for sign, kind in _PICTURE.items() if content.startswith(sign))
        return self.add(content, next(kinds, "svg"))

    def code(self, text: str, millimetres: float) -> Content:
        """A code of `text` whose black square measures `millimetres`, white around it not counted.

        Raises:
            InvalidRequest: no code can hold that text.
        """
        drawing = self.draw_code(text).encode()
        found = _VIEW.search(drawing[:300])
        whole = int(found.group(1)) if found else _USUAL_SIDE
        side = millimetres * whole / (whole - 2 * QUIET_ZONE)
        return {"file": self.add(drawing, "svg"), "side": round(side, 3)}


def certificate(
    item: Certificate, words: Words, files: Files, *, code_side: float, attachment: str | None
) -> Content:
    """What the page of one badge says; with `attachment`, the name of its file, it is attached."""
    words.is_whole = True
    title, place = words.fit(item.achievement), words.fit(item.place)
    abilities = [_ability(one, words) for one in item.abilities[:ABILITIES]]
    criteria, shown = words.lines(item.criteria), words.lines("\n".join(item.shown))
    texts = (*(one["statement"] for one in abilities), *(one["text"] for one in criteria + shown))
    return {
        "place": place,
        "contact": words.fit(item.place_contact) if item.place_contact else None,
        "creator": _creator(item, words),
        "holder": words.name(item.holder),
        "title": title,
        "description": words.fit(item.description, 700),
        "abilities": abilities,
        "criteria": criteria,
        "shown": shown,
        "awarded": words("paper.awarded", day=words.fit(item.awarded)),
        "until": _until(item, words),
        "typed_at": typed_at(item.verify_url),
        "code": item.short_code,
        "qr": files.code(item.verify_url, code_side),
        "artwork": files.picture(item.artwork),
        "picture": words("paper.picture", title=title),
        "attachment": attachment or "",
        "badge": files.add(item.badge, "json") if attachment else "",
        "is_attached": attachment is not None,
        "body": next(size for most, size in _BODIES if sum(map(len, texts)) <= most),
        "is_whole": words.is_whole,
    }


def _creator(item: Certificate, words: Words) -> str | None:
    return words("web.credential.creator", name=words.fit(item.creator)) if item.creator else None


def typed_at(url: str) -> str:
    """What is typed before the code: the address without its scheme and its last part."""
    return url.partition("://")[2].rpartition("/")[0] + "/"


def certificate_words(words: Words) -> dict[str, str]:
    """The sentences that are the same on the page of every badge."""
    return {
        "badge": words("web.credential.badge"),
        "given": words("paper.given"),
        "for": words("paper.for"),
        "skill": words("web.credential.skill"),
        "criteria": words("web.credential.criteria"),
        "evidence": words("web.credential.evidence"),
        "who": words("web.credential.who"),
        "when": words("web.credential.when"),
        "qr": words("web.credential.qr"),
        "verify": words("paper.verify"),
        "how": words("paper.how"),
        "attached": words("paper.attached"),
        "file": words("paper.file"),
        "stamp": words("paper.stamp"),
        "not_whole": words("paper.not_whole"),
        "not_a_certification": not_a_certification(words.language),
    }


def not_a_certification(language: str) -> str:
    """The legal line, to the letter: nothing mends its typography."""
    return Translator(language, "issuer")("web.not_a_certification")


def several(names: Iterable[str], words: Words, shown: int = 3) -> str:
    """Some names in a row, and how many more there are."""
    known = list(names)
    kept = [words.fit(name) for name in known[:shown]]
    if len(known) > shown:
        kept.append(words("paper.more", count=len(known) - shown))
    return ", ".join(kept)


def _ability(item: Ability, words: Words) -> Content:
    level = words("paper.level", level=words.fit(item.level)) if item.level else None
    notation = words.fit(item.notation, 40)
    return {
        "statement": words.fit(item.statement, 600),
        "level": level,
        "notation": notation,
        "below": "".join((level or "", notation)),
    }


def _until(item: Certificate, words: Words) -> str:
    if item.valid_until is None:
        return words("web.credential.no_end")
    return words("web.credential.until", day=words.fit(item.valid_until))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
