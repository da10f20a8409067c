"""Erasing a person, at once and for good: nothing of them remains but retired status indices.

Badges that they carried away still exist where they are, and verify as cancelled: pages say so
before anybody erases. The journal keeps that somebody was erased, by whom and when, never whom, and
the name of who acted for the place: a place answers for what it signed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from issuer.errors import InvalidRequest, NotAllowed, NotFound
from issuer.model import BatchLine, Holder, Person
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.applications import forgetting as requests
from issuer.services.contacts import clean_email
from issuer.services.holders.forgetting import forget_award, without_person
from issuer.services.holders.holding import HOLDER, email_digest, find_holder
from issuer.services.holders.opening import OpenCard, card_of
from issuer.services.journal import note
from issuer.services.people import Action, Contributor
from issuer.services.privacy.tracing import GROUPS_READ, Traces, every_line, trace

_SHOWN = 100
_PAGE = 500


@dataclass(frozen=True)
class Erased:
    """How much was erased."""

    badges: int = 0
    cards: int = 0
    requests: int = 0
    lines: int = 0
    accounts: int = 0


def erase_holder(office: Office, by: Contributor, place: str, holder_id: str) -> Erased:
    """Erase somebody whom a place awarded badges, in one unit of work.

    Raises:
        NotFound: no such holder in this place.
        NotAllowed: the person erases nobody in that place.
        KeyUnavailable: a status list cannot be signed; nothing has changed.
    """
    with office.store.write() as work:
        holder = require_holder(work, by, "person.erase", place, holder_id)
        erased = _forget_holder(office, work, holder, actor=by.name)
    office.store.wipe_leftovers()
    return erased


def erase_card(office: Office, card: OpenCard) -> Erased:
    """Erase everything behind a card, because its holder asks.

    Raises:
        NotFound: the card opens nothing any more.
        KeyUnavailable: a status list cannot be signed; nothing has changed.
    """
    with office.store.write() as work:
        holder = card_of(office, work, card.words).holder
        erased = _forget_holder(office, work, holder, actor=HOLDER)
    office.store.wipe_leftovers()
    return erased


def preview_address(office: Office, by: Contributor, typed: str) -> Erased:
    """What `erase_address` would erase, nothing being erased.

    Raises:
        InvalidRequest, NotAllowed, NotFound: see `erase_address`.
    """
    email = clean_email(typed, "email")
    require_operator(by)
    with office.store.read() as work:
        traces = found(trace(office, work, email))
        badges = sum(len(work.awards.of_holder(holder.id)) for holder in traces.holders)
        asked = sum(len(work.applications.of_holder(holder.id)) for holder in traces.holders)
    return Erased(
        badges=badges + len(traces.awards),
        cards=len(traces.holders),
        requests=asked + len(traces.applications),
        lines=len(traces.lines),
        accounts=len(traces.people),
    )


def erase_address(office: Office, by: Contributor, typed: str) -> Erased:
    """Erase whoever has that address, in every place: cards, requests, groups, letters, account.

    Raises:
        InvalidRequest: it is not an address.
        NotAllowed: only the operator of the instance may act in every place.
        NotFound: nobody here has that address (`privacy.nobody`).
        KeyUnavailable: a status list cannot be signed; nothing has changed.
    """
    email = clean_email(typed, "email")
    require_operator(by)
    with office.store.write() as work:
        traces = found(trace(office, work, email))
        erased = _forget_traces(office, work, traces, actor=by.name)
    office.store.wipe_leftovers()
    return erased


def erase_account(office: Office, by: Contributor, person_id: str) -> Erased:
    """Erase the account of somebody who worked here; what they did for places stays under their id.

    Their name stays in the journal and beside what they published: a place must be able to say who
    acted for it. Tokens that they made act for their place, and stay.

    Raises:
        NotFound: no such account.
        NotAllowed: neither the operator nor the person.
    """
    if not by.operator and by.person != person_id:
        raise NotAllowed("privacy.not_yours")
    with office.store.write() as work:
        person = work.people.get(person_id) if person_id.isprintable() else None
        if person is None:
            raise NotFound("person.unknown", person=person_id[:_SHOWN])
        forget_account(office, work, person, actor=by.name)
    office.store.wipe_leftovers()
    return Erased(accounts=1)


def forget_account(office: Office, work: UnitOfWork, person: Person, *, actor: str) -> None:
    """Erase an account inside a unit of work: name, address, roles, and every way to come in."""
    work.people.end_all(person.id)
    work.entrance.drop_password(person.id)
    for passkey in work.entrance.passkeys(person.id):
        work.entrance.drop_passkey(person.id, passkey.id)
    for membership in work.people.memberships(person.id):
        _hand_back(work, membership.place, person.id)
        work.people.leave(person.id, membership.place)
    work.letters.forget_concerning(person.id)
    work.journal.forget_reasons(person.id)
    nobody = replace(person, name=f"∅ {person.id}", email=None, disabled=True)
    work.people.replace(nobody)
    note(office, work, actor, "person.erase", place=None, subject=person.id)


def is_erased(person: Person) -> bool:
    """Whether nothing but the id of an account remains."""
    return person.name == f"∅ {person.id}"


def found(traces: Traces) -> Traces:
    """The same traces.

    Raises:
        NotFound: they lead to nobody (`privacy.nobody`).
    """
    if traces.is_nothing:
        raise NotFound("privacy.nobody")
    return traces


def require_operator(by: Contributor) -> None:
    """Stop unless whoever acts may act in every place at once.

    Raises:
        NotAllowed: they may not.
    """
    if not by.operator:
        raise NotAllowed("privacy.operator_only")


def require_holder(
    work: UnitOfWork, by: Contributor, action: Action, place: str, holder_id: str
) -> Holder:
    """A holder about whom `by` may do this; whoever sees no badge of a place learns of nobody.

    Raises:
        NotFound: no such holder in this place, or a place of others.
        NotAllowed: their role does not allow it.
    """
    if not people.is_allowed(work, by, "award.read", place):
        raise NotFound("holder.unknown", holder=holder_id[:_SHOWN])
    people.require(work, by, action, place)
    return find_holder(work, place, holder_id)


def require_word(typed: str, wanted: str) -> None:
    """Stop unless the word that confirms was typed, capitals and space forgiven.

    Raises:
        InvalidRequest: another word, or none (`privacy.not_confirmed`).
    """
    if typed.strip().casefold() != wanted.casefold():
        raise InvalidRequest("privacy.not_confirmed", field="confirm", word=wanted)


def _forget_traces(office: Office, work: UnitOfWork, traces: Traces, *, actor: str) -> Erased:
    """Erase everybody of these traces: groups are locked before lists, as whoever signs does."""
    numbers = {(line.batch, line.number) for line in traces.lines}
    ids = {holder.id for holder in traces.holders}
    lines = _forget_lines(
        work, None, lambda line: (line.batch, line.number) in numbers or line.holder_id in ids
    )
    ordered = sorted(traces.holders, key=lambda holder: holder.place)
    cards = [_forget_card(office, work, holder, actor=actor) for holder in ordered]
    _forget_rest(office, work, traces, actor=actor)
    return Erased(
        badges=sum(one.badges for one in cards) + len(traces.awards),
        cards=len(cards),
        requests=sum(one.requests for one in cards) + len(traces.applications),
        lines=lines,
        accounts=len(traces.people),
    )


def _forget_rest(office: Office, work: UnitOfWork, traces: Traces, *, actor: str) -> None:
    """Erase what is behind no card: badges, requests, letters, accounts."""
    for award in sorted(traces.awards, key=lambda award: award.place):
        forget_award(office, work, award, actor=actor)
    for application in traces.applications:
        requests.forget(work, application)
        work.journal.forget_reasons(application.id)
        place, subject = application.place, application.id
        note(office, work, actor, "application.forget", place=place, subject=subject)
    for letter in traces.letters:
        if letter.concerns is not None:
            work.letters.forget_concerning(letter.concerns)
    for person in traces.people:
        forget_account(office, work, person, actor=actor)


def _forget_holder(office: Office, work: UnitOfWork, holder: Holder, *, actor: str) -> Erased:
    def is_theirs(line: BatchLine) -> bool:
        """Bound to their card, or waiting in a group of the place under their address."""
        known = line.email is not None and email_digest(office, line.email) == holder.email_lookup
        return known or line.holder_id == holder.id

    lines = _forget_lines(work, holder.place, is_theirs)
    return replace(_forget_card(office, work, holder, actor=actor), lines=lines)


def _forget_card(office: Office, work: UnitOfWork, holder: Holder, *, actor: str) -> Erased:
    work.status_lists.lock(holder.place)
    asked = work.applications.of_holder(holder.id)
    for application in asked:
        requests.forget(work, application)
        work.journal.forget_reasons(application.id)
    awards = work.awards.of_holder(holder.id)
    for award in awards:
        forget_award(office, work, award, actor=actor)
    work.letters.forget_concerning(holder.id)
    work.journal.forget_reasons(holder.id)
    if work.holders.get(holder.id) is not None or awards:
        work.holders.forget(holder.id)
        note(office, work, actor, "holder.erase", place=holder.place, subject=holder.id)
    return Erased(len(awards), 1, len(asked))


def _forget_lines(
    work: UnitOfWork, place: str | None, is_theirs: Callable[[BatchLine], bool]
) -> int:
    """Take somebody out of groups: out of drafts altogether, elsewhere name, words and address."""
    theirs = [line for line in every_line(work, place) if is_theirs(line)]
    for line in theirs:
        batch = work.batches.lock(line.batch)
        now = work.batches.line(line.batch, line.number)
        if batch is None or now is None:
            continue
        if batch.state == "draft":
            work.batches.remove_line(line.batch, line.number)
        else:
            _blank(work, now)
    return len(theirs)


def _blank(work: UnitOfWork, line: BatchLine) -> None:
    """A line that was still to be signed is set aside; the files shown with it go."""
    if line.state != "issued":
        for file in work.evidence.of_line(line.batch, line.number):
            work.evidence.forget(file.id)
    kept = "set_aside" if line.state == "waiting" else line.state
    work.batches.replace_line(without_person(line)._replace(state=kept, problem=None))


def _hand_back(work: UnitOfWork, place: str, person_id: str) -> None:
    """The cards that somebody kept in trust are kept by nobody."""
    for offset in range(0, GROUPS_READ, _PAGE):
        read = work.holders.list(place, limit=_PAGE, offset=offset)
        for holder in read:
            if holder.keeper == person_id:
                work.holders.replace(holder._replace(keeper=None))
        if len(read) < _PAGE:
            return
