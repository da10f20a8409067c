"""What a person typed, kept through every refusal, with the sentence that says what to mend."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from flask import Request

from badges.errors import BadgeError
from badges.web.languages import words
from badges.web.problems import WebError
from issuer.web.workshop.csrf import FIELD

TEXT_LIMIT = 20_000
"""Characters of one field that are looked at: services refuse far shorter texts in plain words."""
FIELDS_LIMIT = 200
BODY_LIMIT = 300_000
"""Bytes of a form; a file to import has its own limit."""

_NAME_LIMIT = 60


@dataclass(frozen=True)
class Form:
    """The texts of a form by field, and why they were refused, if they were.

    Services name the fields of a request, with a language or a number behind a dot (`label.fr`);
    `aliases` says which field of the page each of those is, when it bears another name.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    problem: BadgeError | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, request: Request) -> "Form":
        """What was sent, without the token of the form.

        Raises:
            WebError: more fields than any form of ours has.
        """
        sent = list(request.form.items(multi=True))
        if len(sent) > FIELDS_LIMIT:
            raise WebError("workshop.too_many_fields", limit=FIELDS_LIMIT)
        values: dict[str, str] = {}
        for name, text in sent:
            if name != FIELD and len(name) <= _NAME_LIMIT:
                values.setdefault(name, _readable(text))
        return cls(values)

    @classmethod
    def asked(cls, request: Request) -> "Form":
        """What the query of the address says."""
        sent = list(request.args.items(multi=True))[:FIELDS_LIMIT]
        return cls({name: _readable(text) for name, text in reversed(sent)})

    def get(self, name: str) -> str:
        """The text of a field, without the space around it; empty when it was not sent."""
        return self.values.get(name, "").strip()

    def starting(self, prefix: str) -> Iterator[tuple[str, str]]:
        """The fields whose names begin with `prefix`, by the rest of their names."""
        for name in self.values:
            if name.startswith(prefix):
                yield name[len(prefix) :], self.get(name)

    def mending(self, problem: BadgeError) -> "Form":
        """The same texts, refused because of `problem`."""
        return replace(self, problem=problem)

    @property
    def field(self) -> str:
        """The field to mend, or nothing when the problem is of no single one."""
        parts = "" if self.problem is None else str(self.problem.params.get("field", ""))
        first, *rest = parts.split(".")
        names = [self.aliases.get(first, first), *rest]
        for length in range(len(names), 0, -1):
            if (name := "-".join(names[:length])) in self.values:
                return name
        return names[0]

    def remark(self, name: str = "") -> str:
        """The sentence that says what to mend in that field, or in whatever field."""
        if self.problem is None or (name and name != self.field):
            return ""
        return told(self.problem, self.field)


def told(problem: BadgeError, name: str = "") -> str:
    """The sentence of an error, which calls the field `name` as the page does."""
    say = words()
    params = dict(problem.params)
    code = f"workshop.field.{name.partition('-')[0]}"
    if "field" in params and say(code) != code:
        params["field"] = say(code)
    own = f"workshop.{problem.code}"
    return say(own if say(own) != own else problem.code, **params)


def one_of(text: str, known: tuple[str, ...], *, otherwise: str) -> str:
    """`text` when it is one of the known words, else another one of them."""
    return text if text in known else otherwise


def _readable(text: str) -> str:
    """Text that can be shown and stored: no NUL, no half characters, one kind of line end."""
    kept = text[:TEXT_LIMIT].replace("\r\n", "\n").replace("\x00", "")
    return kept.encode("utf-8", "replace").decode("utf-8")
