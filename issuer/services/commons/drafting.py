"""What people write into a framework, cleaned: requests, and the values that they become."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import get_args
from uuid import UUID, uuid5

from badges.model.framework import (
    DEFAULT_LEVELS,
    Competency,
    CompetencyType,
    Domain,
    Framework,
    Level,
    Words,
)
from badges.model.validity import (
    MAX_INDICATORS,
    MAX_LABEL,
    MAX_STATEMENT,
    MAX_TEXT,
    RESERVED_COMPETENCIES,
    RESERVED_FRAMEWORKS,
)
from badges.model.wording import fold, telling_words
from issuer.errors import Conflict, InvalidRequest
from issuer.ports import UnitOfWork
from issuer.services.contacts import SLUG_LENGTH, clean_language, clean_slug, slug_of
from issuer.services.texts import clean_line, clean_text

Texts = Mapping[str, str]
"""One text by language; a language whose text is empty is left out."""

CC_BY = "https://creativecommons.org/licenses/by/4.0/"
FIRST_DRAFT = "0.1.0"

_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,9}")
_VERSION_SLUG = re.compile(r"v\d.*")
_LANGUAGES_LIMIT = 10
_SHOWN = 100
_PREFIX_SIZE = 4
_PREFIX_LEAST = 2
_CODE_SIZE = 3
_NUMBER_ROOM = 5
# Words that say nothing of one framework among others.
_SAID_OF_ALL = frozenset({"REFERENTIEL", "COMPETENCE", "CADRE", "FRAMEWORK", "COMPETENCY"})


@dataclass(frozen=True)
class DomainRequest:
    """A family of competencies to add; without `code` one is made from the label."""

    label: Texts
    code: str | None = None


@dataclass(frozen=True)
class LevelRequest:
    """A step of a scale of one's own."""

    code: str
    label: Texts
    descriptor: Texts


@dataclass(frozen=True)
class FrameworkRequest:
    """A framework to create; slug and prefix are made from the title when nobody chose them."""

    title: Texts
    place: str
    slug: str | None = None
    prefix: str | None = None
    description: Texts | None = None
    licence: str = CC_BY
    domains: tuple[DomainRequest, ...] = ()
    levels: tuple[LevelRequest, ...] = ()


@dataclass(frozen=True)
class FrameworkTexts:
    """The texts of a framework as a form gives them: all of them at once."""

    title: Texts
    description: Texts
    creator: str
    attributions: tuple[Texts, ...] = ()


@dataclass(frozen=True)
class CompetencyRequest:
    """A competency as a form gives it, whole; `domain` is a code or slug of the framework.

    `levels` says in this competency's own words what the levels look like, by their codes.
    """

    label: Texts
    statement: Texts
    domain: str
    type: str = "metier"
    slug: str | None = None
    definition: Texts | None = None
    indicators: tuple[Texts, ...] = ()
    levels: Mapping[str, Texts] | None = None
    origin: Texts | None = None


def clean_words(
    texts: Texts | None, field: str, *, limit: int, lines: bool = False, needed: bool = False
) -> Words:
    """The texts, each fit to be published.

    Raises:
        InvalidRequest: a text, a language or their number is not acceptable; `field` says which.
    """
    given = {tag: text for tag, text in (texts or {}).items() if text and text.strip()}
    if len(given) > _LANGUAGES_LIMIT:
        raise InvalidRequest(
            "framework.languages", field=field, count=len(given), limit=_LANGUAGES_LIMIT
        )
    if needed and not given:
        raise InvalidRequest("text.empty", field=field)
    clean = clean_text if lines else clean_line
    return Words(
        {
            clean_language(tag, field): clean(text, f"{field}.{tag}", limit=limit)
            for tag, text in given.items()
        }
    )


def clean_domain(request: DomainRequest, uuid: UUID, known: Iterable[Domain]) -> Domain:
    """A new domain among those that are `known`.

    Raises:
        InvalidRequest: a text or the code is not acceptable.
        Conflict: the code is used already (`framework.domain_exists`).
    """
    label = clean_words(request.label, "label", limit=MAX_LABEL, needed=True)
    codes, slugs = set(), set()
    for domain in known:
        codes.add(domain.code)
        slugs.add(domain.slug)
    code = clean_code(request.code, "code") if request.code else _new_code(label, codes)
    if code in codes:
        raise Conflict("framework.domain_exists", domain=code)
    slug = free_name(slug_of(label.say("fr"), "label"), slugs)
    return Domain(code, slug, label, domain_uuid(uuid, slug))


