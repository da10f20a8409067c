"""The skills that people miss: proposed after a look at what is near, discussed, decided."""

from dataclasses import replace

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.i18n import LANGUAGES
from badges.model.framework import Competency, Framework
from badges.web.languages import current
from issuer.errors import NotAllowed
from issuer.model import PROPOSAL_STATES
from issuer.ports import Office
from issuer.services.commons import authoring, proposals, referentials
from issuer.services.commons.drafts import Draft
from issuer.services.commons.proposals import Discussion, ProposalRequest
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.competencies import TYPES
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.frameworks import names_of_places

_EVERY = "all"
_LISTED = 100


def add_proposals(pages: Blueprint, office: Office) -> None:
    """The addresses of proposals."""

    @pages.get("/workshop/proposals")
    def list_proposals() -> str:
        return _list(office)

    @pages.get("/workshop/proposals/new")
    def new_proposal() -> str:
        return _new(office, Form.asked(request))

    @pages.post("/workshop/proposals/new")
    def propose() -> BaseResponse:
        form = Form.typed(request)
        if form.get("label") != form.get("shown") and _near(office, form.get("label")):
            # What is near is shown before anything is kept; the next press means it.
            return make_response(_new(office, form))
        return attempt(form, lambda: _propose(office, form), lambda mended: _new(office, mended))

    @pages.get("/workshop/proposals/<name>")
    def proposal(name: str) -> str:
        return _page(office, proposals.get(office, name), Form.asked(request))

    @pages.post("/workshop/proposals/<name>/remarks")
    def remark(name: str) -> BaseResponse:
        form = Form.typed(request)
        found = proposals.get(office, name)

        def act() -> BaseResponse:
            by = sessions.speaking(office, form.get("place"), "proposal.add")
            proposals.remark(office, name, form.get("text"), by=by)
            return go(f"/workshop/proposals/{name}#discussion")

        return attempt(form, act, lambda mended: _page(office, found, mended))

    @pages.post("/workshop/proposals/<name>/decide")
    def decide(name: str) -> BaseResponse:
        form = Form.typed(request)
        found = proposals.get(office, name)
        return attempt(
            form,
            lambda: _decide(office, name, form),
            lambda mended: _page(office, found, mended),
        )


def _list(office: Office) -> str:
    state = one_of(request.args.get("state", ""), (*PROPOSAL_STATES, _EVERY), otherwise="open")
    sought = request.args.get("framework", "")
    return render_template(
        "workshop/proposals.html",
        proposals=proposals.listing(
            office,
            framework=sought or None,
            state=None if state == _EVERY else state,
            limit=_LISTED,
        ),
        state=state,
        states=(*PROPOSAL_STATES, _EVERY),
        titles=_titles(office),
        names=names_of_places(office),
        may_propose=bool(sessions.places_for(office, "proposal.add")),
    )


def _titles(office: Office) -> dict[str, str]:
    cards = referentials.cards(office, drafts=True)
    return {card.slug: card.title.say(current()) for card in cards}


def _new(office: Office, form: Form) -> str:
    theirs = sessions.places_for(office, "proposal.add")
    if not theirs:
        # Whoever may not send the form is told before they write it.
        by = sessions.speaking(office)
        raise NotAllowed("person.not_allowed", person=by.name, action="proposal.add", place="")
    titles = {card.slug: card.title.say(current()) for card in referentials.cards(office)}
    chosen = one_of(form.get("framework"), tuple(titles), otherwise=referentials.DEFAULT_SLUG)
    return render_template(
        "workshop/proposal_new.html",
        form=replace(form, values={**form.values, "framework": chosen}),
        titles=titles,
        framework=referentials.published(office, chosen),
        near=_near(office, form.get("label")),
        types=TYPES,
        places=theirs,
    )


def _near(office: Office, label: str) -> list[tuple[Framework, Competency]]:
    """The published competencies that look like a label, in every framework of this instance."""
    if not label:
        return []
    found = []
    for card in referentials.cards(office):
        framework = referentials.published(office, card.slug)
        near = {item.uuid for item in proposals.doubles(office, card.slug, label)}
        found += [(framework, item) for item in framework.competencies if item.uuid in near]
    return found


def _propose(office: Office, form: Form) -> BaseResponse:
    asked = ProposalRequest(
        framework=form.get("framework"),
        label=form.get("label"),
        statement=form.get("statement"),
        reason=form.get("reason"),
        type=form.get("type") or TYPES[0],
        definition=form.get("definition") or None,
        domain=form.get("domain") or None,
        language=one_of(form.get("language"), LANGUAGES, otherwise=current()),
    )
    by = sessions.speaking(office, form.get("place"), "proposal.add")
    for kept in proposals.listing(office, framework=asked.framework, state="open"):
        same = (asked.label, asked.statement, asked.reason, by.name)
        if same == (kept.label, kept.statement, kept.reason, kept.author):
            return go(f"/workshop/proposals/{kept.id}")  # the button was pressed twice
    made = proposals.propose(office, asked, by=by)
    return go(f"/workshop/proposals/{made.proposal.id}")


def _page(office: Office, found: Discussion, form: Form) -> str:
    visitor = sessions.require(office)
    # A skill may be merged into one that is not published yet: the working document has both.
    opened = authoring.draft(office, found.proposal.framework)
    keeper = opened.record.place
    framework = opened.framework if visitor.may("framework.read", keeper) else _public(opened)
    known = {item.uuid for item in framework.competencies}
    is_open = found.proposal.state == "open"
    return render_template(
        "workshop/proposal.html",
        proposal=found.proposal,
        remarks=found.remarks,
        near=[(framework, item) for item in found.doubles if item.uuid in known],
        near_slugs={item.slug for item in found.doubles},
        framework=framework,
        result=_result(framework, found.proposal.result),
        deciding=is_open and visitor.may("proposal.decide", keeper),
        speaking=visitor.may("proposal.add", keeper),
        places=sessions.places_for(office, "proposal.add"),
        form=form,
        names=names_of_places(office),
    )


def _public(opened: Draft) -> Framework:
    """What people of other places read: nothing of it before the first publication."""
    return opened.latest or replace(opened.framework, competencies=())


def _result(framework: Framework, notation: str | None) -> Competency | None:
    """The competency that came out of a decision, while the working document still has it."""
    return next((item for item in framework.competencies if item.notation == notation), None)


def _decide(office: Office, name: str, form: Form) -> BaseResponse:
    opened = authoring.draft(office, proposals.get(office, name).proposal.framework)
    visitor = sessions.require(office)
    keeper = opened.record.place if opened.record.place in visitor.places else None
    proposals.decide(
        office,
        name,
        form.get("decision"),
        by=visitor.speaking(keeper),
        reason=form.get("reason") or None,
        into=form.get("into") or None,
        domain=form.get("domain") or None,
    )
    return go(f"/workshop/proposals/{name}")
