"""The official referentials as plain lists of texts, read from the files beside the checkout.

What is searched in each corpus is fixed here, and described in docs/reference/referential.md.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from badges.model.wording import fold, searchable

_ROME = "rome-4.0-v60/unix_{}_v460_utf8.csv"
ESCO_SKILLS = "esco-fr-2026-08/skills_fr.csv"
_DIGCOMP = "digcomp-3.0/DigComp 3.0 Data Supplement 24 Nov 2025.jsonld"


@cache
def rows(folder: Path, path: str) -> tuple[dict[str, str], ...]:
    """The rows of one CSV file."""
    with (folder / path).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def rome(folder: Path, table: str) -> tuple[dict[str, str], ...]:
    """The rows of one table of ROME 4.0 version 60."""
    return rows(folder, _ROME.format(table))


@cache
def digcomp(folder: Path) -> tuple[dict[str, Any], ...]:
    """The nodes of the data supplement of DigComp 3.0."""
    return tuple(json.loads((folder / _DIGCOMP).read_text("utf-8"))["@graph"])


def _column(folder: Path, table: str, name: str) -> list[str]:
    return [row[name] for row in rome(folder, table)]


def _joined(records: Iterable[Mapping[str, Any]], *names: str) -> list[str]:
    return [" | ".join(str(record.get(name, "")) for name in names) for record in records]


def _texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    labels = ("preferredLabel", "altLabels")
    yield "romeCompetences", _column(folder, "referentiel_competence", "libelle_competence")
    yield "romeSavoirs", _column(folder, "referentiel_savoir", "libelle_savoir")
    occupations = _column(folder, "referentiel_code_rome", "libelle_rome")
    titles = _column(folder, "referentiel_appellation", "libelle_appellation_long")
    yield "romeOccupations", occupations + titles
    definitions = _column(folder, "referentiel_competence", "definition")
    yield "romeTexts", _column(folder, "texte", "libelle_texte") + definitions
    for key, name in (("escoSkills", "skills"), ("escoOccupations", "occupations")):
        yield key, _joined(rows(folder, f"esco-fr-2026-08/{name}_fr.csv"), *labels)
    old = rows(folder, "esco-v1.0-2020/skills_fr.csv")
    yield "escoSkills2020", _joined(old, *labels, "description")
    yield "digcomp", _joined(digcomp(folder), "name", "description", "explanation")


@cache
def corpora(folder: Path) -> dict[str, tuple[str, ...]]:
    """Every corpus by its key, empty entries left out, each entry made searchable."""
    return {
        key: tuple(entry for text in texts if (entry := _separated(text)))
        for key, texts in _texts(folder)
    }


@cache
def labels(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The official label of each code, by framework and kind of item."""
    return {
        ("ROME", "competence"): {
            row["code_ogr"]: row["libelle_competence"]
            for row in rome(folder, "referentiel_competence")
        },
        ("ROME", "savoir"): {
            row["code_ogr_savoir"]: row["libelle_savoir"]
            for row in rome(folder, "referentiel_savoir")
        },
        ("ROME", "fiche"): {
            row["code_rome"]: row["libelle_rome"] for row in rome(folder, "referentiel_code_rome")
        },
        ("ESCO", "skill"): {
            row["conceptUri"].rsplit("/", 1)[-1]: row["preferredLabel"]
            for row in rows(folder, ESCO_SKILLS)
        },
        ("DigComp", "competence"): {
            node["@id"].rsplit("/", 1)[-1]: node["name"]
            for node in digcomp(folder)
            if node["@type"] == "Competence"
        },
    }


def _separated(text: str) -> str:
    """The words of each label of an entry; `0` between labels, so that no term spans two."""
    return "0".join(searchable(part) for part in text.split("|") if fold(part))
