"""The official referentials as plain lists of texts, read from the files beside the checkout.

What is searched in each corpus is fixed here, and described in docs/reference/referential.md.
"""

import csv
import json
from collections.abc import Iterator
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


def _texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    esco, old = "esco-fr-2026-08/{}_fr.csv", "esco-v1.0-2020/skills_fr.csv"
    yield (
        "romeCompetences",
        [row["libelle_competence"] for row in rome(folder, "referentiel_competence")],
    )
    yield "romeSavoirs", [row["libelle_savoir"] for row in rome(folder, "referentiel_savoir")]
    yield (
        "romeOccupations",
        [row["libelle_rome"] for row in rome(folder, "referentiel_code_rome")]
        + [row["libelle_appellation_long"] for row in rome(folder, "referentiel_appellation")],
    )
    yield (
        "romeTexts",
        [row["libelle_texte"] for row in rome(folder, "texte")]
        + [row["definition"] for row in rome(folder, "referentiel_competence")],
    )
    for key, name in (("escoSkills", "skills"), ("escoOccupations", "occupations")):
        yield (
            key,
            [
                f"{row['preferredLabel']} | {row['altLabels']}"
                for row in rows(folder, esco.format(name))
            ],
        )
    yield (
        "escoSkills2020",
        [
            f"{row['preferredLabel']} | {row['altLabels']} | {row['description']}"
            for row in rows(folder, old)
        ],
    )
    yield (
        "digcomp",
        [
            " | ".join(str(node.get(name, "")) for name in ("name", "description", "explanation"))
            for node in digcomp(folder)
        ],
    )


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
