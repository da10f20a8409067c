"""From requests that were accepted to a group that is signed: of one person, or of a whole poster.

Each line has the reference of its request, so its badge is made once, whoever signs it again.
"""

from collections.abc import Sequence
from dataclasses import replace

from issuer.errors import Conflict
from issuer.model import Application, Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.applications.posters import askable
from issuer.services.applications.settling import reference_of
from issuer.services.batches.confirming import start
from issuer.services.batches.lines import Scale, make_line, scale_of
from issuer.services.batches.looking import problem_in
from issuer.services.journal import note
from issuer.services.people import Contributor


def award_all(
    office: Office,
    work: UnitOfWork,
    by: Contributor,
    applications: Sequence[Application],
    *,
    quote: bool = False,
) -> Batch:
    """A confirmed group of these people, who asked one place for one badge.

    What was shown goes with each line, its door shut. The learner's own words and address enter the
    badge only with `quote`, since a badge is read by others: they must have agreed.

    Raises:
        NotAllowed: `by` awards nothing for that place, or the place may not award the badge.
        Conflict: the achievement is archived, or a badge cannot be signed as it stands.
    """
    first = applications[0]
    people.require(work, by, "award.issue", first.place)
    definition = askable(work, first.place, first.achievement)
    scale = scale_of(office, work, definition)
    batch = Batch(
        id=office.identifiers.uuid(),
        place=first.place,
        achievement=definition.slug,
        title=definition.name,
        created=office.clock.now(),
        author=by.person,
        author_name=by.name,
    )
    work.batches.add(batch)
    note(office, work, by.name, "batch.create", place=batch.place, subject=batch.id)
    for number, application in enumerate(applications, 1):
        _add(office, work, batch, _line(batch, number, application, scale, quote=quote))
        _hand_over(office, work, batch, number, application)
    return start(office, work, batch, by.name)


def _line(
    batch: Batch, number: int, application: Application, scale: Scale, *, quote: bool
) -> BatchLine:
    return make_line(
        batch.id,
        number,
        {
            "name": application.name,
            "email": application.email,
            "level": application.level,
            "narrative": application.text if quote else None,
            "evidence_url": application.evidence_url if quote else None,
        },
        scale,
        reference=reference_of(application.id),
    )


def _add(office: Office, work: UnitOfWork, batch: Batch, line: BatchLine) -> None:
    """Keep a line that can be signed.

    Raises:
        Conflict: it cannot; the whole group is undone.
    """
    work.batches.put_lines([line])
    problem, _ = problem_in(office, work, batch, line)
    if problem is not None:
        raise Conflict(problem.code, **problem.params)


def _hand_over(
    office: Office, work: UnitOfWork, batch: Batch, number: int, application: Application
) -> None:
    """What was shown belongs to the line now, and the request waits for its badge."""
    for file in work.evidence.of_application(application.id):
        if file.award is None:
            work.evidence.replace(replace(file, batch=batch.id, number=number))
    work.applications.replace(
        replace(application, state="accepted", answer=None, changed=office.clock.now())
    )
