"""A node of a JSON document, read member by member; complaints name the node and the member."""

from collections.abc import Callable
from typing import Any, TypeVar, get_args
from uuid import UUID

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.model.competencies import LANGUAGE_TAG, is_address
from badges.model.framework import NO_WORDS, Words

_T = TypeVar("_T")


class Source:
    """A node of a file, the name under which to complain about it, and where its file lives."""

    def __init__(self, name: str, node: JsonObject, home: str = "") -> None:
        self.name = name
        self._node = node
        self._home = home

    def __contains__(self, member: str) -> bool:
        return member in self._node

    def members(self) -> tuple[str, ...]:
        """The names of the members, in their order."""
        return tuple(self._node)

    def only(self, members: frozenset[str]) -> "Source":
        """This node, once we know that it says nothing else than `members`.

        Raises:
            FrameworkError: it does; we would lose it.
        """
        for member in self._node:
            if member not in members:
                raise FrameworkError("framework.member_unknown", file=self.name, member=member)
        return self

    def wrong(self, member: str) -> FrameworkError:
        """The error that names a member of this node."""
        return FrameworkError("framework.member", file=self.name, member=member)

    def take(self, member: str, kind: type[_T]) -> _T:
        """The member, of that type.

        Raises:
            FrameworkError: it is missing, or something else; so do the other methods.
        """
        value = self._node.get(member)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(member)
        return value

    def count(self, member: str) -> int:
        """A number of things."""
        number = self.take(member, int)
        if number < 0:
            raise self.wrong(member)
        return number

    def text(self, member: str) -> str:
        """A text that says something."""
        value = self.take(member, str)
        if not value.strip():
            raise self.wrong(member)
        return value

    def optional_text(self, member: str) -> str:
        """A text, or nothing when the member is not there."""
        return self.text(member) if member in self._node else ""

    def flag(self, member: str) -> bool:
        """True or false; false when the member is not there."""
        return self.take(member, bool) if member in self._node else False

    def address(self, member: str) -> str:
        """A complete address."""
        value = self.text(member)
        if not is_address(value):
            raise self.wrong(member)
        return value

    def elsewhere(self, member: str) -> str | None:
        """An address that is not one of the file's own publisher."""
        if member not in self._node:
            return None
        address = self.text(member)
        return None if self._home and address.startswith(self._home) else address

    def choice(self, member: str, among: Any) -> Any:
        """One of the values of a `Literal`."""
        value = self.text(member)
        if value not in get_args(among):
            raise self.wrong(member)
        return value

    def words(self, member: str) -> Words:
        """A text in at least one language."""
        texts = self.take(member, dict)
        if not texts or not all(isinstance(text, str) and text for text in texts.values()):
            raise self.wrong(member)
        if not all(LANGUAGE_TAG.fullmatch(language) for language in texts):
            raise self.wrong(member)
        return Words(texts)

    def optional_words(self, member: str) -> Words:
        """A text in any number of languages."""
        return self.words(member) if self._node.get(member) else NO_WORDS

    def all_words(self, member: str) -> tuple[Words, ...]:
        """A list of texts, each in at least one language."""
        nodes = self.take(member, list)
        texts = Source(
            self.name, {f"{member} {place}": node for place, node in enumerate(nodes, 1)}
        )
        return tuple(texts.words(name) for name in texts.members())

    def uuid(self, member: str = "identifier") -> UUID:
        """A UUID, bare or as a URN."""
        try:
            return UUID(self.text(member).removeprefix("urn:uuid:"))
        except ValueError:
            raise self.wrong(member) from None

    def child(self, member: str) -> "Source":
        """The node inside."""
        return Source(f"{self.name} {member}", self.take(member, dict), self._home)

    def children(self, member: str) -> tuple["Source", ...]:
        """The nodes inside, in their order."""
        nodes = self.take(member, list)
        if not all(isinstance(node, dict) for node in nodes):
            raise self.wrong(member)
        return tuple(
            Source(f"{self.name} {member} {place}", node, self._home)
            for place, node in enumerate(nodes, 1)
        )

    def optional_children(self, member: str) -> tuple["Source", ...]:
        """The nodes inside, none when the member is not there."""
        return self.children(member) if member in self._node else ()

    def tail(self, member: str) -> str:
        """The last part of an address."""
        return self.text(member).rsplit("/", 1)[-1]

    def one_of(self, member: str, known: tuple[_T, ...], name: Callable[[_T], str]) -> _T:
        """The thing whose name ends the address."""
        sought = self.tail(member)
        for item in known:
            if name(item) == sought:
                return item
        raise self.wrong(member)
