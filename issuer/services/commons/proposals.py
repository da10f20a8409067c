"""The skills that people miss in a framework: proposed, discussed, decided, kept for ever."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from badges.model.framework import Competency, Framework
from badges.model.validity import MAX_LABEL, MAX_STATEMENT, MAX_TEXT
from badges.model.wording import telling_words
from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import PROPOSAL_STATES, FrameworkRecord, Proposal, ProposalState, Remark
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.commons import competencies, drafting, drafts
from issuer.services.commons.drafting import CompetencyRequest
from issuer.services.commons.drafts import Draft, Order
from issuer.services.contacts import clean_language
from issuer.services.finding import find_framework, is_plain
from issuer.services.journal import note
from issuer.services.people import Contributor
from issuer.services.texts import REASON_LENGTH, SUMMARY_LENGTH, clean_line, clean_text

Decision = Literal["accepted", "merged", "refused"]

_LISTED = 500
_SHOWN = 100
_DOUBLES = 5
_NEAR = 0.75
_WORDS_OF_A_DOUBLE = 2


@dataclass(frozen=True)
class ProposalRequest:
    """A skill that somebody misses, in the words of one language; `reason` says what for."""

    framework: str
    label: str
    statement: str
    reason: str
    type: str = "metier"
    definition: str | None = None
    domain: str | None = None
    language: str = "fr"


@dataclass(frozen=True)
class Discussion:
    """A proposal, what people said of it, and the competencies that look like it today."""

    proposal: Proposal
    remarks: tuple[Remark, ...] = ()
    doubles: tuple[Competency, ...] = ()


def propose(office: Office, request: ProposalRequest, *, by: Contributor) -> Discussion:
    """Keep a proposal; the competencies that look like it are told, which refuses nothing.

    Raises:
        InvalidRequest: a text, the type, the domain or the language is not acceptable.
        NotFound: no such framework.
        NotAllowed: the contributor proposes nothing here.
    """
    with office.store.write() as work:
        record = find_framework(work, request.framework)
        people.require(work, by, "proposal.add", record.place)
        framework = drafts.texts_for(office, work, record, by)
        proposal = _clean(office, framework, request, by)
        work.proposals.add(proposal)
        _journal(office, work, record, proposal, ("proposal.add", by, None))
    return Discussion(proposal, doubles=tuple(_like(framework, proposal.label)))


def doubles(office: Office, slug: str, label: str) -> tuple[Competency, ...]:
    """The competencies of a framework, working document included, that look like a label.

    Raises:
        NotFound: no such framework.
    """
    return tuple(_like(drafts.draft(office, slug).framework, label[:MAX_LABEL]))


def get(office: Office, proposal_id: str) -> Discussion:
    """A proposal with its discussion.

    Raises:
        NotFound: no such proposal.
    """
    with office.store.read() as work:
        proposal = _find(work, proposal_id)
        framework = drafts.open_draft(
            office, work, find_framework(work, proposal.framework)
        ).framework
        remarks = work.proposals.remarks(proposal.id)
    near = _like(framework, proposal.label) if proposal.state == "open" else ()
    return Discussion(proposal, remarks, tuple(near))


def listing(
    office: Office, *, framework: str | None = None, state: str | None = None, limit: int = 100
) -> tuple[Proposal, ...]:
    """The latest proposals, newest first, of one framework or state or of all.

    Raises:
        InvalidRequest: there is no such state.
    """
    if framework is not None and not is_plain(framework):
        return ()
    with office.store.read() as work:
        return work.proposals.list(
            framework=framework, state=_state(state), limit=min(max(limit, 0), _LISTED)
        )


def remark(office: Office, proposal_id: str, text: str, *, by: Contributor) -> Discussion:
    """Add to the discussion of a proposal, decided or not.

    Raises:
        InvalidRequest: the text is not acceptable.
        NotFound: no such proposal.
        NotAllowed: the contributor says nothing here.
    """
    said = clean_text(text, "text", limit=SUMMARY_LENGTH)
    with office.store.write() as work:
        proposal = _find(work, proposal_id)
        # Two people who speak at once would else be given the same number.
        work.frameworks.lock(proposal.framework)
        record = find_framework(work, proposal.framework)
        people.require(work, by, "proposal.add", record.place)
        work.proposals.add_remark(
            Remark(proposal.id, 0, by.name, by.place, office.clock.now(), said)
        )
        _journal(office, work, record, proposal, ("proposal.remark", by, None))
        return Discussion(proposal, work.proposals.remarks(proposal.id))


def decide(
    office: Office,
    proposal_id: str,
    decision: str,
    *,
    by: Contributor,
    reason: str | None = None,
    into: str | None = None,
    domain: str | None = None,
) -> Discussion:
    """Decide once: `accepted` into the working document, `merged` into a competency, or `refused`.

    Args:
        office: where things are kept.
        proposal_id: the proposal.
        decision: one of the three words.
        by: who decides.
        reason: why; needed for a refusal.
        into: the competency (notation, slug or UUID) that covers it already, for `merged`.
        domain: the domain of the new competency, when the proposal names none or another.

    Raises:
        InvalidRequest: the decision is unknown, or its reason, domain or target is missing.
        NotFound: no such proposal, or no such competency to merge into.
        NotAllowed: the contributor decides for other places.
        Conflict: decided already (`proposal.decided`), or no place keeps the framework.
    """
    chosen = _decision(decision)
    why = clean_text(reason, "reason", limit=REASON_LENGTH) if reason and reason.strip() else None
    if chosen == "refused" and why is None:
        raise InvalidRequest("proposal.reason_missing", field="reason")
    with office.store.write() as work:
        work.frameworks.lock(_find(work, proposal_id).framework)
        proposal = _find(work, proposal_id)
        record = find_framework(work, proposal.framework)
        people.require(work, by, "proposal.decide", record.place)
        if proposal.state != "open":
            raise Conflict("proposal.decided", state=proposal.state)
        result = _result(office, work, proposal, (chosen, by, into, domain))
        decided = replace(
            proposal,
            state=chosen,
            decided_by=by.name,
            decided=office.clock.now(),
            decision_reason=why,
            result=result,
        )
        work.proposals.replace(decided)
        _journal(office, work, record, decided, (f"proposal.{chosen}", by, why))
        return Discussion(decided, work.proposals.remarks(decided.id))


def _result(
    office: Office,
    work: UnitOfWork,
    proposal: Proposal,
    about: tuple[Decision, Contributor, str | None, str | None],
) -> str | None:
    """The notation that comes out of a decision."""
    decision, by, into, domain = about
    if decision == "refused":
        return None
    record = find_framework(work, proposal.framework)
    if decision == "merged":
        if not into or not into.strip():
            raise InvalidRequest("proposal.target_missing", field="into")
        framework = drafts.open_draft(office, work, record).framework
        return drafts.find_competency(framework, into).notation
    opened = drafts.open_to_write(office, work, record.slug, Order(by, "competency.add"))
    item = competencies.new_competency(opened, _request(opened, proposal, domain))
    framework = opened.framework
    added = replace(framework, competencies=(*framework.competencies, item))
    drafts.require_sound(added)
    drafts.keep_draft(work, record, added)
    drafts.journal(office, work, record, Order(by, "competency.add", subject=item.notation))
    return item.notation


def _request(opened: Draft, proposal: Proposal, domain: str | None) -> CompetencyRequest:
    chosen = domain or proposal.domain
    domains = opened.framework.domains
    if not chosen and len(domains) == 1:
        chosen = domains[0].code
    if not chosen:
        raise InvalidRequest("proposal.domain_missing", field="domain")
    tongue = proposal.language
    return CompetencyRequest(
        label={tongue: proposal.label},
        statement={tongue: proposal.statement},
        definition={tongue: proposal.definition},
        domain=chosen,
        type=proposal.type,
    )


def _clean(
    office: Office, framework: Framework, request: ProposalRequest, by: Contributor
) -> Proposal:
    domain = drafting.find_domain(framework, request.domain).code if request.domain else None
    definition = request.definition
    return Proposal(
        id=office.identifiers.uuid(),
        framework=framework.slug,
        label=clean_line(request.label, "label", limit=MAX_LABEL),
        statement=clean_line(request.statement, "statement", limit=MAX_STATEMENT),
        type=drafting.clean_type(request.type),
        reason=clean_text(request.reason, "reason", limit=SUMMARY_LENGTH),
        language=clean_language(request.language),
        author=by.name,
        author_place=by.place,
        created=office.clock.now(),
        definition=clean_text(definition, "definition", limit=MAX_TEXT)
        if definition and definition.strip()
        else "",
        domain=domain,
    )


def _like(framework: Framework, label: str) -> Iterator[Competency]:
    """The competencies whose label says nearly the same, the nearest first, at most a few."""
    sought = " ".join(sorted(telling_words(label)))
    if not sought:
        return
    near = []
    for place, item in enumerate(framework.competencies):
        likeness = max((_likeness(sought, text) for text in item.label.values()), default=0.0)
        if likeness >= _NEAR:
            near.append((-likeness, place, item))
    for _, _, item in sorted(near, key=lambda found: found[:2])[:_DOUBLES]:
        yield item


def _likeness(sought: str, label: str) -> float:
    """From 0 to 1: how much two labels look alike, whatever the order of their words.

    A label whose every word is in the other one is a near double; a single word proves less.
    """
    other = " ".join(sorted(telling_words(label)))
    words, others = set(sought.split()), set(other.split())
    fewest, most = sorted((len(words), len(others)))
    shared = len(words & others) / max(fewest, 1)
    if fewest == 1 and most > _WORDS_OF_A_DOUBLE:
        shared /= most
    return max(shared, difflib.SequenceMatcher(None, sought, other).ratio())


def _find(work: UnitOfWork, proposal_id: str) -> Proposal:
    found = work.proposals.get(proposal_id) if is_plain(proposal_id) else None
    if found is None:
        raise NotFound("proposal.unknown", proposal=proposal_id[:_SHOWN])
    return found


def _decision(word: str) -> Decision:
    for decision in get_args(Decision):
        if word == decision:
            chosen: Decision = decision
            return chosen
    known = ", ".join(get_args(Decision))
    raise InvalidRequest("proposal.decision", field="decision", value=word[:_SHOWN], known=known)


def _state(word: str | None) -> ProposalState | None:
    for state in PROPOSAL_STATES:
        if word == state:
            return state
    if word is None:
        return None
    known = ", ".join(PROPOSAL_STATES)
    raise InvalidRequest("proposal.state", field="state", value=word[:_SHOWN], known=known)


def _journal(
    office: Office,
    work: UnitOfWork,
    record: FrameworkRecord,
    proposal: Proposal,
    about: tuple[str, Contributor, str | None],
) -> None:
    action, by, reason = about
    note(office, work, by.name, action, place=record.place, subject=proposal.id, reason=reason)
