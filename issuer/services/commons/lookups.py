"""Competencies looked up for one page: each framework is asked for once, whatever is said of it."""

from collections.abc import Iterable, Iterator

from badges.errors import FrameworkError
from badges.model.framework import Competency, Framework
from issuer.errors import NotFound
from issuer.ports import Office
from issuer.services.commons import referentials
from issuer.services.finding import is_plain


class Lookup:
    """`referentials.competency` for as long as one page is made, by a single question.

    It answers what that function answers; frameworks are those of the moment when it was prepared.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._frameworks: dict[str, Framework] = {}

    def prepare(self, names: Iterable[str]) -> None:
        """Have the frameworks at hand to which these notations lead."""
        prefixes = {prefix for name in names for prefix in _prefixes(name)}
        if prefixes:
            with self._office.store.read() as work:
                self._frameworks = referentials.by_prefixes(self._office, work, prefixes)

    def __call__(self, name: str) -> tuple[Framework, Competency]:
        """The published competency of this notation, UUID or `framework/slug`, and its framework.

        Raises:
            NotFound: no framework has it (`competency.unknown_anywhere`).
        """
        for prefix in _prefixes(name):
            framework = self._frameworks.get(prefix)
            if framework is None:
                continue
            try:
                return framework, framework.find(name.strip().upper())
            except (NotFound, FrameworkError):
                continue
        return referentials.competency(self._office, name)


def _prefixes(name: str) -> Iterator[str]:
    typed = name.strip()
    if is_plain(typed) and "/" not in typed:
        yield from referentials.prefixes_of(typed)
