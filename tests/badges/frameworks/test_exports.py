"""The formats together: what is offered, what is refused, and the two tables."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from badges.errors import FrameworkError
from badges.frameworks import EXPORTS, FORMATS, export, load_tiers_lieux, sssom, table
from badges.i18n import LANGUAGES, catalogue
from badges.model.framework import CompetencyType, Coverage, MappingStatus, Relation, Words

BASE = "https://lieu.example"
ROOM = Path(__file__).parents[3] / "badges"


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_holds_every_competency(name: str) -> None:
    """Whatever the format, the forty competencies and their addresses are in it."""
    framework = load_tiers_lieux()
    text = export(framework, name, BASE)
    for item in framework.competencies:
        assert f"{BASE}/frameworks/tiers-lieux/{item.slug}" in text
    assert text == export(framework, name, BASE)
    assert text.endswith("\n")


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    """The error tells what can be asked for."""
    with pytest.raises(FrameworkError) as caught:
        export(load_tiers_lieux(), "xml", BASE)
    assert caught.value.params == {
        "format": "xml",
        "formats": "skos-jsonld, turtle, case, sssom, csv",
    }
    assert len({known.suffix for known in FORMATS}) == len(FORMATS)


def test_sssom_has_one_line_for_each_bridge() -> None:
    """A reviewer sees every bridge: both ends, the relation, versions, date and justification."""
    framework = load_tiers_lieux()
    lines = sssom.write(framework, BASE).splitlines()
    body = [line for line in lines if not line.startswith("#")]
    rows = list(csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == sum(len(item.matches) for item in framework.competencies)
    first = rows[0]
    assert first["predicate_id"] == "skos:broadMatch"
    assert first["object_id"] == f"{BASE}/frameworks/rome/300361"
    assert first["object_source_version"] == "4.0 v60 (18/09/2025)"
    assert first["mapping_justification"] == "semapv:ManualMappingCuration"
    assert first["other"] == "code=300361|kind=competence|status=proposed"
    assert None not in first.values()
    assert '#license: "https://creativecommons.org/licenses/by/4.0/"' in lines


def test_sssom_cells_cannot_break_the_table() -> None:
    """A tab or a line end in a label becomes a space."""
    framework = load_tiers_lieux()
    item = framework.competencies[0]
    match = replace(item.matches[0], label="un\tdeux\ntrois")
    edited = replace(framework, competencies=(replace(item, matches=(match,)),))
    assert "\tun deux trois\t" in sssom.write(edited, BASE)


def test_the_table_has_both_languages() -> None:
    """A spreadsheet shows one line for each competency, with all its texts."""
    rows = list(csv.DictReader(io.StringIO(table.write(load_tiers_lieux(), BASE), newline="")))
    assert len(rows) == 40
    row = next(row for row in rows if row["notation"] == "TL-FAB-05")
    assert row["statement_fr"] == "Je couds un objet utile."
    assert row["N1_en"] == "Sews a straight line with help"
    assert row["indicator_3_fr"] == "Contrôle et reprend ses finitions"
    assert "closeMatch ROME 4.0 v60 (18/09/2025) 101207 Couture" in row["official_matches"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_becomes_a_formula(start: str) -> None:
    """A label that a spreadsheet would execute is written as text."""
    framework = load_tiers_lieux()
    label = Words({"fr": f"{start}HYPERLINK()", "en": "x"})
    edited = replace(framework, competencies=(replace(framework.competencies[0], label=label),))
    row = next(csv.DictReader(io.StringIO(table.write(edited, BASE), newline="")))
    assert row["label_fr"] == f"'{start}HYPERLINK()"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_this_room_has_its_sentence(language: str) -> None:
    """Each code that the room raises or says is explained in both languages."""
    sources = [
        *ROOM.glob("frameworks/*.py"),
        *ROOM.glob("frameworks/case/*.py"),
        *(ROOM / "model" / f"{name}.py" for name in ("framework", "competencies", "validity")),
    ]
    written = "".join(path.read_text("utf-8") for path in sources)
    codes = set(re.findall(r'"(framework\.[a-z_.]+[a-z])"', written))
    codes -= {"framework.jsonld", "framework.ttl"}  # file names
    for kind, values in (
        ("relation", get_args(Relation)),
        ("status", get_args(MappingStatus)),
        ("coverage", get_args(Coverage)),
        ("type", get_args(CompetencyType)),
    ):
        codes |= {f"framework.{kind}.{value}" for value in values}
    assert len(codes) > 80
    assert codes <= catalogue("badges", language).keys()


def test_both_languages_have_the_same_codes() -> None:
    """No sentence of this room is missing in one language."""
    french, english = (
        {code for code in catalogue("badges", language) if code.startswith("framework.")}
        for language in LANGUAGES
    )
    assert french == english
