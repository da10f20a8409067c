"""The columns of our simple table: what each may be called, in French and in English."""

import re
from collections.abc import Container
from dataclasses import dataclass

from badges.model.validity import MAX_INDICATORS
from badges.model.wording import fold

_COLUMNS = {
    "code": "notation",
    "notation": "notation",
    "domaine": "domain",
    "domain": "domain",
    "type": "type",
    "libelle": "label",
    "intitule": "label",
    "competence": "label",
    "competency": "label",
    "label": "label",
    "je": "statement",
    "i": "statement",
    "phrase": "statement",
    "statement": "statement",
    "definition": "definition",
    "origine": "origin",
    "origin": "origin",
    "slug": "slug",
    "uuid": "uuid",
    "couverture": "coverage",
    "official coverage": "coverage",
    "retiree": "deprecated",
    "deprecated": "deprecated",
    "remplacee par": "replaced_by",
    "replaced by": "replaced_by",
    "url": "",
    "official matches": "",
}
_SPOKEN = frozenset({"domain", "label", "statement", "definition", "origin"})
_INDICATOR = re.compile(r"(?:indicateur|indicator) ?(\d{1,2})")
_IN_LANGUAGE = re.compile(r"(.+)[ _]([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)")


@dataclass(frozen=True)
class Column:
    """What a column holds: a part of a competency, in a language when it is a text.

    The part is empty for a column that is not read; `known` is false when its cells would be lost.
    """

    title: str
    part: str
    language: str = ""
    known: bool = True


def column_of(title: str, levels: Container[str], language: str) -> Column:
    """The column of that title; a text without a language is in `language`.

    `levels` are the codes of the scale. A domain is named by its code or by its label, and both
    stand in the column that tells no language.
    """
    name = fold(title)
    part = _part(name, levels) if name else ""
    if part is not None:
        spoken = part != "domain" and _is_spoken(part, levels)
        return Column(title, part, language if spoken else "")
    if told := _IN_LANGUAGE.fullmatch(title.strip()):
        part = _part(fold(told[1]), levels)
        if part and _is_spoken(part, levels):
            return Column(title, part, told[2])
    return Column(title, "", known=False)


def _part(name: str, levels: Container[str]) -> str | None:
    if name in _COLUMNS:
        return _COLUMNS[name]
    if (found := _INDICATOR.fullmatch(name)) and 1 <= int(found[1]) <= MAX_INDICATORS:
        return f"indicator {int(found[1])}"
    return name.upper() if name.upper() in levels else None


def _is_spoken(part: str, levels: Container[str]) -> bool:
    return part in _SPOKEN or part in levels or part.startswith("indicator")
