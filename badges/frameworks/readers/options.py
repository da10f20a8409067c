"""What a reader is, and what is told to it beside the files."""

from collections.abc import Callable
from dataclasses import dataclass

from badges.errors import FrameworkError
from badges.frameworks.readers.files import Folder
from badges.model.concepts import Reading


@dataclass(frozen=True)
class Options:
    """What the files may not tell: the key of the scheme, its version, the language wanted."""

    key: str | None = None
    version: str | None = None
    language: str = "fr"

    def version_or(self, told: str | None, format_name: str) -> str:
        """The version asked for, else the one that the files tell.

        Raises:
            FrameworkError: there is neither; a code without its version means nothing.
        """
        version = (self.version or told or "").strip()
        if not version:
            raise FrameworkError("reader.version_missing", format=format_name)
        return version

    def key_for(self, format_name: str) -> str:
        """The key asked for.

        Raises:
            FrameworkError: none was, and this format serves many referentials.
        """
        if not self.key:
            raise FrameworkError("reader.key_missing", format=format_name)
        return self.key


@dataclass(frozen=True)
class Reader:
    """One form in which a referential is published.

    `accepts` looks at names and first lines only. `open` raises FrameworkError when the files are
    not what they should be; what is wrong with one row comes out of the stream.
    """

    name: str
    accepts: Callable[[Folder], bool]
    open: Callable[[Folder, Options], Reading]
