"""One person of a group, from what was typed to a line that every database can keep.

What cannot be kept as typed is told in the line's `problem`; nothing is cut or changed in silence.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache

from badges.model.framework import Framework
from issuer.errors import InvalidRequest
from issuer.model import Achievement, AwardRequest, Batch, BatchLine, EvidenceFile, ShownEvidence
from issuer.ports import Office, UnitOfWork
from issuer.services.batches.problems import Problem, problem_of, read_problem
from issuer.services.batches.tables import read_day
from issuer.services.commons.referentials import competency_in
from issuer.services.contacts import clean_email, clean_url
from issuer.services.orders import clean_hours
from issuer.services.texts import REFERENCE_LENGTH, clean_line, clean_text

WORD_LENGTH = 40
DATE_LENGTH = 40

_KEPT_LENGTH = 500
_SHOWN = 100
_LANGUAGES = ("fr", "en")
_OURS = ("application:", "batch:")
"""How the references begin that we give: typed by hand, they would stand for what others do."""


def _typed_reference(text: str, field: str) -> str:
    """A reference that somebody typed.

    Raises:
        InvalidRequest: it is of the form that only we give.
    """
    reference = clean_line(text, field, limit=REFERENCE_LENGTH)
    if _is_ours(reference):
        raise InvalidRequest("batch.reference_taken", field=field, reference=reference[:_SHOWN])
    return reference


def _is_ours(reference: str | None) -> bool:
    # Most references have no colon, and no other sign becomes one.
    return reference is not None and ":" in reference and reference.casefold().startswith(_OURS)


_CLEANERS: Mapping[str, Callable[[str, str], str | None]] = {
    "name": clean_line,
    "email": clean_email,
    "level": lambda text, field: clean_line(text, field, limit=WORD_LENGTH),
    "narrative": clean_text,
    "evidence_url": clean_url,
    "awarded": lambda text, field: clean_line(read_day(text), field, limit=DATE_LENGTH),
    "valid_until": lambda text, field: clean_line(read_day(text), field, limit=DATE_LENGTH),
    "hours": lambda text, _: clean_hours(text),
    "reference": _typed_reference,
}
VALUES = tuple(_CLEANERS)
"""What can be said of one person, in the order of the columns."""
_NOTHING = dict.fromkeys(VALUES)

Scale = Mapping[str, str]


def scale_of(office: Office, work: UnitOfWork, definition: Achievement) -> Scale:
    """The words that stand for a level of the main competency: its code, its name, its number.

    Raises:
        NotFound: the competency is published here no more.
    """
    framework, _ = competency_in(office, work, definition.competencies[0].notation)
    return _words_of(framework)


def make_line(
    batch_id: str,
    number: int,
    values: Mapping[str, str | None],
    scale: Scale,
    *,
    problem: Problem | None = None,
    reference: str | None = None,
) -> BatchLine:
    """The line that was typed; the first thing to mend is its `problem`.

    `reference` is one that we give, whatever was typed.
    """
    kept = dict(_NOTHING)
    for name, clean in _CLEANERS.items():
        typed = values.get(name)
        if typed and not typed.isspace():
            try:
                kept[name] = clean(typed, name)
            except InvalidRequest as error:
                kept[name] = _storable(typed)
                problem = problem or problem_of(error)
        elif name == "name":
            problem = problem or Problem("text.empty", {"field": "name"})
    return BatchLine(
        batch=batch_id,
        number=number,
        name=kept["name"] or "",
        email=kept["email"],
        level=_level(kept["level"], scale),
        narrative=kept["narrative"],
        evidence_url=kept["evidence_url"],
        awarded=kept["awarded"],
        valid_until=kept["valid_until"],
        hours=kept["hours"],
        reference=reference or kept["reference"],
        problem=None if problem is None else problem.as_record(),
    )


def change_line(line: BatchLine, changes: Mapping[str, str | None], scale: Scale) -> BatchLine:
    """The line with some values changed; what was to mend elsewhere in it stays to mend."""
    before = read_problem(line.problem)
    if before is not None and (before.field in changes or line.state == "refused"):
        before = None
    values = {name: getattr(line, name) for name in VALUES} | dict(changes)
    given = None if "reference" in changes or not _is_ours(line.reference) else line.reference
    if given is not None:
        values["reference"] = None
    made = make_line(line.batch, line.number, values, scale, problem=before, reference=given)
    return line._replace(**{name: getattr(made, name) for name in VALUES}, problem=made.problem)


def change_value(name: str, text: str | None) -> str | None:
    """One value of a whole group, cleaned.

    Raises:
        InvalidRequest: it is not acceptable.
    """
    return _CLEANERS[name](text, name) if text and text.strip() else None


def request_of(
    office: Office,
    batch: Batch,
    line: BatchLine,
    files: tuple[EvidenceFile, ...],
    *,
    now: datetime | None = None,
) -> AwardRequest:
    """What is asked for one line: its own words, else those of the group.

    The reference makes it repeatable: whoever signs the line a second time gets the same badge.
    Where no day is given it is that of the confirmation, however long the line waits.
    """
    return AwardRequest(
        achievement=batch.achievement,
        name=line.name,
        email=line.email,
        level=line.level,
        evidence_url=line.evidence_url,
        narrative=line.narrative or batch.narrative,
        valid_until=line.valid_until or batch.valid_until,
        awarded=line.awarded or batch.awarded or _confirmed(batch, now or office.clock.now()),
        reference=reference_of(batch, line),
        place=batch.place,
        evidence=tuple(_shown(office, file) for file in files),
        holder_id=line.holder_id,
        hours=line.hours or batch.hours,
    )


def reference_of(batch: Batch, line: BatchLine) -> str:
    """What makes a line repeatable: its own reference, or one that we give."""
    return line.reference or f"batch:{batch.id}:{line.number}"


def _confirmed(batch: Batch, now: datetime) -> datetime | None:
    """When the group was confirmed; at most now, should the clocks of two machines differ."""
    return None if batch.confirmed is None else min(batch.confirmed, now)


def _shown(office: Office, file: EvidenceFile) -> ShownEvidence:
    """The address of a file, whose door its holder opens or shuts; never its own name."""
    return ShownEvidence(
        url=f"{office.settings.base_url}/evidence/{file.id}",
        genre=_GENRES.get(file.media_type.partition("/")[0], "Document"),
    )


_GENRES = {"image": "Photo", "audio": "Audio"}


def _storable(typed: str) -> str | None:
    """What was typed, to be mended where it stands; None when a database could not hold it."""
    text = typed.strip()
    return text if len(text) <= _KEPT_LENGTH and text.isprintable() else None


def _level(text: str | None, scale: Scale) -> str | None:
    if text is None:
        return None
    code = scale.get(_folded(text), text)
    return code if len(code) <= WORD_LENGTH else code[:WORD_LENGTH]


def _words_of(framework: Framework) -> Scale:
    words: dict[str, str] = {}
    for rank, level in enumerate(framework.levels, 1):
        said = (level.code, str(rank), *(level.label.say(tongue) for tongue in _LANGUAGES))
        for word in said:
            words.setdefault(_folded(word), level.code)
            words.setdefault(_folded(f"niveau {word}"), level.code)
    return words


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if sign.isalnum())
