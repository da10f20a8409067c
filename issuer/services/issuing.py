"""Awarding a badge: the left column of "the path of one credential" (house.md).

Find the competency, compose the achievement with its alignments, name the subject, allocate a
status index, sign once in each form, verify our own output, keep the bytes, commit once. Files and
pictures are made later, from the kept bytes.
"""

from typing import NamedTuple

from issuer.errors import Conflict
from issuer.model import Award, AwardRequest, StatusPosition
from issuer.ports import Office, UnitOfWork
from issuer.services import keyring, status_lists
from issuer.services.addresses import credential_url
from issuer.services.composing import level_reached
from issuer.services.holders.holding import holder_for
from issuer.services.journal import note
from issuer.services.orders import Order, compose, read_order
from issuer.services.repeating import repeated
from issuer.services.securing import secure_credential
from issuer.services.short_codes import new_short_code

_CODE_TRIES = 10


@repeated
def issue(office: Office, request: AwardRequest, *, actor: str = "local") -> Award:
    """Sign one badge, verify it as a stranger would, and keep its bytes, in one unit of work.

    Raises:
        InvalidRequest: a text, date, level, address or e-mail is not acceptable.
        NotFound: no such achievement, place or holder.
        NotAllowed: that place may not award that achievement.
        Conflict: the achievement is archived.
        KeyUnavailable: the place's private key cannot be opened.
        StoreError: the database cannot be used.
    """
    with office.store.write() as work:
        return award(office, work, request, actor=actor)


def award(
    office: Office,
    work: UnitOfWork,
    request: AwardRequest,
    *,
    actor: str = "local",
    renews: str | None = None,
) -> Award:
    """As `issue`, inside the unit of work of a caller who keeps more than the award.

    A request whose reference was used for this achievement answers the award that it made.
    `renews` is the id of the award that this one follows.

    Raises:
        Conflict: as `issue`; or another place used that reference (`award.reference_elsewhere`).
    """
    order = read_order(office, work, request)
    if order.reference is not None:
        already = work.awards.by_reference(order.definition.slug, order.reference)
        if already is not None:
            return _of_this_place(already, order)
    made = _sign(office, work, order, actor=actor, renews=renews)
    work.awards.add(made)
    note(office, work, actor, "award.issue", place=made.place, subject=made.id)
    return made


def _of_this_place(already: Award, order: Order) -> Award:
    """The award that the reference made; of another member of the network, it is not theirs."""
    if already.place != order.place.slug:
        raise Conflict("award.reference_elsewhere", field="reference", reference=order.reference)
    return already


class Signed(NamedTuple):
    """What is known of an award once it is signed; `jwt` is empty until somebody asks for it."""

    award_id: str
    url: str
    issuer: str
    position: StatusPosition
    json: bytes
    jwt: bytes = b""


def _sign(
    office: Office, work: UnitOfWork, order: Order, *, actor: str, renews: str | None
) -> Award:
    identity = keyring.prepare_identity(office, work, order.place, actor=actor)
    purpose = order.definition.status_purpose
    position, entry = status_lists.allocate(office, work, identity, purpose)
    award_id = office.identifiers.uuid()
    url = credential_url(office.settings.base_url, award_id)
    credential = compose(office, work, order, identity, credential_id=url, entry=entry)
    secured = secure_credential(
        office.keys, identity, credential.to_document(), order.period.valid_from
    )
    recipient = order.recipient
    holder = holder_for(
        office, work, order.place, recipient.name, recipient.email, holder_id=order.holder_id
    )
    bodies = secured.json.body, secured.jwt.body
    signed = Signed(award_id, url, identity.issuer, position, *bodies)
    return record(order, signed, holder.id, _unused_code(office, work), renews=renews)


def record(
    order: Order, signed: Signed, holder_id: str, short_code: str, *, renews: str | None = None
) -> Award:
    """The award that is kept of an order once it is signed."""
    recipient, period = order.recipient, order.period
    return Award(
        id=signed.award_id,
        short_code=short_code,
        url=signed.url,
        issuer=signed.issuer,
        place=order.place.slug,
        achievement=order.definition.slug,
        holder=recipient.name,
        level=level_reached(order.definition, order.level),
        valid_from=period.valid_from,
        awarded=period.awarded,
        valid_until=period.valid_until,
        reference=order.reference,
        status=signed.position,
        json=signed.json,
        jwt=signed.jwt,
        holder_id=holder_id,
        renews=renews,
    )


def _unused_code(office: Office, work: UnitOfWork) -> str:
    for _ in range(_CODE_TRIES):
        code = new_short_code(office.identifiers)
        if work.awards.by_short_code(code) is None:
            return code
    raise Conflict("award.no_short_code")
