"""What the records say of one person, as plain values: for machines as JSON, for people as a page.

Who reads decides what is there. The team of a place never learns what a holder chose to show; the
reasons in the journal are the place's to hand out. Words and digests that open something are in no
export.
"""

from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import datetime
from typing import Any, Literal

from badges.encoding import encode_instant
from issuer.model import (
    Application,
    Award,
    BatchLine,
    EvidenceFile,
    Holder,
    ImportedBadge,
    JournalEntry,
    Letter,
    Person,
    Portfolio,
)
from issuer.ports import UnitOfWork

Reader = Literal["holder", "team", "operator"]
"""Who is handed the export: the person themselves, the team of their place, or the operator."""

Record = dict[str, Any]

_Kept = (
    Holder
    | Award
    | Application
    | BatchLine
    | Letter
    | EvidenceFile
    | ImportedBadge
    | Person
    | Portfolio
)

JOURNAL_READ = 100_000
"""Lines of the journal that are looked through for those of one account."""

_SECRET = frozenset(
    {"lookup", "email_lookup", "generation", "link", "json", "jwt", "status", "digest"}
)
_CHOSEN = frozenset({"choice", "shown"})
_PAGE = 1_000


@dataclass
class Collected:
    """The records about somebody by section, and the badges and files to hand out with them."""

    sections: dict[str, list[Record]] = field(default_factory=dict)
    awards: list[Award] = field(default_factory=list)
    files: list[EvidenceFile] = field(default_factory=list)
    imports: list[ImportedBadge] = field(default_factory=list)
    portfolios: list[Portfolio] = field(default_factory=list)

    def add(self, section: str, record: Record) -> None:
        """Put one more record at the end of a section."""
        self.sections.setdefault(section, []).append(record)


def collect_holder(work: UnitOfWork, holder: Holder, reader: Reader, into: Collected) -> None:
    """Everything behind one card."""
    into.add("cards", _plain(holder, reader))
    for award in work.awards.of_holder(holder.id):
        collect_award(work, award, reader, into)
    for application in work.applications.of_holder(holder.id):
        collect_application(work, application, reader, into)
    for letter in work.letters.concerning(holder.id):
        collect_letter(letter, reader, into)
    if reader != "team":
        for badge in work.imported_badges.of_holder(holder.id):
            _collect_import(badge, reader, into)
        _collect_portfolio(work, holder, reader, into)
    _collect_journal(work, holder.id, reader, into)


def collect_award(work: UnitOfWork, award: Award, reader: Reader, into: Collected) -> None:
    """One badge, the line of the group that it came from, and what was shown for it."""
    into.awards.append(award)
    into.add("badges", _plain(award, reader))
    line = work.batches.line_of(award.id)
    if line is not None:
        collect_line(line, reader, into)
    for file in work.evidence.of_award(award.id):
        _collect_file(file, reader, into)
    _collect_journal(work, award.id, reader, into)


def collect_application(
    work: UnitOfWork, application: Application, reader: Reader, into: Collected
) -> None:
    """One request, what the place said of it, and what was shown; reviewers are not named."""
    said = [
        {"verdict": item.verdict, "words": item.words, "instant": encode_instant(item.instant)}
        for item in work.applications.assessments(application.id)
    ]
    into.add("requests", _plain(application, reader) | {"assessments": said})
    for file in work.evidence.of_application(application.id):
        _collect_file(file, reader, into)
    for letter in work.letters.concerning(application.id):
        collect_letter(letter, reader, into)


def collect_line(line: BatchLine, reader: Reader, into: Collected) -> None:
    """One line of a group."""
    into.add("groups", _plain(line, reader))


def collect_letter(letter: Letter, reader: Reader, into: Collected) -> None:
    """The facts of one letter, its words left out: they may open something."""
    record = _plain(letter, reader)
    del record["text"]
    if record not in into.sections.get("letters", []):
        into.add("letters", record)


def collect_account(work: UnitOfWork, person: Person, reader: Reader, into: Collected) -> None:
    """The account of somebody who works here, and what they did for places."""
    roles = {item.place: item.role for item in work.people.memberships(person.id)}
    password = work.entrance.password(person.id)
    passkeys = [
        {"name": key.name, "created": _value(key.created), "used": _value(key.used)}
        for key in work.entrance.passkeys(person.id)
    ]
    sessions = [_value(item.created) for item in work.people.sessions(person.id)]
    into.add(
        "accounts",
        _plain(person, reader)
        | {"roles": roles, "password_changed": _value(password.changed) if password else None}
        | {"passkeys": passkeys, "sessions": sessions},
    )
    for letter in work.letters.concerning(person.id):
        collect_letter(letter, reader, into)
    _collect_acts(work, person, into)


def _collect_acts(work: UnitOfWork, person: Person, into: Collected) -> None:
    """The lines of the journal under a name, the latest first; never about whom they are."""
    before: int | None = None
    for _ in range(JOURNAL_READ // _PAGE):
        read = work.journal.list(before=before, limit=_PAGE)
        for entry in read:
            if entry.actor == person.name:
                into.add("acts", _line(entry) | {"subject": entry.subject})
        if len(read) < _PAGE:
            return
        before = read[-1].number


def _collect_file(file: EvidenceFile, reader: Reader, into: Collected) -> None:
    if file.id not in {known.id for known in into.files}:
        into.files.append(file)
        into.add("evidence", _plain(file, reader))


def _collect_import(badge: ImportedBadge, reader: Reader, into: Collected) -> None:
    """A badge that its holder brought from elsewhere, which is no business of the place."""
    into.imports.append(badge)
    record = _plain(badge, reader) | {"report": _said(dict(badge.report))}
    del record["holder"]
    into.add("imports", record)


def _collect_portfolio(work: UnitOfWork, holder: Holder, reader: Reader, into: Collected) -> None:
    """The portfolio of a card and the ids of its badges, which is no business of the place."""
    portfolio = work.portfolios.of_holder(holder.id)
    if portfolio is not None:
        into.portfolios.append(portfolio)
        record = _plain(portfolio, reader)
        del record["holder"]
        chosen = [item.award or item.imported for item in work.portfolios.items(portfolio.id)]
        into.add("portfolios", record | {"badges": chosen})


def _said(value: Any) -> Any:
    """What a badge says, without what it leaves unsaid."""
    if isinstance(value, dict):
        return {name: _said(item) for name, item in value.items() if item not in (None, [])}
    return [_said(item) for item in value] if isinstance(value, list) else value


def _collect_journal(work: UnitOfWork, subject: str, reader: Reader, into: Collected) -> None:
    """What was done about one thing; who did it is not told, and why is the place's to tell."""
    for entry in work.journal.list(subject=subject, limit=_PAGE):
        reason = {} if reader == "holder" else {"reason": entry.reason}
        into.add("journal", _line(entry) | {"subject": subject} | reason)


def _line(entry: JournalEntry) -> Record:
    return {"instant": _value(entry.instant), "action": entry.action, "place": entry.place}


def _plain(kept: _Kept, reader: Reader) -> Record:
    """The fields of a record that have a value and may be handed out."""
    hidden = _SECRET | _CHOSEN if reader == "team" else _SECRET
    fields = asdict(kept) if is_dataclass(kept) else kept._asdict()
    return {
        name: _value(value)
        for name, value in fields.items()
        if value is not None and name not in hidden
    }


def _value(value: object) -> object:
    return encode_instant(value) if isinstance(value, datetime) else value