def clean_levels(requests: tuple[LevelRequest, ...]) -> tuple[Level, ...]:
    """A scale; without a request that of the referential of tiers-lieux.

    Raises:
        InvalidRequest: a text or code is not acceptable, or a code is there twice.
    """
    levels = tuple(
        Level(
            clean_code(item.code, "level"),
            clean_words(item.label, "level.label", limit=MAX_LABEL, needed=True),
            clean_words(item.descriptor, "level.descriptor", limit=MAX_TEXT, lines=True),
        )
        for item in requests
    )
    codes = [level.code for level in levels]
    for code in codes:
        if codes.count(code) > 1:
            raise InvalidRequest("framework.level_twice", field="level", level=code)
    return levels or DEFAULT_LEVELS


def compose(
    request: CompetencyRequest, framework: Framework, names: tuple[str, str, UUID]
) -> Competency:
    """The competency that `request` describes, named `slug`, `notation` and UUID.

    Raises:
        InvalidRequest: a text, the type, the domain or a level is not acceptable.
    """
    slug, notation, uuid = names
    if len(request.indicators) > MAX_INDICATORS:
        raise InvalidRequest("framework.indicators", field="indicators", limit=MAX_INDICATORS)
    indicators = (
        clean_words(texts, f"indicators.{number}", limit=MAX_TEXT)
        for number, texts in enumerate(request.indicators, 1)
    )
    return Competency(
        slug=slug,
        notation=notation,
        uuid=uuid,
        domain=find_domain(framework, request.domain),
        type=clean_type(request.type),
        label=clean_words(request.label, "label", limit=MAX_LABEL, needed=True),
        statement=clean_words(request.statement, "statement", limit=MAX_STATEMENT, needed=True),
        definition=clean_words(request.definition, "definition", limit=MAX_TEXT, lines=True),
        indicators=tuple(words for words in indicators if words),
        levels=_own_levels(framework, request.levels or {}),
        origin=clean_words(request.origin, "origin", limit=MAX_TEXT, lines=True),
    )


def find_domain(framework: Framework, name: str) -> Domain:
    """The domain of that code or slug.

    Raises:
        InvalidRequest: the framework has no such domain.
    """
    for domain in framework.domains:
        if name.strip() in (domain.code, domain.slug):
            return domain
    known = ", ".join(domain.code for domain in framework.domains)
    raise InvalidRequest(
        "framework.no_such_domain", field="domain", value=name[:_SHOWN], known=known
    )


def clean_type(word: str) -> CompetencyType:
    """One of the three types of competencies.

    Raises:
        InvalidRequest: another one.
    """
    known: tuple[CompetencyType, ...] = get_args(CompetencyType)
    for kind in known:
        if word == kind:
            return kind
    raise InvalidRequest(
        "framework.no_such_type", field="type", value=word[:_SHOWN], known=", ".join(known)
    )


def clean_code(text: str, field: str) -> str:
    """A short code of capitals and digits.

    Raises:
        InvalidRequest: another form.
    """
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise InvalidRequest("framework.code", field=field, value=text[:_SHOWN])
    return code


def framework_slug(work: UnitOfWork, chosen: str | None, title: str) -> str:
    """The slug of a new framework, chosen or made from its title.

    Raises:
        InvalidRequest: not of the form of a slug.
        Conflict: taken by a framework, a referential or a page (`framework.exists`).
    """
    slug = clean_slug(chosen) if chosen else slug_of(title)
    taken = slug in RESERVED_FRAMEWORKS or work.frameworks.get(slug) is not None
    if taken or work.concepts.scheme(slug) is not None:
        raise Conflict("framework.exists", framework=slug)
    return slug


def framework_prefix(work: UnitOfWork, chosen: str | None, title: str) -> str:
    """What the notations of a new framework begin with, chosen or made from its title.

    Raises:
        InvalidRequest: not of the form of a prefix.
        Conflict: another framework has it (`framework.prefix_taken`).
    """
    if chosen:
        prefix = chosen.strip().upper()
        if not _PREFIX.fullmatch(prefix):
            raise InvalidRequest("framework.prefix_form", field="prefix", value=chosen[:_SHOWN])
        if not is_free_prefix(work, prefix):
            raise Conflict("framework.prefix_taken", prefix=prefix)
        return prefix
    stem = _initials(title)
    prefix, number = stem, 1
    while not is_free_prefix(work, prefix):
        number += 1
        prefix = f"{stem}{number}"
    return prefix


