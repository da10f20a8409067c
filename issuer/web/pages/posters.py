"""The page that a poster on the wall opens: by its code, or by its words typed by hand."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.ports import Office
from issuer.services.applications import asking
from issuer.services.applications.asking import Door
from issuer.services.word_codes import read_words
from issuer.web.pages.asking import (
    ALIASES,
    guard_pages,
    guess,
    read_asking,
    sent,
    show_form,
    typed_form,
)
from issuer.web.workshop.answers import attempt
from issuer.web.workshop.forms import Form


def make_posters(office: Office) -> Blueprint:
    """The address of each poster."""
    pages = Blueprint("posters", __name__)
    guard_pages(pages, office)

    @pages.get("/poster/<words>")
    def poster(words: str) -> str:
        door = _door(office, words)
        if not door.is_open:
            return render_template("issuer/poster_over.html", door=door, place=door.places[0])
        return show_form(office, door, Form(aliases=ALIASES))

    @pages.post("/poster/<words>")
    def asked(words: str) -> BaseResponse:
        door = _door(office, words)
        form = typed_form()

        def send() -> BaseResponse:
            wish = read_asking(form)
            address = request.remote_addr
            return sent(asking.ask_by_poster(office, read_words(words), wish, address=address))

        return attempt(form, send, lambda mended: show_form(office, door, mended))

    return pages


def _door(office: Office, words: str) -> Door:
    return guess(office, lambda: asking.door_of_poster(office, read_words(words)))
