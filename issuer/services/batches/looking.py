"""The dry run: for each person exactly the document that would be signed; nothing is kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from badges.documents import JsonObject
from badges.errors import BadgeError
from badges.model.identity import normalise_email
from issuer.errors import KeyUnavailable, StoreError
from issuer.model import Batch, BatchLine, EvidenceFile, Place
from issuer.ports import Office, UnitOfWork
from issuer.services.addresses import credential_url
from issuer.services.batches.following import find_batch
from issuer.services.batches.lines import request_of
from issuer.services.batches.problems import Problem, problem_of, read_problem
from issuer.services.holders.holding import email_digest
from issuer.services.identities import Identity, identity_of
from issuer.services.orders import Order, compose, read_order
from issuer.services.people import Contributor

_NOT_YET = "00000000-0000-0000-0000-000000000000"
_NO_KEY_YET = "did:key:"


@dataclass(frozen=True)
class LookedLine:
    """What would happen to one line: `document` is None while there is a `problem`.

    `remarks` forbid nothing: the same name twice, somebody who has this badge already. `letter`
    says whether a letter would go out to `line.email`.
    """

    line: BatchLine
    document: JsonObject | None
    problem: Problem | None
    remarks: tuple[Problem, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()
    letter: bool = False


def look(
    office: Office, by: Contributor, batch_id: str, *, after: int = 0, limit: int = 200
) -> tuple[LookedLine, ...]:
    """What confirming would sign, line by line, from the line after number `after`.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        batch = find_batch(work, by, batch_id)
        every = work.batches.lines(batch_id)
        shown = [line for line in every if line.number > after][:limit]
        doubles = _Doubles.among(every, _known_names(work, batch, shown))
        return tuple(_look(office, work, batch, line, doubles) for line in shown)


def problem_in(
    office: Office, work: UnitOfWork, batch: Batch, line: BatchLine
) -> tuple[Problem | None, Order | None]:
    """What forbids signing a line now, else the order that it makes."""
    kept = read_problem(line.problem)
    if kept is not None:
        return kept, None
    files = work.evidence.of_line(batch.id, line.number)
    try:
        return None, read_order(office, work, request_of(office, batch, line, files))
    except (KeyUnavailable, StoreError):
        raise
    except BadgeError as error:
        return problem_of(error), None


@dataclass(frozen=True)
class _Doubles:
    """Names and addresses that stand in several lines of a group; `known` names have a card."""

    names: Counter[str]
    addresses: Counter[str]
    known: frozenset[str]

    @classmethod
    def among(cls, lines: Sequence[BatchLine], known: frozenset[str]) -> "_Doubles":
        """Those of these lines, without the ones that were set aside."""
        present = [line for line in lines if line.state != "set_aside"]
        return cls(
            Counter(line.name.casefold() for line in present),
            Counter(normalise_email(line.email) for line in present if line.email),
            known,
        )


def _look(
    office: Office, work: UnitOfWork, batch: Batch, line: BatchLine, doubles: _Doubles
) -> LookedLine:
    problem, order = problem_in(office, work, batch, line)
    remarks = _remarks(office, work, batch, line, doubles)
    return LookedLine(
        line=line,
        document=None if order is None else _document(office, work, order),
        problem=problem,
        remarks=remarks,
        evidence=work.evidence.of_line(batch.id, line.number),
        letter=batch.by_mail and bool(line.email) and line.state == "waiting",
    )


def _document(office: Office, work: UnitOfWork, order: Order) -> JsonObject:
    url = credential_url(office.settings.base_url, _NOT_YET)
    identity = _identity(office, work, order.place)
    return compose(office, work, order, identity, credential_id=url, entry=None).to_document()


def _identity(office: Office, work: UnitOfWork, place: Place) -> Identity:
    """Who will sign; a place that never signed has no key yet, and perhaps no name made of it."""
    try:
        return identity_of(office.settings, place, work.keys.of(place.slug))
    except KeyUnavailable:
        return Identity(place, _NO_KEY_YET, ())


def _remarks(
    office: Office, work: UnitOfWork, batch: Batch, line: BatchLine, doubles: _Doubles
) -> tuple[Problem, ...]:
    """What is worth knowing before confirming, and forbids nothing."""
    if line.state == "set_aside":
        return ()
    found: list[Problem] = []
    if doubles.names[line.name.casefold()] > 1:
        found.append(Problem("batch.remark.same_name", {"field": "name", "name": line.name}))
    if line.email and doubles.addresses[normalise_email(line.email)] > 1:
        found.append(Problem("batch.remark.same_address", {"field": "email"}))
    if line.name.count(",") > 1:
        found.append(Problem("batch.remark.several_people", {"field": "name"}))
    return (*found, *_known_name(line, doubles), *_known_badge(office, work, batch, line))


def _known_names(work: UnitOfWork, batch: Batch, lines: Sequence[BatchLine]) -> frozenset[str]:
    """The folded names of these lines that people with a card have, asked for all at once."""
    asked = {line.name for line in lines if not line.holder_id and not line.email}
    found = work.holders.named(batch.place, sorted(asked)) if asked else ()
    return frozenset(name.casefold() for name in found)


def _known_name(line: BatchLine, doubles: _Doubles) -> tuple[Problem, ...]:
    """A remark when nothing says whose card it is, and somebody of this name has one."""
    if line.holder_id or line.email or line.name.casefold() not in doubles.known:
        return ()
    return (Problem("batch.remark.known_name", {"field": "name", "name": line.name}),)


def _known_badge(
    office: Office, work: UnitOfWork, batch: Batch, line: BatchLine
) -> tuple[Problem, ...]:
    """A remark when the same person of this place holds this badge already."""
    if line.holder_id:
        holders = [line.holder_id]
    elif line.email:
        digest = email_digest(office, line.email)
        holders = [holder.id for holder in work.holders.by_email(batch.place, digest)]
    else:
        return ()
    for holder in holders:
        for award in work.awards.of_holder(holder):
            if award.achievement == batch.achievement and award.state == "active":
                return (Problem("batch.remark.has_badge", {"code": award.short_code}),)
    return ()
