"""The archive of a place, for whoever runs it: when it was made last, and the file itself."""

from datetime import datetime

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import current
from issuer.jobs.archives import kept_archive
from issuer.ports import Office
from issuer.services.journal import note
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.privacy import place_of_people

_ZIP = "application/zip"
_MEGABYTE = 1_000_000


def add_archives(pages: Blueprint, office: Office) -> None:
    """The addresses of the archive of a place."""

    @pages.get("/workshop/<place>/archive")
    def archive(place: str) -> str:
        owner = place_of_people(office, place, "person.export")
        kept = kept_archive(office, place)
        return render_template(
            "workshop/archive.html",
            place=owner,
            made=kept.made if kept else None,
            size=_megabytes(kept.size) if kept else None,
            is_made_here=office.settings.archive_dir is not None,
        )

    @pages.get("/workshop/<place>/archive.zip")
    def archive_file(place: str) -> BaseResponse:
        place_of_people(office, place, "person.export")
        kept = kept_archive(office, place)
        if kept is None:
            return go(f"/workshop/{place}/archive")
        by = sessions.speaking(office, place)
        with office.store.write() as work:
            note(office, work, by.name, "place.archive_take", place=place, subject=place)
        return _sent(kept.path.absolute().as_posix(), place, kept.made)


def _megabytes(size: int) -> str:
    told = f"{size / _MEGABYTE:.1f}"
    return told.replace(".", ",") if current() == "fr" else told


def _sent(path: str, slug: str, made: datetime) -> BaseResponse:
    name = f"{slug}-{made:%Y-%m-%d}.zip"
    response = send_file(path, mimetype=_ZIP, as_attachment=True, download_name=name, etag=False)
    response.headers["Cache-Control"] = "no-store"
    return response
