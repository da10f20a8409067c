"""Looking before signing: what readers will see of each person, what is to mend, what goes out."""

import json
from dataclasses import dataclass
from functools import cached_property, partial

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.documents import JsonObject
from issuer.errors import IssuerError
from issuer.ports import Office
from issuer.services.batches import confirming, drafting, following, looking
from issuer.services.batches.looking import LookedLine
from issuer.services.commons import referentials
from issuer.services.signed_badges import BadgeDocument
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.awards import Group, open_group
from issuer.web.workshop.awards_lines import say_problem
from issuer.web.workshop.forms import Form

PAGE = 100
"""People of one page; the others are signed with them, and looked at on the pages after."""


@dataclass(frozen=True)
class Reader:
    """What readers will see of one person, and what stands in the way."""

    looked: LookedLine
    office: Office

    @property
    def number(self) -> int:
        """The number of the line."""
        return self.looked.line.number

    @property
    def name(self) -> str:
        """The name, as it will be signed."""
        return self.looked.line.name

    @property
    def is_aside(self) -> bool:
        """Whether this person is left out for now."""
        return self.looked.line.state == "set_aside"

    @property
    def problems(self) -> list[str]:
        """What is to mend."""
        return [say_problem(self.looked.problem)] if self.looked.problem else []

    @property
    def remarks(self) -> list[str]:
        """What forbids nothing, but should be known."""
        return [say_problem(remark) for remark in self.looked.remarks]

    @property
    def mail(self) -> str | None:
        """The address that a letter goes to, if one does."""
        return self.looked.line.email if self.looked.letter else None

    @cached_property
    def badge(self) -> BadgeDocument | None:
        """The document that would be signed, as readers read it."""
        document = self.looked.document
        if document is None:
            return None
        return BadgeDocument(document, partial(referentials.competency, self.office))

    @property
    def hours(self) -> str | None:
        """How long the activity lasted, as the document tells it."""
        return None if self.looked.document is None else _hours(self.looked.document)

    @property
    def text(self) -> str:
        """The document itself, for whoever wants to read it to the letter."""
        return json.dumps(self.looked.document, ensure_ascii=False, indent=2)
