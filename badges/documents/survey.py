"""All that stands in a document, seen in one walk."""

from dataclasses import dataclass
from typing import Any, Self

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Survey:
    """All that stands in a document, seen in one walk: who looks for a member need not walk again.

    `parts` are its objects and arrays at every depth, level by level and the document first, and
    `parents` the place of the one in which each stands. `objects` are the objects among them,
    `names` the names of their members, `depth` is how many levels there are.
    """

    objects: list[JsonObject]
    names: set[str]
    parts: list[Any]
    parents: list[int]

    @classmethod
    def of(cls, document: JsonObject) -> Self:
        """What stands in `document`."""
        objects: list[JsonObject] = []
        names: set[str] = set()
        parts: list[Any] = [document]
        parents = [-1]
        for place, part in enumerate(parts):  # which grows meanwhile
            values = part
            if part.__class__ is dict:
                objects.append(part)
                names.update(part)
                values = part.values()
            for item in values:
                if item.__class__ is dict or item.__class__ is list:
                    parts.append(item)
                    parents.append(place)
        return cls(objects, names, parts, parents)

    @property
    def depth(self) -> int:
        """How many levels there are: the last part stands on the lowest."""
        place, depth = len(self.parts) - 1, 0
        while place >= 0:
            place, depth = self.parents[place], depth + 1
        return depth

    def holding(self, name: str) -> list[JsonObject]:
        """The objects that have a member of that name."""
        if name not in self.names:
            return []
        return [item for item in self.objects if name in item]

    def leading_to(self, name: str) -> set[int]:
        """The `id()` of each part that has a member of that name, at whatever depth."""
        found: set[int] = set()
        if name not in self.names:
            return found
        for place, part in enumerate(self.parts):
            if part.__class__ is dict and name in part:
                outer = place
                while outer >= 0 and id(self.parts[outer]) not in found:
                    found.add(id(self.parts[outer]))
                    outer = self.parents[outer]
        return found
