"""The journal of a place, for who manages it: page by page, and as a table without formulas."""

import csv
import io

import pytest

from issuer.errors import NotAllowed, NotFound
from issuer.services import journal_pages
from issuer.services.journal import note
from tests.issuer.services.people.crew import Crew

COLUMNS = ["number", "instant", "actor", "action", "subject", "reason"]


def _write(
    crew: Crew, times: int, action: str = "award.issue", place: str | None = "jardin"
) -> None:
    with crew.office.store.write() as work:
        for number in range(times):
            note(crew.office, work, "Chloé", action, place=place, subject=f"subject-{number}")


def test_pages_follow_each_other(both: Crew) -> None:
    """Fifty lines a page, newest first, each line once, none after the last."""
    _write(both, 120)
    seen: list[int] = []
    before: int | None = None
    for expected in (50, 50, 20):
        page = journal_pages.page(
            both.office, both.by("Chloé"), "jardin", action="award.issue", before=before
        )
        assert len(page.entries) == expected
        seen += [entry.number for entry in page.entries]
        before = page.older
    assert before is None
    assert seen == sorted(set(seen), reverse=True)


def test_one_action_can_be_picked(both: Crew) -> None:
    """The other lines are left out; an action that nobody ever did has none."""
    _write(both, 3)
    _write(both, 2, "award.revoke")
    by = both.by("Chloé")
    picked = journal_pages.page(both.office, by, "jardin", action="award.revoke")
    assert [entry.action for entry in picked.entries] == ["award.revoke"] * 2
    for action in ("nothing", "\x00", "é" * 900):
        assert journal_pages.page(both.office, by, "jardin", action=action).entries == ()


@pytest.mark.parametrize(("before", "count"), [(0, 0), (-5, 0), (10**30, 3), (None, 3)])
def test_any_number_may_be_asked_for(both: Crew, before: int | None, count: int) -> None:
    """However large or small, it is no failure of the database."""
    _write(both, 3)
    page = journal_pages.page(
        both.office, both.by("Chloé"), "jardin", action="award.issue", before=before
    )
    assert len(page.entries) == count


def test_lines_of_other_places_are_not_there(crew: Crew) -> None:
    """Neither those of another place, nor those of no place, on pages and in the table."""
    _write(crew, 2, place="atelier")
    _write(crew, 2, place=None)
    page = journal_pages.page(crew.office, crew.by("Chloé"), "jardin")
    assert {entry.place for entry in page.entries} == {"jardin"}
    assert "subject-" not in journal_pages.export(crew.office, crew.by("Chloé"), "jardin")


@pytest.mark.parametrize("name", ["Bruno", "Awa Diop"])
def test_only_who_manages_the_place_reads_its_journal(crew: Crew, name: str) -> None:
    """A facilitator reads none, and a manager none of another place."""
    place = "atelier" if name == "Bruno" else "jardin"
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        journal_pages.page(crew.office, crew.by(name), place)
    with pytest.raises(NotAllowed, match=r"person\.not_allowed"):
        journal_pages.export(crew.office, crew.by(name), place)
    with pytest.raises(NotFound, match=r"place\.unknown"):
        journal_pages.page(crew.office, crew.by(name), "nowhere")


def test_the_table_has_every_line_and_no_formula(both: Crew) -> None:
    """A cell that a spreadsheet would execute is text; a line break stays in its line."""
    with both.office.store.write() as work:
        note(
            both.office,
            work,
            "=cmd|' /C calc'!A0",
            "award.revoke",
            place="jardin",
            subject="+1",
            reason='-2, "quoted"\nand more; @x',
        )
    text = journal_pages.export(both.office, both.by("Chloé"), "jardin")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == COLUMNS
    assert rows[1][1:] == [
        "2026-11-22T12:00:00Z",
        "'=cmd|' /C calc'!A0",
        "award.revoke",
        "'+1",
        '\'-2, "quoted" and more; @x',
    ]
    assert rows[2][3] == "person.join"
    assert all(len(row) == len(COLUMNS) for row in rows)


def test_the_table_is_bounded(crew: Crew, monkeypatch: pytest.MonkeyPatch) -> None:
    """The latest lines, no more than the limit, each once."""
    monkeypatch.setattr(journal_pages, "EXPORT_LIMIT", 25)
    monkeypatch.setattr(journal_pages, "_CHUNK", 10)
    _write(crew, 40)
    text = journal_pages.export(crew.office, crew.by("Chloé"), "jardin")
    numbers = [int(row[0]) for row in list(csv.reader(io.StringIO(text)))[1:]]
    assert len(numbers) == 25
    assert numbers == sorted(set(numbers), reverse=True)
