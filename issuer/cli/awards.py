"""`badge-issuer issue`: a badge for one person, and its files."""

import argparse
from pathlib import Path
from typing import Any

from badges.baking import bake
from badges.documents import MEDIA_TYPE_JWT, Secured
from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.errors import InvalidRequest, IssuerError
from issuer.model import Award, AwardRequest
from issuer.services import issuing, publishing
from issuer.services.finding import is_shown
from issuer.services.jwt_forms import jwt_of

FILES = {
    "json": "json",
    "jwt": "jwt",
    "png": "png",
    "svg": "svg",
    "pdf": "pdf",
    "qr": "qr.png",
    "qr_svg": "qr.svg",
}
"""What `issue` writes: the name in its answer -> the kind of file, which is also its ending."""


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `issue`."""
    issue = commands.add_parser(
        "issue",
        parents=[common],
        help=words("cli.help.awards.award_a_badge_to"),
        epilog='example: badge-issuer issue mon-badge --name "Camille Martin" --no-email -o out/',
    )
    issue.add_argument("achievement", metavar="ACHIEVEMENT")
    issue.add_argument("--name", required=True, help=words("cli.help.awards.the_person_s_name"))
    address = issue.add_mutually_exclusive_group(required=True)
    address.add_argument("--email", help=words("cli.help.awards.hashed_in_the_badge"))
    address.add_argument(
        "--no-email", action="store_true", help=words("cli.help.awards.a_person_without_address")
    )
    issue.add_argument("--level", help=words("cli.help.awards.n1_to_n4_the"))
    issue.add_argument("--evidence-url", help=words("cli.help.awards.a_page_that_shows"))
    issue.add_argument("--narrative", help=words("cli.help.awards.what_was_done_in"))
    issue.add_argument("--valid-until", metavar="DATE", help=words("cli.help.awards.2028_11_22_or"))
    issue.add_argument("--reference", help=words("cli.help.awards.your_own_reference_asked"))
    issue.add_argument(
        "--proof",
        choices=("eddsa-rdfc-2022", "vc-jwt"),
        default="eddsa-rdfc-2022",
        help=words("cli.help.awards.which_of_the_two"),
    )
    issue.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help=words("cli.help.awards.where_to_write_the")
    )
    issue.set_defaults(run=_issue)


def _issue(options: argparse.Namespace, console: Console) -> int:
    if options.email is not None and not options.email.strip():  # a script's empty variable
        raise InvalidRequest("email.invalid", field="email")
    request = AwardRequest(
        achievement=options.achievement,
        name=options.name,
        email=options.email,
        level=options.level,
        evidence_url=options.evidence_url,
        narrative=options.narrative,
        valid_until=options.valid_until,
        reference=options.reference,
    )
    usual = console.data_dir / "badges"
    folder = prepare_folder(options.output or usual)
    award = issuing.issue(console.office, request, actor=console.actor)
    value = describe(award, write_files(award, folder, console, proof=options.proof), console)
    rows = [(name, str(value[name])) for name in ("id", "url", "verify_url", "short_code")]
    console.show(value, *table(rows + list(value["files"].items())))
    return DONE


def prepare_folder(folder: Path) -> Path:
    """The folder for files, made when it is missing; checked before anything is signed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".badge-issuer"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise InvalidRequest(
            "cli.folder.unwritable", field="output", folder=str(folder), reason=error.strerror or ""
        ) from error
    return folder


def write_files(
    award: Award, folder: Path, console: Console, *, proof: str = "eddsa-rdfc-2022"
) -> dict[str, str]:
    """Write every file of `award` into `folder`; answer name -> path.

    What was taken back is not printed, and what its holder hides has no files for anybody: none is
    written then, and a command that is repeated goes on.
    """
    if award.state != "active" or not is_shown(award):
        return {}
    written = {}
    for name, kind in FILES.items():
        content = _content(award, kind, proof, console)
        path = folder / f"{award.achievement}-{award.short_code}.{kind}"
        try:
            path.write_bytes(content)
        except OSError as error:
            raise IssuerError(
                "cli.file.unwritable", file=str(path), reason=error.strerror or "", id=award.id
            ) from error
        written[name] = str(path)
    return written


def _content(award: Award, kind: str, proof: str, console: Console) -> bytes:
    if proof == "vc-jwt" and kind in publishing.IMAGE_KINDS:
        image, _ = publishing.achievement_image(console.office, award.achievement, kind)
        return bake(image, Secured(jwt_of(console.office, award), MEDIA_TYPE_JWT))
    content, _ = publishing.file(console.office, award.id, kind)
    return content


def describe(award: Award, files: dict[str, str], console: Console) -> dict[str, Any]:
    """What a program learns of an award: the contract of docs/reference/commands.md."""
    return {
        "id": award.id,
        "url": award.url,
        "verify_url": publishing.verify_url(console.office, award),
        "short_code": award.short_code,
        "files": files,
    }