def is_free_prefix(work: UnitOfWork, prefix: str) -> bool:
    """Whether no notation of another framework could begin with `prefix`, nor the other way round.

    `TL-FAB` is not free beside `TL`: its `TL-FAB-01` would be read as that of `TL`.
    """
    taken = [f"{record.prefix}-" for record in work.frameworks.list()]
    wanted = f"{prefix}-"
    return not any(wanted.startswith(other) or other.startswith(wanted) for other in taken)


def competency_slug(chosen: str | None, label: Words, taken: Collection[str]) -> str:
    """The slug of a new competency, chosen or made from its label.

    Raises:
        InvalidRequest: not of the form of a slug, or the label has no letter to make one from.
        Conflict: another competency or a page has it (`framework.slug_taken`).
    """
    if not chosen:
        return free_name(slug_of(label.say("fr"), "label"), taken)
    slug = clean_slug(chosen)
    if slug in taken or _is_reserved(slug):
        raise Conflict("framework.slug_taken", slug=slug)
    return slug


def free_name(slug: str, taken: Collection[str]) -> str:
    """`slug`, with a number behind it when it is taken or kept for a page."""
    stem = f"c-{slug}" if _VERSION_SLUG.fullmatch(slug) else slug
    name, number = stem[:SLUG_LENGTH].strip("-"), 1
    while name in taken or name in RESERVED_COMPETENCIES:
        number += 1
        name = f"{stem[: SLUG_LENGTH - _NUMBER_ROOM].strip('-')}-{number}"
    return name


def next_notation(framework: Framework, domain: Domain, taken: Iterable[str]) -> str:
    """The notation after the last one of a domain: a number that was used is never used again."""
    start = f"{framework.notation_prefix}-{domain.code}-"
    used = [0]
    for notation in taken:
        number = notation.removeprefix(start)
        if notation.startswith(start) and number.isdigit():
            used.append(int(number))
    return f"{start}{max(used) + 1:02d}"


def competency_uuid(framework: UUID, slug: str) -> UUID:
    """The UUID of a competency (version 5): the same slug of a framework gives the same one."""
    return uuid5(framework, slug)


def domain_uuid(framework: UUID, slug: str) -> UUID:
    """The UUID of a domain; no competency has a slug with a slash."""
    return uuid5(framework, f"domains/{slug}")


def _own_levels(framework: Framework, said: Mapping[str, Texts]) -> tuple[Level, ...]:
    labels = {level.code: level.label for level in framework.levels}
    for code in said:
        if code not in labels:
            raise InvalidRequest(
                "level.unknown", field="levels", level=code[:_SHOWN], known=", ".join(labels)
            )
    described = {
        code: clean_words(texts, f"levels.{code}", limit=MAX_TEXT, lines=True)
        for code, texts in said.items()
    }
    return tuple(
        Level(code, label, described[code]) for code, label in labels.items() if described.get(code)
    )


def _is_reserved(slug: str) -> bool:
    return slug in RESERVED_COMPETENCIES or _VERSION_SLUG.fullmatch(slug) is not None


def _initials(title: str) -> str:
    """`Référentiel du Café du Port` gives `CP`; one word that tells gives its first letters."""
    told = [word.upper() for word in telling_words(title) if word[0].isalpha()]
    words = [word for word in told if word not in _SAID_OF_ALL] or told
    initials = "".join(word[0] for word in words)[:_PREFIX_SIZE]
    if len(initials) < _PREFIX_LEAST:
        initials = "".join(words)[:_PREFIX_SIZE]
    return initials if _PREFIX.fullmatch(initials) else "REF"


def _new_code(label: Words, taken: Collection[str]) -> str:
    letters = "".join(word for word in fold(label.say("fr")).upper().split() if word.isalpha())
    stem = letters[:_CODE_SIZE] if _CODE.fullmatch(letters[:_CODE_SIZE]) else "DOM"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}{number}"
    return code
