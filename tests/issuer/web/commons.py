"""A house with a shelf of referentials: small, copied, long, in two versions; official items too.

Of the official items that were imported one is gone since, and one has another label.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from badges.documents import JsonObject
from badges.frameworks import skos
from badges.model.concepts import Concept, Link, Reading, Scheme
from badges.model.framework import Framework, Words
from issuer.model import FrameworkRecord
from issuer.ports import Office
from issuer.services.commons import releasing
from issuer.services.official.importing import import_reading
from tests.issuer.web.case_library import kitchen, long_framework, workshop
from tests.issuer.web.house import ONLINE, PAGE, House, open_house

LONG = 300
LIGHT = "cuisine"
COPY = "atelier"
_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

ROME = Scheme(
    key="rome",
    name="ROME",
    version="4.0 v61 (15/06/2026)",
    language="fr",
    published="2026-06-15",
    licence="https://example.org/lo",
    attribution="Source : France Travail, ROME 4.0 v61 – Licence Ouverte.",
)
_ITEMS = (
    Concept("300469", "competence", "Préparer et animer une réunion", broader="6A"),
    Concept("6A", "objectif", "Animer"),
    Concept(
        "499406", "savoir", "Fabrication numérique au laser", definition="Machines et logiciels."
    ),
    Concept("M1305", "fiche", "Fablab Manager", definition="Fait vivre un fablab."),
    Concept("1.2/3", "competence", "Un code avec une barre"),
)
_LINKS = (Link("M1305", "essential", "300469"),)


@contextmanager
def open_commons(directory: Path, base_url: str = ONLINE) -> Iterator[House]:
    """The furnished house with its shelf."""
    with open_house(directory, base_url) as house:
        fill(house.office)
        yield house


def fill(office: Office) -> None:
    """Publish the referentials of the shelf, and import the official items."""
    first = replace(kitchen(), version="1.0.0", modified="2026-10-01")
    first = replace(
        first,
        competencies=tuple(
            replace(item, deprecated=False, replaced_by=None, label=_earlier(item.label))
            for item in first.competencies[:-1]
        ),
    )
    keep(office, first)
    keep(office, kitchen())
    keep(office, workshop())
    keep(office, long_framework(LONG))
    older = replace(ROME, version="4.0 v60 (18/09/2025)")
    left = Concept("514808", "competence", "Co-animer un collectif")
    import_reading(office, Reading(older, iter((*_ITEMS, left)), iter(_LINKS)), actor="test")
    import_reading(office, Reading(ROME, iter(_ITEMS), iter(_LINKS)), actor="test")


def keep(office: Office, framework: Framework) -> None:
    """Publish a version of a framework, with the bridges that it brings."""
    with office.store.write() as work:
        record = work.frameworks.get(framework.slug)
        if record is None:
            record = FrameworkRecord(
                slug=framework.slug,
                place=framework.place,
                uuid=str(framework.uuid),
                prefix=framework.notation_prefix,
                title=framework.title.say("fr"),
                created=_NOON,
                draft=skos.write_stored(framework),
            )
            work.frameworks.add(record)
        releasing.add_bridges(office, work, framework)
        about = releasing.Release("Nadia", "Des mots plus simples.")
        releasing.release(office, work, record, framework, about)


def _earlier(label: Words) -> Words:
    return Words({language: f"{text} (avant)" for language, text in label.items()})


def page_of(house: House, path: str, language: str = "fr") -> str:
    """The HTML of a page that must be there, quotes and spaces as they are in the source."""
    sign = "&" if "?" in path else "?"
    response = house.client().get(f"{path}{sign}lang={language}", headers=PAGE)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


def graph_of(house: House, path: str) -> JsonObject:
    """The JSON-LD at an address that answers programs."""
    response = house.client().get(path, headers={"Accept": "application/ld+json"})
    assert response.status_code == 200, path
    return dict(response.json or {})
