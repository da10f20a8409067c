"""What becomes of a request when its badge is signed; kept in the unit of work that signs it."""

from dataclasses import replace

from issuer.model import Application, Award
from issuer.ports import Office, UnitOfWork
from issuer.services.applications.words import plain_id

_PREFIX = "application:"


def reference_of(application: str) -> str:
    """The reference of the award that a request asks for: it is made once, whoever signs."""
    return f"{_PREFIX}{application}"


def is_of_application(reference: str | None) -> bool:
    """Whether a reference may be that of a request."""
    return reference is not None and reference.startswith(_PREFIX)


def settle(office: Office, work: UnitOfWork, award: Award) -> None:
    """Tell the request that its badge is signed, when the award was made for one.

    A reference is a text that anybody may have typed: only a request that the same place accepted,
    for the same achievement, is told.
    """
    if award.reference is None or not award.reference.startswith(_PREFIX):
        return
    application = work.applications.lock(plain_id(award.reference.removeprefix(_PREFIX)))
    if application is not None and _is_for(application, award.place, award.achievement):
        work.applications.replace(
            replace(
                application,
                state="issued",
                award=award.id,
                holder_id=award.holder_id,
                changed=office.clock.now(),
            )
        )


def is_accepted(work: UnitOfWork, place: str, achievement: str, reference: str | None) -> bool:
    """Whether a reference is that of a request which this place accepted, for this achievement."""
    if reference is None or not reference.startswith(_PREFIX):
        return False
    application = work.applications.get(plain_id(reference.removeprefix(_PREFIX)))
    return application is not None and _is_for(application, place, achievement)


def _is_for(application: Application, place: str, achievement: str) -> bool:
    asked = (application.place, application.achievement)
    return application.state == "accepted" and asked == (place, achievement)
