"""Proposing an official bridge: find the item, say in a plain sentence how it stands to ours.

"Nothing official" is an answer too: the words that were searched, where, and when.
"""

from dataclasses import replace
from typing import get_args

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.model.framework import Competency, Framework, Relation
from issuer.errors import InvalidRequest, NotFound
from issuer.ports import Office
from issuer.services.commons import authoring, bridges, referentials
from issuer.services.commons.bridges import BridgeRequest
from issuer.services.commons.drafts import find_competency
from issuer.services.official import absences
from issuer.services.official import items as official
from issuer.services.official.absences import Recount, Term
from issuer.services.official.corpora import CORPORA
from issuer.services.official.items import OfficialItem
from issuer.services.search import searching
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.bridges import HOME
from issuer.web.workshop.forms import Form, one_of

RELATIONS: tuple[Relation, ...] = get_args(Relation)

_RESULTS = 15


def add_connecting(pages: Blueprint, office: Office) -> None:
    """The addresses where a bridge is proposed."""

    @pages.get(f"{HOME}/new")
    def new_bridge() -> str:
        return _page(office, Form.asked(request))

    @pages.post(f"{HOME}/new")
    def propose_bridge() -> BaseResponse:
        form = replace(Form.typed(request), aliases={"label": "official_label"})
        return attempt(form, lambda: _propose(office, form), lambda mended: _page(office, mended))

    @pages.get(f"{HOME}/nothing")
    def nothing_official() -> BaseResponse:
        form = Form.asked(request)
        return attempt(
            form,
            lambda: make_response(_nothing(office, form)),
            lambda mended: _nothing(office, mended),
        )

    @pages.post(f"{HOME}/nothing")
    def keep_absence() -> BaseResponse:
        form = Form.typed(request)
        return attempt(form, lambda: _keep(office, form), lambda mended: _nothing(office, mended))


def _page(office: Office, form: Form) -> str:
    """One of three pages: which competency, which official item, how they stand."""
    found = _competency(office, form)
    if found is None:
        return _choose(office, form)
    framework, competency = found
    schemes = official.schemes(office)
    keys = tuple(kept.scheme.key for kept in schemes)
    item = _item(office, form, keys)
    if item is not None or form.get("by_hand"):
        return render_template(
            "workshop/bridge_relation.html",
            framework=framework,
            competency=competency,
            item=item,
            relations=RELATIONS,
            places=sessions.places_for(office, "bridge.propose"),
            form=form,
        )
    sought = form.get("q")
    wanted = (form.get("scheme"),) if form.get("scheme") in keys else keys
    results = (
        searching.search(office, sought, schemes=wanted, limit=_RESULTS)
        if sought and keys
        else None
    )
    return render_template(
        "workshop/bridge_find.html",
        framework=framework,
        competency=competency,
        schemes=schemes,
        results=results,
        sought=sought,
        form=form,
    )


def _competency(office: Office, form: Form) -> tuple[Framework, Competency] | None:
    """The competency of the address, working documents of one's own places included."""
    slug, name = form.get("framework"), form.get("competency")
    if not name:
        return None
    if not slug:
        return referentials.competency(office, name)
    opened = authoring.draft(office, slug)
    writing = sessions.require(office).may("framework.edit", opened.record.place)
    framework = opened.framework if writing else referentials.published(office, slug)
    return framework, find_competency(framework, name)


def _choose(office: Office, form: Form) -> str:
    """The page that asks which competency, framework by framework."""
    cards = referentials.cards(office)
    known = tuple(card.slug for card in cards)
    chosen = one_of(form.get("framework"), known, otherwise=next(iter(known), ""))
    return render_template(
        "workshop/bridge_which.html",
        cards=cards,
        framework=referentials.published(office, chosen) if chosen else None,
    )


def _item(office: Office, form: Form, keys: tuple[str, ...]) -> OfficialItem | None:
    scheme, code = form.get("scheme"), form.get("code")
    if not code or scheme not in keys:
        return None
    return official.item(office, scheme, code)


def _propose(office: Office, form: Form) -> BaseResponse:
    if form.get("relation") not in RELATIONS:
        raise InvalidRequest("workshop.bridge.relation_missing", field="relation")
    by = sessions.speaking(office, form.get("place"), "bridge.propose")
    asked = BridgeRequest(
        framework=form.get("framework"),
        competency=form.get("competency"),
        relation=form.get("relation"),
        scheme=form.get("scheme"),
        code=form.get("code"),
        label=form.get("official_label"),
        version=form.get("version"),
        uri=form.get("uri") or None,
        justification=form.get("justification"),
    )
    made = bridges.propose(office, asked, by=by)
    return go(f"{HOME}/{made.bridge.id}?proposed=1")


def _nothing(office: Office, form: Form) -> str:
    """What a dated search of these words finds in the official texts that are at hand."""
    framework, competency = _named(office, form)
    terms = _terms(form, competency)
    searched = "terms" in form.values and form.problem is None
    keeper = authoring.draft(office, framework.slug).record.place
    return render_template(
        "workshop/nothing_official.html",
        framework=framework,
        competency=competency,
        form=replace(form, values={**form.values, "terms": terms}),
        search=_recount(office, framework, competency, terms).searches.get(competency.notation)
        if searched
        else None,
        corpora={plan.key: plan.name for plan in CORPORA},
        schemes=official.schemes(office),
        keeping=sessions.require(office).may("framework.edit", keeper),
    )


def _named(office: Office, form: Form) -> tuple[Framework, Competency]:
    found = _competency(office, form)
    if found is None:
        raise NotFound("competency.unknown_anywhere", competency="")
    return found


def _terms(form: Form, competency: Competency) -> str:
    """The words to search, one a line: those typed, else those of the last search."""
    if "terms" in form.values:
        return form.get("terms")
    known = competency.absence.terms if competency.absence else ()
    return "\n".join(term.term for term in known) or competency.label.say("fr")


def _recount(office: Office, framework: Framework, item: Competency, terms: str) -> Recount:
    asked = [Term(line.strip()) for line in terms.splitlines() if line.strip()]
    if not asked:
        raise InvalidRequest("absence.no_term", field="terms")
    return absences.recount(office, framework, (item.notation,), terms=asked)


def _keep(office: Office, form: Form) -> BaseResponse:
    """Write the search into the working document: it is published with the next version."""
    framework, competency = _named(office, form)
    counted = _recount(office, framework, competency, form.get("terms"))
    keeper = authoring.draft(office, framework.slug).record.place
    absences.write(office, counted, by=sessions.speaking(office, keeper))
    return go(f"/workshop/frameworks/{framework.slug}?changed={competency.slug}")
