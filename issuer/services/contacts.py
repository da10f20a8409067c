"""Addresses and short names as people type them: web, e-mail, slugs, languages."""

import re
import unicodedata
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from badges.i18n import LANGUAGES
from badges.model.identity import normalise_email
from issuer.errors import InvalidRequest

SLUG_LENGTH = 60
_URL_LENGTH = 2_000
_EMAIL_LENGTH = 254
_SHOWN = 100

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l"})
# Deliberately plain: whether a mailbox exists is known only by writing to it.
_EMAIL = re.compile(
    r"[^\s@<>\"(),:;\\\[\]]{1,64}@[^\s@.<>\"(),:;\\\[\]]+(\.[^\s@.<>\"(),:;\\\[\]]+)+"
)
_LINKEDIN = re.compile(r"[0-9]{1,20}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?", re.ASCII)
_URL_SAFE = "/%:@!$&'()*+,;=~-._?"


def clean_url(text: str, field: str) -> str:
    """A web address, absolute, in the ASCII form that every reader understands.

    Raises:
        InvalidRequest: not http or https, no host, or characters that no address has.
    """
    typed = text.strip()
    try:
        parts = urlsplit(typed)
        netloc = _netloc(parts)
    except ValueError as error:
        raise InvalidRequest("url.invalid", field=field, value=text[:_SHOWN]) from error
    odd = any(unicodedata.category(character)[0] in "CZ" for character in typed)
    if parts.scheme not in ("http", "https") or not netloc or odd:
        raise InvalidRequest("url.invalid", field=field, value=text[:_SHOWN])
    path, query, fragment = (
        quote(part, safe=_URL_SAFE) for part in (parts.path, parts.query, parts.fragment)
    )
    url = urlunsplit((parts.scheme, netloc, path, query, fragment))
    if len(url) > _URL_LENGTH:
        raise InvalidRequest("text.too_long", field=field, length=len(url), limit=_URL_LENGTH)
    return url


def _netloc(parts: SplitResult) -> str:
    """Host in ASCII and port; "" without a host, or with a name and password before it.

    Raises:
        ValueError: a port or a host that cannot be.
    """
    if not parts.hostname or "@" in parts.netloc:
        return ""
    host = parts.hostname.encode("idna").decode("ascii")
    port = f":{parts.port}" if parts.port else ""
    return f"[{host}]{port}" if ":" in host else f"{host}{port}"


def clean_email(text: str, field: str) -> str:
    """An e-mail address, trimmed and in lower case (IDH-05). A refusal never repeats it.

    Raises:
        InvalidRequest: it has not the form of an address.
    """
    email = normalise_email(unicodedata.normalize("NFC", text[: _EMAIL_LENGTH * 2]))
    odd = not email.isprintable() and any(
        unicodedata.category(character)[0] == "C" for character in email
    )
    if len(email) > _EMAIL_LENGTH or odd or not _EMAIL.fullmatch(email):
        raise InvalidRequest("email.invalid", field=field)
    return email


def clean_slug(text: str, field: str = "slug") -> str:
    """A short name for addresses: lower-case letters, digits and single hyphens.

    Raises:
        InvalidRequest: another form, or too long.
    """
    if len(text) > SLUG_LENGTH or not _SLUG.fullmatch(text):
        raise InvalidRequest("slug.invalid", field=field, value=text[:_SHOWN], limit=SLUG_LENGTH)
    return text


def slug_of(name: str, field: str = "slug") -> str:
    """The short name made from a name: « Le Café des Possibles » gives `le-cafe-des-possibles`.

    Raises:
        InvalidRequest: the name has no Latin letter or digit to make one from.
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_LENGTH].strip("-")
    if not slug:
        raise InvalidRequest("slug.unmakeable", field=field, name=name[:_SHOWN])
    return slug


def clean_linkedin_id(text: str, field: str = "linkedin_id") -> str:
    """The number of a LinkedIn page.

    Raises:
        InvalidRequest: not a number.
    """
    number = text.strip()
    if not _LINKEDIN.fullmatch(number):
        raise InvalidRequest("linkedin.invalid", field=field, value=text[:_SHOWN])
    return number


def clean_interface_language(text: str, field: str = "language") -> str:
    """A language that the pages speak.

    Raises:
        InvalidRequest: another one.
    """
    if text not in LANGUAGES:
        raise InvalidRequest(
            "language.unknown", field=field, value=text[:_SHOWN], known=", ".join(LANGUAGES)
        )
    return text


def clean_time_zone(text: str, field: str = "time_zone") -> str:
    """The IANA name of a time zone, such as `Europe/Paris` or `Indian/Reunion`.

    Raises:
        InvalidRequest: this machine knows no such zone.
    """
    name = text.strip()
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidRequest("time_zone.unknown", field=field, value=text[:_SHOWN]) from error
    return name


def clean_language(text: str, field: str = "language") -> str:
    """A language tag for `inLanguage`, such as `fr` or `fr-FR` (DM-11).

    Raises:
        InvalidRequest: another form.
    """
    if not _LANGUAGE.fullmatch(text):
        raise InvalidRequest("language.tag", field=field, value=text[:_SHOWN])
    return text
