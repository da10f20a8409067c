"""In whose name a command writes: whoever types it, or a person of a place with `--as`."""

import argparse

from badges.i18n import Translator
from issuer.cli.console import Console
from issuer.errors import InvalidRequest
from issuer.services import people, places
from issuer.services.people import Contributor


def add_speaker(parser: argparse.ArgumentParser, words: Translator) -> None:
    """Add `--as PERSON` and `--for PLACE`."""
    parser.add_argument(
        "--as", dest="speaker", metavar="PERSON", help=words("cli.help.commons.as_person")
    )
    parser.add_argument(
        "--for", dest="speaks_for", metavar="PLACE", help=words("cli.help.commons.for_place")
    )


def speaker(options: argparse.Namespace, console: Console) -> Contributor:
    """Who speaks: the operator, who may do everything, else a person with the rights of their role.

    Their name is kept with what is written, so nothing stands under it that they may not do.

    Raises:
        NotFound: nobody of that name.
        NotAllowed: the person does not work for that place, or comes here no more.
    """
    if options.speaker is None:
        return Contributor(console.actor, place=options.speaks_for, operator=True)
    return people.contributor(console.office, options.speaker, options.speaks_for, operator=False)


def add_keeper(parser: argparse.ArgumentParser, words: Translator) -> None:
    """Add `--place PLACE`, which may be left out where there is one place only."""
    parser.add_argument("--place", metavar="PLACE", help=words("cli.help.commons.the_keeper"))


def keeper(options: argparse.Namespace, console: Console) -> str:
    """The place that a framework is for.

    Raises:
        InvalidRequest: there are several places, or none, and nobody named one.
    """
    if options.place:
        return str(options.place)
    known = places.list_all(console.office)
    if len(known) != 1:
        listed = ", ".join(place.slug for place in known)
        raise InvalidRequest("cli.commons.which_place", field="place", known=listed)
    return known[0].slug
