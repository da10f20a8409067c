"""Importing a referential: whole or not at all, the same again changes nothing."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux
from badges.model.concepts import Concept, Link, Reading, RowProblem, Scheme
from issuer.errors import Conflict, InvalidRequest, RowsRefused
from issuer.model import Bridge
from issuer.services import journal
from issuer.services.commons import referentials
from issuer.services.commons.reopening import why_reopened
from issuer.services.official import importing
from issuer.services.official.importing import ImportReport, import_reading
from tests.issuer.world import Town

SCHEME = Scheme(key="metiers", name="Métiers du lieu", version="1", language="fr")
SEWING = Concept("A1", "savoir", "Couture")
CUTTING = Concept("A2", "savoir", "Découpe laser", definition="Découper avec un laser.")
WELCOME = Concept("A3", "savoir", "Accueil")
BAD = RowProblem("metiers.csv", 7, "reader.cell_missing", {"column": "label"})
THREE = (SEWING, CUTTING, WELCOME)


def reading(
    *rows: Concept | RowProblem,
    scheme: Scheme = SCHEME,
    links: Iterable[Link | RowProblem] = (),
) -> Reading:
    """Files already opened, that bring these rows."""
    return Reading(scheme, iter(rows), links)


def bring(
    town: Town,
    *rows: Concept | RowProblem,
    scheme: Scheme = SCHEME,
    skip_bad: bool = False,
    force: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    """Import these rows as an edition of the scheme."""
    return import_reading(
        town.office,
        reading(*rows, scheme=scheme),
        actor="zoe",
        skip_bad=skip_bad,
        force=force,
        dry_run=dry_run,
    )


def labels(town: Town) -> list[str]:
    """What the scheme holds now."""
    with town.office.store.read() as work:
        return [concept.label for concept in work.concepts.all("metiers")]


def test_a_first_import_holds_everything(town: Town) -> None:
    """The items are kept with their scheme and a line in the journal."""
    report = bring(town, *THREE)
    assert (report.changes.added, report.problem_count) == (3, 0)
    assert labels(town) == ["Couture", "Découpe laser", "Accueil"]
    (entry,) = journal.read(town.office, subject="metiers 1")
    assert (entry.action, entry.actor) == ("framework.import", "zoe")
    with town.office.store.read() as work:
        kept = work.concepts.scheme("metiers")
    assert kept is not None
    assert (kept.scheme, kept.concepts, kept.imported) == (SCHEME, 3, town.clock.now())


def test_the_same_again_changes_nothing(town: Town) -> None:
    """A second import counts every item as unchanged."""
    bring(town, *THREE)
    changes = bring(town, *THREE).changes
    assert (changes.any, changes.unchanged) == (False, 3)


def test_a_new_edition_tells_what_changed(village: Town) -> None:
    """New, renamed, gone and returned items are told by their codes and labels."""
    bring(village, *THREE)
    renamed = replace(SEWING, label="Coudre")
    changes = bring(village, renamed, CUTTING, Concept("A4", "savoir", "Cuisine")).changes
    assert (changes.added, changes.changed, changes.gone, changes.unchanged) == (1, 1, 1, 1)
    told = {(change.what, change.code, change.before, change.after) for change in changes.details}
    assert ("changed", "A1", "Couture", "Coudre") in told
    assert ("gone", "A3", "Accueil", None) in told
    assert bring(village, *THREE, Concept("A4", "savoir", "Cuisine")).changes.back == 1


def test_bad_rows_refuse_the_whole_import(town: Town) -> None:
    """One unreadable row: nothing is kept, and the error carries every bad row, not the first."""
    again = replace(BAD, line=9)
    with pytest.raises(RowsRefused) as refusal:
        bring(town, SEWING, BAD, CUTTING, again)
    assert refusal.value.problems == (BAD, again)
    assert refusal.value.count == 2
    assert labels(town) == []
    assert journal.read(town.office, subject="metiers 1") == ()


def test_a_refused_import_leaves_the_edition_that_was_there(town: Town) -> None:
    """What was kept before is whole after a failure in the middle."""
    bring(town, *THREE)
    with pytest.raises(RowsRefused):
        bring(town, replace(SEWING, label="Autre"), BAD)
    assert labels(town) == ["Couture", "Découpe laser", "Accueil"]


def test_bad_links_refuse_the_import_too(village: Town) -> None:
    """A bad row among the links counts like one among the items."""
    links = (Link("A1", "essential", "A2"), BAD)
    with pytest.raises(RowsRefused) as refusal:
        import_reading(village.office, reading(*THREE, links=links), actor="zoe")
    assert refusal.value.problems == (BAD,)
    assert labels(village) == []


def test_bad_rows_can_be_left_out(village: Town) -> None:
    """With `skip_bad` the rest is imported and the rows left out are listed."""
    report = bring(village, SEWING, BAD, CUTTING, skip_bad=True)
    assert report.problems == (BAD,)
    assert labels(village) == ["Couture", "Découpe laser"]


def test_only_the_first_problems_are_told_in_full(village: Town) -> None:
    """All are counted, two hundred are listed: a broken file does not fill the memory."""
    many = (replace(BAD, line=line) for line in range(1, 1001))
    report = bring(village, SEWING, *many, skip_bad=True)
    assert (len(report.problems), report.problem_count) == (importing.PROBLEMS_SHOWN, 1000)


@pytest.mark.parametrize(
    ("concept", "code"),
    [
        (replace(CUTTING, code="A1"), "import.code_again"),
        (replace(CUTTING, label=""), "import.item"),
        (replace(CUTTING, code=""), "import.item"),
        (replace(CUTTING, kind="k" * 41), "import.item"),
        (replace(CUTTING, definition="zéro\0"), "import.not_text"),
        (replace(CUTTING, texts=("demi-paire \ud800",)), "import.not_text"),
        (replace(CUTTING, notes={"clé": "\0"}), "import.not_text"),
        (replace(CUTTING, code="A2\x1b[31m"), "import.not_text"),
        (replace(CUTTING, code="A\u202e2"), "import.not_text"),
        (replace(CUTTING, kind="savoir\x07"), "import.not_text"),
        (replace(CUTTING, label="\u200b\xad"), "import.item"),
        (replace(CUTTING, label="\x92 \u202e"), "import.item"),
    ],
)
def test_items_that_cannot_be_kept_are_problems(village: Town, concept: Concept, code: str) -> None:
    """Whatever reader brings it, an item without code, twice, or not of text is set aside."""
    report = bring(village, SEWING, concept, WELCOME, skip_bad=True)
    assert [problem.code for problem in report.problems] == [code]
    assert labels(village) == ["Couture", "Accueil"]


def test_nothing_is_not_a_referential(village: Town) -> None:
    """Empty files are refused, over a filled scheme as over none, unless one insists."""
    with pytest.raises(InvalidRequest, match=r"import\.empty"):
        bring(village)
    bring(village, *THREE)
    with pytest.raises(InvalidRequest, match=r"import\.empty"):
        bring(village)
    assert labels(village) == ["Couture", "Découpe laser", "Accueil"]
    assert bring(village, force=True).changes.gone == 3


def test_the_wrong_folder_is_refused(village: Town) -> None:
    """An import by which most items would be gone is refused, unless one insists."""
    bring(village, *THREE)
    with pytest.raises(Conflict, match=r"import\.most_gone") as refusal:
        bring(village, SEWING)
    assert (refusal.value.params["gone"], refusal.value.params["before"]) == (2, 3)
    assert len(labels(village)) == 3
    assert bring(village, SEWING, force=True).changes.gone == 2


def test_a_rehearsal_keeps_nothing(town: Town) -> None:
    """With `dry_run` the report is that of an import, and nothing is written."""
    assert bring(town, *THREE, dry_run=True).changes.added == 3
    assert labels(town) == []
    assert journal.read(town.office, subject="metiers 1") == ()


@pytest.mark.parametrize("key", ["", "Métiers", "a b", "../x", "search", "compare", "x" * 61])
def test_a_key_is_fit_for_an_address(village: Town, key: str) -> None:
    """Keys with blanks, accents or slashes, too long or reserved are refused."""
    with pytest.raises(InvalidRequest, match=r"import\.key"):
        bring(village, SEWING, scheme=replace(SCHEME, key=key))
    assert labels(village) == []


@pytest.mark.parametrize(
    ("scheme", "field"),
    [(replace(SCHEME, name=" "), "name"), (replace(SCHEME, version=" "), "edition")],
)
def test_a_scheme_has_a_name_and_an_edition(village: Town, scheme: Scheme, field: str) -> None:
    """Without them nobody knows what a code means."""
    with pytest.raises(InvalidRequest) as refusal:
        bring(village, SEWING, scheme=scheme)
    assert refusal.value.params["field"] == field


def test_files_that_break_in_the_middle_leave_nothing(village: Town) -> None:
    """An error of the reader itself undoes what was written before it."""

    def broken() -> Iterable[Concept]:
        yield SEWING
        raise FrameworkError("reader.too_many_rows", file="metiers.csv", limit=1)

    with pytest.raises(FrameworkError):
        import_reading(village.office, Reading(SCHEME, iter(broken())), actor="zoe")
    assert labels(village) == []


def test_progress_is_told_row_by_row(village: Town) -> None:
    """Every row read is counted, good or bad, links included."""
    told: list[int] = []
    import_reading(
        village.office,
        reading(SEWING, BAD, CUTTING, links=[Link("A1", "related", "A2")]),
        actor="zoe",
        skip_bad=True,
        progress=told.append,
    )
    assert told == [1, 2, 3, 4]


def test_a_framework_of_ours_is_not_overwritten(village: Town) -> None:
    """Its short name cannot be taken by an official referential."""
    with pytest.raises(Conflict, match=r"import\.key_taken"):
        bring(village, SEWING, scheme=replace(SCHEME, key="tiers-lieux"))
    with village.office.store.read() as work:
        kept = work.concepts.scheme("tiers-lieux")
    assert kept is not None
    assert kept.concepts == 40


CITED = {
    match.code: Concept(match.code, match.kind, match.label)
    for competency in load_tiers_lieux().competencies
    for match in competency.matches
    if match.framework == "ROME"
}
SEWN = "101207"


def rome(
    town: Town,
    *,
    version: str,
    key: str = "rome",
    label: str | None = "Couture",
    dry_run: bool = False,
) -> ImportReport:
    """Import a ROME that has the items that we cite, one of them renamed, or gone (None)."""
    scheme = Scheme(key=key, name="ROME", version=version, language="fr")
    items = CITED | ({SEWN: replace(CITED[SEWN], label=label)} if label else {})
    kept = (item for code, item in items.items() if label or code != SEWN)
    return bring(town, *kept, scheme=scheme, dry_run=dry_run)


def bridge(town: Town) -> Bridge:
    """The bridge from TL-FAB-05 to the savoir « Couture »."""
    competency = referentials.default(town.office).find("TL-FAB-05")
    with town.office.store.read() as work:
        found = work.bridges.find("tiers-lieux", str(competency.uuid), "ROME", "101207")
    assert found is not None
    return found


def test_an_edition_with_the_same_labels_touches_no_bridge(village: Town) -> None:
    """The bridge stays as it was, and takes the number of the edition."""
    assert rome(village, version="4.0 v61").touched == ()
    assert (bridge(village).status, bridge(village).version) == ("proposed", "4.0 v61")


def test_a_new_label_reopens_the_bridges_to_it(town: Town) -> None:
    """The report tells which bridge was reviewed with which label, and what it is called now."""
    rome(town, version="4.0 v60")
    (touched,) = rome(town, label="Couture créative", version="4.0 v61").touched
    assert (touched.code, touched.label, touched.status) == (SEWN, "Couture", "reopened")
    why = why_reopened(touched)
    assert why is not None
    assert (why.code, why.what) == ("bridge.reopened.renamed", "Couture créative")
    assert bridge(town) == touched
    assert rome(town, label="Couture créative", version="4.0 v61").touched == ()


def test_a_code_that_is_gone_reopens_the_bridges_to_it(village: Town) -> None:
    """The bridge stays, and says which edition has its item no more."""
    rome(village, version="4.0 v60")
    (touched,) = rome(village, label=None, version="4.0 v61").touched
    why = why_reopened(touched)
    assert why is not None
    assert (why.code, why.what) == ("bridge.reopened.gone", "4.0 v61")


def test_a_rehearsal_reopens_nothing(village: Town) -> None:
    """What it would touch is told, and stays as it was."""
    rome(village, version="4.0 v60")
    assert len(rome(village, label="Coudre", version="4.0 v61", dry_run=True).touched) == 1
    assert (bridge(village).status, bridge(village).version) == ("proposed", "4.0 v60")


def test_an_old_edition_beside_the_other_touches_no_bridge(village: Town) -> None:
    """Kept under a key of its own, it takes the key into its name: bridges mean the other one."""
    rome(village, version="4.0 v60")
    assert rome(village, label="Couture à la main", version="3", key="rome-2016").touched == ()
    with village.office.store.read() as work:
        names = {kept.scheme.key: kept.scheme.name for kept in work.concepts.schemes()}
    assert names["rome-2016"] == "ROME (rome-2016)"
    assert names["rome"] == "ROME"
