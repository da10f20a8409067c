"""What a client asks for beside an identifier: pages, order, selection of fields.

As the REST binding has it: an order by an unknown field is the default order, a selection that
names an unknown field selects everything, and an empty name is refused.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from badges.documents import JsonObject
from issuer.web.case_api.refusals import CaseRefusal
from issuer.web.case_api.shapes import attribute, names

DEFAULT_LIMIT = 100
HIGHEST_LIMIT = 500
TEXT_LIMIT = 1_000
_DIGITS = 9
_LEAST_LIMIT = 1
_KEPT = ("sort", "orderBy", "filter", "fields", "lang")

Arguments = MultiDict[str, str]


@dataclass(frozen=True)
class Page:
    """A part of a list: at most `limit` members, from the one at `offset` on."""

    limit: int
    offset: int

    def of(self, members: Sequence[JsonObject]) -> Sequence[JsonObject]:
        """The members of this page."""
        return members[self.offset : self.offset + self.limit]

    def links(self, total: int, address: str, arguments: Arguments) -> str:
        """The header `Link` (RFC 8288): the first, previous, next and last pages that there are."""
        last = (total - 1) // self.limit * self.limit if total else 0
        offsets = {"first": 0}
        if self.offset > 0:
            offsets["prev"] = max(0, min(self.offset - self.limit, last))
        if self.offset + self.limit < total:
            offsets["next"] = self.offset + self.limit
        offsets["last"] = last
        kept = [(name, arguments[name]) for name in _KEPT if arguments.get(name)]
        return ", ".join(
            f"<{address}?{urlencode([('limit', self.limit), ('offset', offset), *kept])}>;"
            f' rel="{relation}"'
            for relation, offset in offsets.items()
        )


def read_page(arguments: Arguments) -> Page:
    """The page that is asked for; a limit beyond ours is ours.

    Raises:
        CaseRefusal: `limit` is no whole number from 1, or `offset` none from 0.
    """
    limit = _number(arguments, "limit", DEFAULT_LIMIT, least=_LEAST_LIMIT)
    return Page(min(limit, HIGHEST_LIMIT), _number(arguments, "offset", 0, least=0))


def _number(arguments: Arguments, name: str, default: int, *, least: int) -> int:
    text = arguments.get(name)
    if text is None:
        return default
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text) >= least:
        return int(text)
    raise CaseRefusal(
        "case_api.number", "invalid_selection_field", name=name, value=text, least=least
    )


@dataclass(frozen=True)
class Selection:
    """The attributes that a client wants, None for all of them."""

    names: frozenset[str] | None = None

    def of(self, thing: Mapping[str, object]) -> JsonObject:
        """What is left of an object, in its order."""
        chosen = self.names
        return {name: thing[name] for name in thing if chosen is None or name in chosen}


def read_selection(arguments: Arguments, class_name: str) -> Selection:
    """The selection among the attributes of a class.

    Raises:
        CaseRefusal: a name of the list is empty, or the list is too long.
    """
    if "fields" not in arguments:
        return Selection()
    text = ",".join(arguments.getlist("fields"))
    chosen = frozenset(name.strip() for name in text.split(","))
    if "" in chosen or len(text) > TEXT_LIMIT:
        raise CaseRefusal("case_api.fields", "invalid_selection_field", limit=TEXT_LIMIT)
    return Selection(chosen if chosen <= names(class_name) else None)


@dataclass(frozen=True)
class Order:
    """By which attribute a list is ordered, None for the order of the instance."""

    field: str | None = None
    descending: bool = False

    def of(self, members: Sequence[JsonObject]) -> Sequence[JsonObject]:
        """The members in this order; those that lack the attribute come first."""
        field = self.field
        if field is None:
            return members
        return sorted(
            members, key=lambda member: ranked(member.get(field, "")), reverse=self.descending
        )


def read_order(arguments: Arguments, class_name: str) -> Order:
    """The order that is asked for; by an attribute that nobody has, that of the instance.

    Raises:
        CaseRefusal: `orderBy` is neither `asc` nor `desc`.
    """
    direction = arguments.get("orderBy", "asc")
    if direction not in ("asc", "desc"):
        raise CaseRefusal("case_api.order", "invalid_sort_field", value=direction)
    found = attribute(arguments.get("sort", ""), class_name)
    return Order(found.name if found else None, direction == "desc")


def ranked(value: object) -> str:
    """The form of a value by which texts are put in order: accents and capitals do not count."""
    apart = unicodedata.normalize("NFKD", folded(value))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def folded(value: object) -> str:
    """The form of a value by which texts are equal: capitals do not count."""
    text = value.get("title", "") if isinstance(value, Mapping) else value
    return unicodedata.normalize("NFKC", str(text)).casefold()
