"""`badge-issuer demo`: a place, three achievements, three awards, and everything they are made of.

Nothing is faked for it: the demonstration goes through the same services as a real place, and can
be repeated without doubles, since each award bears a reference.
"""

import argparse
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from badges.i18n import Translator
from issuer.cli.achievements import read_file
from issuer.cli.awards import describe, prepare_folder, write_files
from issuer.cli.console import DONE, Console
from issuer.errors import Conflict, NotFound
from issuer.model import Award, AwardRequest, PlaceRequest
from issuer.services import achievements, issuing, places

PLACE = PlaceRequest(
    name="La Fabrique du Canal",
    slug="la-fabrique-du-canal",
    description="Un tiers-lieu imaginaire, pour montrer comment se décerne un badge de compétence.",
    url="https://la-fabrique-du-canal.example",
    email="bonjour@la-fabrique-du-canal.example",
)

AWARDS = (
    AwardRequest(
        achievement="animer-un-groupe-en-intelligence-collective",
        name="Aïssatou N’Diaye-Lefèvre",
        email="aissatou@exemple.example",
        level="N3",
        narrative="Une séance de onze personnes, close par une décision relue ensemble.",
        reference="demo-2",
    ),
    AwardRequest(
        achievement="decoupe-laser-en-autonomie",
        name="Camille Martin",
        email="camille.martin@exemple.example",
        level="N3",
        narrative="Une lampe dessinée puis découpée, contrôle de sécurité complet.",
        reference="demo-1",
    ),
    AwardRequest(
        achievement="accueil-du-lieu",
        name="José Da Silva",
        level="N2",
        reference="demo-3",
    ),
)
"""Three people who do not exist; the third has no e-mail address."""


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `demo`."""
    demo = commands.add_parser(
        "demo",
        parents=[common],
        help=words("cli.help.demo.a_place_three_badges"),
        epilog="example: badge-issuer demo && badge-issuer serve",
    )
    demo.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help=words("cli.help.demo.where_to_write_the")
    )
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace, console: Console) -> int:
    usual = console.data_dir / "demo"
    folder = prepare_folder(options.output or usual)
    _ensure_place(console)
    _ensure_achievements(console)
    values = []
    for request in AWARDS:
        award = issuing.issue(console.office, request, actor=console.actor)
        _require_our_address(award, console)
        files_written = write_files(award, folder, console)
        values.append(describe(award, files_written, console) | {"holder": award.holder})
    base = console.settings.base_url
    pages = [f"{base}/", f"{base}/frameworks/tiers-lieux", f"{base}/places/{PLACE.slug}"]
    console.show(
        {"folder": str(folder), "awards": values, "pages": pages},
        console.words("cli.demo.folder", folder=str(folder)),
        console.words("cli.demo.pages"),
        *(f"  {page}" for page in pages),
        console.words("cli.demo.badges"),
        *(_lines(value) for value in values),
    )
    return DONE


def _require_our_address(award: Award, console: Console) -> None:
    """Addresses are signed: badges of an earlier run elsewhere cannot be shown here."""
    origin = award.url.partition("/credentials/")[0]
    if origin != console.settings.base_url:
        raise Conflict("cli.demo.other_address", origin=origin, address=console.settings.base_url)


def _lines(value: dict[str, Any]) -> str:
    return f"  {value['holder']}: {value['url']}\n    {value['verify_url']}"


def _ensure_place(console: Console) -> None:
    try:
        places.get(console.office, str(PLACE.slug))
    except NotFound:
        with suppress(Conflict):  # another demonstration, running at the same time, was first
            places.add(console.office, PLACE, actor=console.actor)


def _ensure_achievements(console: Console) -> None:
    for resource in sorted(files("issuer.demo").iterdir(), key=lambda item: item.name):
        if resource.name.endswith(".yaml"):
            with as_file(resource) as path:
                written = read_file(path, console, str(PLACE.slug))
            achievements.add(
                console.office, achievements.read_request(written), actor=console.actor
            )
