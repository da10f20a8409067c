"""Our JSON-LD files of a framework, read into the model; what is missing or wrong is named."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast, get_args
from uuid import UUID

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.model.framework import (
    Competency,
    CompetencyType,
    Corpus,
    Coverage,
    Domain,
    Framework,
    Level,
    OfficialMatch,
    OfficialSearch,
    Relation,
    SearchedTerm,
    Words,
)

_T = TypeVar("_T")


def read(framework: JsonObject, skills: Iterable[JsonObject]) -> Framework:
    """The framework that its own file and the files of its skills describe.

    Raises:
        FrameworkError: a member is missing or has the wrong form, a skill is listed but not given,
            given but not listed, or names a domain or level that the framework does not have.
    """
    source = _Source(str(framework.get("id", "?")), framework)
    home = source.text("id").removesuffix(source.tail("id"))
    levels = tuple(_level(item) for item in source.children("levelScale"))
    domains = tuple(_domain(item) for item in source.children("domains"))
    by_id = {str(skill.get("id")): skill for skill in skills}
    listed = source.take("skills", list)
    if unlisted := sorted(set(by_id) ^ set(listed)):
        raise FrameworkError("framework.skills_differ", file=source.name, skill=unlisted[0])
    return Framework(
        slug=source.tail("id"),
        uuid=source.uuid(),
        version=source.text("versionInfo"),
        modified=source.text("modified"),
        title=source.words("title"),
        description=source.words("description"),
        creator=source.text("creator"),
        licence=source.text("licence"),
        attributions=tuple(item.words("description") for item in source.children("attributions")),
        domains=domains,
        levels=levels,
        corpora=tuple(_corpus(item) for item in source.children("corpora")),
        competencies=tuple(
            _competency(_Source(identifier, by_id[identifier], home), domains, levels)
            for identifier in listed
        ),
    )


class _Source:
    """A node of a file, the name under which to complain about it, and where its file lives."""

    def __init__(self, name: str, node: JsonObject, home: str = "") -> None:
        self.name = name
        self._node = node
        self._home = home

    def take(self, member: str, kind: type[_T]) -> _T:
        value = self._node.get(member)
        if not isinstance(value, kind):
            raise self.wrong(member)
        return value

    def wrong(self, member: str) -> FrameworkError:
        return FrameworkError("framework.member", file=self.name, member=member)

    def text(self, member: str) -> str:
        value = self.take(member, str)
        if not value.strip():
            raise self.wrong(member)
        return value

    def elsewhere(self, member: str) -> str | None:
        """An address that is not one of the file's own publisher."""
        if member not in self._node:
            return None
        address = self.text(member)
        return None if self._home and address.startswith(self._home) else address

    def choice(self, member: str, among: Any) -> Any:
        value = self.text(member)
        if value not in get_args(among):
            raise self.wrong(member)
        return value

    def words(self, member: str) -> Words:
        texts = self.take(member, dict)
        if not texts or not all(isinstance(text, str) and text for text in texts.values()):
            raise self.wrong(member)
        return Words(texts)

    def uuid(self) -> UUID:
        text = self.text("identifier")
        try:
            return UUID(text.removeprefix("urn:uuid:"))
        except ValueError:
            raise self.wrong("identifier") from None

    def child(self, member: str) -> "_Source":
        return _Source(f"{self.name} {member}", self.take(member, dict), self._home)

    def children(self, member: str) -> tuple["_Source", ...]:
        nodes = self.take(member, list)
        if not all(isinstance(node, dict) for node in nodes):
            raise self.wrong(member)
        return tuple(
            _Source(f"{self.name} {member} {place}", node, self._home)
            for place, node in enumerate(nodes, 1)
        )

    def members(self) -> tuple[str, ...]:
        return tuple(self._node)

    def tail(self, member: str) -> str:
        return self.text(member).rsplit("/", 1)[-1]

    def one_of(self, member: str, known: tuple[_T, ...], name: Callable[[_T], str]) -> _T:
        sought = self.tail(member)
        for item in known:
            if name(item) == sought:
                return item
        raise self.wrong(member)


def _level(source: _Source) -> Level:
    return Level(source.text("notation"), source.words("prefLabel"), source.words("definition"))


def _domain(source: _Source) -> Domain:
    code = source.text("notation").rsplit("-", 1)[-1]
    return Domain(code, source.tail("id"), source.words("prefLabel"), source.uuid())


def _corpus(source: _Source) -> Corpus:
    return Corpus(
        key=source.text("key"),
        name=source.text("name"),
        version=source.text("version"),
        language=source.text("language"),
        entries=source.take("entries", int),
    )


def _competency(
    source: _Source, domains: tuple[Domain, ...], levels: tuple[Level, ...]
) -> Competency:
    return Competency(
        slug=source.tail("id"),
        notation=source.text("notation"),
        uuid=source.uuid(),
        domain=source.one_of("broader", domains, lambda domain: domain.slug),
        type=cast("CompetencyType", source.choice("competencyType", CompetencyType)),
        label=source.words("prefLabel"),
        definition=source.words("definition"),
        statement=source.words("statement"),
        indicators=tuple(item.words("description") for item in source.children("indicators")),
        levels=tuple(_own_level(item, levels) for item in source.children("levels")),
        coverage=cast("Coverage", source.choice("officialCoverage", Coverage)),
        absence=_search(source.child("officialSearch")),
        matches=tuple(_match(item) for item in source.children("mappings")),
        origin=source.words("origin"),
    )


def _own_level(source: _Source, levels: tuple[Level, ...]) -> Level:
    level = source.one_of("level", levels, lambda known: known.code)
    return Level(level.code, level.label, source.words("description"))


_NOT_HITS = frozenset({"id", "type", "term", "language"})


def _search(source: _Source) -> OfficialSearch:
    return OfficialSearch(
        date=source.text("date"),
        terms=tuple(_term(item) for item in source.children("searched")),
        limits=source.words("limits"),
    )


def _term(source: _Source) -> SearchedTerm:
    hits = {name: source.take(name, int) for name in source.members() if name not in _NOT_HITS}
    return SearchedTerm(source.text("term"), source.text("language"), hits)


def _match(source: _Source) -> OfficialMatch:
    return OfficialMatch(
        relation=cast("Relation", source.choice("relation", Relation)),
        framework=source.text("framework"),
        kind=source.text("kind"),
        code=source.text("code"),
        label=source.text("label"),
        uri=source.elsewhere("target"),
        version=source.text("version"),
        status=source.text("status"),
        justification=source.text("justification"),
    )
