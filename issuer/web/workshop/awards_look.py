"""Looking before signing: what readers will see of each person, what is to mend, what goes out."""

import json
from dataclasses import dataclass
from functools import cached_property, partial

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.ports import Office
from issuer.services.batches import confirming, drafting, following, looking
from issuer.services.batches.looking import LookedLine
from issuer.services.commons import referentials
from issuer.services.signed_badges import ComposedBadge
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.awards import Group, number_of, open_group
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
    def badge(self) -> ComposedBadge | None:
        """The document that would be signed, as readers read it."""
        document = self.looked.document
        if document is None:
            return None
        return ComposedBadge(document, partial(referentials.competency, self.office))

    @property
    def text(self) -> str:
        """The document itself, for whoever wants to read it to the letter."""
        return json.dumps(self.looked.document, ensure_ascii=False, indent=2)


def add_awards_look(pages: Blueprint, office: Office) -> None:
    """The address where a group is looked at, and the button that has it signed."""

    @pages.get("/workshop/<place>/awards/<batch>/look")
    def award_look(place: str, batch: str) -> str | BaseResponse:
        group = open_group(office, place, batch)
        return go(group.path) if group.batch.state != "draft" else _page(group, Form())

    @pages.post("/workshop/<place>/awards/<batch>/look")
    def award_look_sent(place: str, batch: str) -> BaseResponse:
        group = open_group(office, place, batch)
        form = Form.typed(request)
        return attempt(form, lambda: _act(group, form), lambda mended: _page(group, mended))


def _act(group: Group, form: Form) -> BaseResponse:
    """Set somebody aside, take them in again, or confirm the whole group."""
    office, by, batch = group.office, group.by, group.batch.id
    wish, _, number = form.get("do").partition("-")
    if wish == "confirm":
        confirming.confirm(office, by, batch)
        return go(group.path)
    if wish in ("aside", "back") and number_of(number):
        drafting.set_aside(office, by, batch, number_of(number), aside=wish == "aside")
    after = number_of(Form.asked(request).get("after"))
    page = f"?after={after}" if after else ""
    return go(f"{group.path}/look{page}#person-{number_of(number)}")


def _page(group: Group, form: Form) -> str:
    """What would be signed, person by person; what counts for the button is counted over all."""
    office, by, batch = group.office, group.by, group.batch.id
    after = number_of(Form.asked(request).get("after"))
    looked = looking.look(office, by, batch, after=after, limit=PAGE + 1)
    readers = [Reader(one, office) for one in looked]
    shown = readers[:PAGE]
    lines = following.lines(office, by, batch)
    waiting = [line for line in lines if line.state == "waiting"]
    troubled = [one.number for one in shown if one.problems and not one.is_aside]
    unseen = [line.number for line in waiting if line.problem and line.number not in troubled]
    sound = [line for line in waiting if not line.problem]
    letters = sum(1 for line in sound if line.email) if group.batch.by_mail else 0
    return render_template(
        "workshop/award_look.html",
        place=group.place,
        batch=group.batch,
        definition=group.definition,
        form=form,
        looked=shown,
        common=next((one.badge for one in shown if one.badge is not None), None),
        troubled=[*troubled, *unseen],
        ready=len(waiting),
        lacking=confirming.agreement_lacking(office, by, batch),
        letters=letters,
        hands=len(sound) - letters,
        after=shown[-1].number if len(readers) > PAGE else None,
        count=len(lines),
    )
