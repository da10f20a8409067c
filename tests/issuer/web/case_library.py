"""A library for tests of the CASE interface: a small framework, a fork of it, and the shipped one.

`cuisine` has a deprecated item and the one that replaces it; `atelier` is a copy of `cuisine` that
another place keeps.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

from flask import Flask
from flask.testing import FlaskClient

import wsgi
from badges.frameworks import load_tiers_lieux, skos
from badges.model.framework import (
    DEFAULT_LEVELS,
    Competency,
    Derivation,
    Domain,
    Framework,
    Level,
    OfficialMatch,
    Words,
)
from badges.settings import read_settings
from badges.web import languages
from badges.web.app import create_app
from issuer.bootstrap import bootstrap
from issuer.model import Bridge, FrameworkRecord, FrameworkVersion
from issuer.ports import Office
from issuer.ports.shelf import Shelf
from issuer.store import open_store
from issuer.web import OFFICE
from issuer.web.case_api import PREFIX, make_case_api
from tests.issuer.web.house import ONLINE, environment

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
_HOME = UUID("5f0c7a52-7f1e-5b8e-9a55-0d9c2a6f1e10")
_FORK = UUID("9b1d2c3e-4f5a-5b6c-8d7e-1f2a3b4c5d6e")
_BY = "https://creativecommons.org/licenses/by/4.0/"

_SEEN = {
    "soupe": ("Préparer une soupe", "Making soup", "Je prépare une soupe pour dix."),
    "pain": ("Faire du pain", "Baking bread", "Je fais du pain."),
    "vaisselle": ("Faire la vaisselle", "Washing up", "Je lave et je range."),
    "menu": ("Écrire un menu", "Writing a menu", "J'écris le menu de la semaine."),
    "hygiene": ("Travailler proprement", "Working cleanly", "Je cuisine sans danger."),
}


def kitchen() -> Framework:
    """Five competencies in two languages, one of them replaced by another."""
    domain = Domain("CUI", "cuisiner", Words({"fr": "Cuisiner", "en": "Cooking"}), _id("cuisiner"))
    items = tuple(_item(number, slug, domain) for number, slug in enumerate(_SEEN, 1))
    return Framework(
        slug="cuisine",
        uuid=_HOME,
        version="1.1.0",
        modified="2026-11-20",
        title=Words({"fr": "Référentiel « cuisine partagée »", "en": "Shared kitchen"}),
        description=Words({"fr": "Ce qu'on fait en cuisine.", "en": "What one does there."}),
        creator="Café de l'Écluse",
        licence=_BY,
        attributions=(Words({"fr": "Écrit à l'Écluse.", "en": "Written at l'Écluse."}),),
        domains=(domain,),
        levels=DEFAULT_LEVELS,
        corpora=(),
        competencies=items,
        place="ecluse",
        prefix="CU",
    )


def workshop() -> Framework:
    """The copy that another place keeps: identifiers of its own, the source told for each item."""
    source = kitchen()
    return replace(
        source,
        slug="atelier",
        uuid=_FORK,
        version="1.0.0",
        title=Words({"fr": "Référentiel de l'atelier", "en": "Workshop"}),
        creator="Fablab des Deux Rives",
        place="deux-rives",
        prefix="AT",
        status="Draft",
        domains=(replace(source.domains[0], uuid=uuid5(_FORK, "cuisiner")),),
        competencies=tuple(_copy(item, source) for item in source.competencies),
        derived_from=Derivation(
            f"{ONLINE}/frameworks/cuisine", source.edition("fr"), source.version, source.uuid
        ),
    )


def long_framework(count: int) -> Framework:
    """A framework of many competencies, each with its four levels and two bridges."""
    shipped = load_tiers_lieux()
    models = shipped.competencies
    items = []
    for number in range(count):
        model = models[number % len(models)]
        slug = f"{model.slug}-{number}"
        items.append(
            replace(
                model,
                slug=slug,
                notation=f"LG-{model.domain.code}-{number:03}",
                uuid=uuid5(_FORK, slug),
                domain=_moved(model.domain, "long"),
            )
        )
    return replace(
        shipped,
        slug="long",
        uuid=uuid5(_FORK, "long"),
        prefix="LG",
        domains=tuple(_moved(domain, "long") for domain in shipped.domains),
        competencies=tuple(items),
    )


def _moved(domain: Domain, name: str) -> Domain:
    return replace(domain, uuid=uuid5(uuid5(_FORK, name), domain.slug))


def _id(name: str) -> UUID:
    return uuid5(_HOME, name)


def _item(number: int, slug: str, domain: Domain) -> Competency:
    label, english, statement = _SEEN[slug]
    texts = Words({"fr": label, "en": english})
    said = Words({"fr": statement, "en": f"I am {english.lower()}."})
    item = Competency(
        slug=slug,
        notation=f"CU-CUI-{number:02}",
        uuid=_id(slug),
        domain=domain,
        type="technique",
        label=texts,
        definition=Words({}),
        statement=said,
    )
    if slug == "soupe":
        return replace(item, levels=_levels(), matches=_bridges())
    return replace(item, deprecated=True, replaced_by="hygiene") if slug == "vaisselle" else item


def _levels() -> tuple[Level, ...]:
    return tuple(
        replace(level, descriptor=Words({"fr": f"Soupe, {level.code}", "en": f"Soup {level.code}"}))
        for level in DEFAULT_LEVELS
    )


def _bridges() -> tuple[OfficialMatch, ...]:
    return (
        OfficialMatch(
            *("broadMatch", "ROME", "competence", "300469", "Cuisiner"),
            None,
            *("4.0 v60", "published", "semapv:ManualMappingCuration"),
        ),
        OfficialMatch(
            *("closeMatch", "ESCO", "skill", "x1", "préparer des soupes"),
            "http://data.europa.eu/esco/skill/x1",
            *("v1.2.1", "proposed", "semapv:ManualMappingCuration"),
        ),
    )


def _copy(item: Competency, source: Framework) -> Competency:
    return replace(
        item,
        uuid=uuid5(_FORK, item.slug),
        notation=item.notation.replace("CU-", "AT-", 1),
        domain=replace(item.domain, uuid=uuid5(_FORK, item.domain.slug)),
        matches=(),
        derived_from=Derivation(
            f"{ONLINE}/frameworks/{source.slug}/{item.slug}",
            item.label.say("fr"),
            source.version,
            item.uuid,
        ),
    )


@dataclass
class Library:
    """An application with both doors open, and the office behind it."""

    app: Flask
    office: Office

    def client(self) -> FlaskClient:
        """A fresh client."""
        return self.app.test_client()

    def keep(self, framework: Framework, *, publish: bool = True) -> None:
        """Publish a framework as it is, with its bridges, or keep its working document only."""
        document = skos.write_stored(framework)
        with self.office.store.write() as work:
            work.frameworks.add(
                FrameworkRecord(
                    slug=framework.slug,
                    place=None,
                    uuid=str(framework.uuid),
                    prefix=framework.notation_prefix,
                    title=framework.title.say("fr"),
                    created=NOON,
                    draft=document,
                )
            )
            if not publish:
                return
            work.frameworks.publish(
                FrameworkVersion(framework.slug, framework.version, NOON, "Nadia", "", document)
            )
            for bridge in _kept_bridges(framework):
                work.bridges.add(bridge)


def _kept_bridges(framework: Framework) -> Iterator[Bridge]:
    for item in framework.competencies:
        for match in item.matches:
            yield Bridge(
                id=str(uuid5(item.uuid, f"{match.framework} {match.code}")),
                framework=framework.slug,
                competency=str(item.uuid),
                relation=match.relation,
                scheme=match.framework,
                kind=match.kind,
                code=match.code,
                label=match.label,
                version=match.version,
                justification=match.justification,
                author="Nadia",
                author_place=None,
                created=NOON,
                changed=NOON,
                status=match.status,
                uri=match.uri,
            )


@contextmanager
def open_library(directory: Path, *frameworks: Framework) -> Iterator[Library]:
    """A server in `directory` that publishes these frameworks and that of tiers-lieux."""
    app = wsgi.create_app(environment(directory))
    with _closing(Library(app, app.extensions[OFFICE]), frameworks) as library:
        yield library


@contextmanager
def open_shelf(directory: Path, *frameworks: Framework) -> Iterator[Library]:
    """The CASE interface alone, without any page: it publishes these frameworks and no other."""
    settings = read_settings(environment(directory))
    furnished = bootstrap(settings)
    furnished.store.close()
    empty = open_store(f"sqlite:///{directory / 'empty.sqlite3'}")
    office = replace(furnished, store=empty, shelf=Shelf())
    app = create_app(settings)
    languages.add_package(app, "issuer")
    app.register_blueprint(make_case_api(office))
    with _closing(Library(app, office), frameworks) as library:
        yield library


@contextmanager
def _closing(library: Library, frameworks: Iterable[Framework]) -> Iterator[Library]:
    try:
        for framework in frameworks:
            library.keep(framework)
        yield library
    finally:
        library.office.store.close()


def path(kind: str, identifier: object = None) -> str:
    """The path of a resource of the interface."""
    return f"{PREFIX}/{kind}" if identifier is None else f"{PREFIX}/{kind}/{identifier}"
