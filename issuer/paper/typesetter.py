"""The compiler of our layouts: contents in as data, PDF out; speaks Typst.

A layout sees its own folder and the files given with the contents, never the disk. What is printed
travels as JSON, so no text can be taken for an instruction. Measured: 2 to 15 ms a page.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import typst

STANDARDS = ("a-3a", "ua-1")
"""PDF/A-3 (ISO 19005-3), level A: files attached, structure told; PDF/UA-1 (ISO 14289-1)."""

_ROOM = files("issuer.paper") / "layouts"
_SHARED = "sheet.typ"
_CONTENT = "content.json"
_MAIN = "main.typ"
_PROBE = b'#set document(title: "-")\n#set text(font: "Libertinus Serif")\n#json("content.json")'


class Unprintable(Exception):
    """Typst cannot set this page: a letter that no font has, or a picture that is none."""


class Typesetter:
    """Sets pages with the fonts inside Typst, then with those of the machine.

    Fonts are read once; after that a value of this class holds nothing that changes.
    """

    def __init__(self, *, has_system_fonts: bool = True) -> None:
        self._has_system_fonts = has_system_fonts

    def set(
        self, layout: str, content: Mapping[str, Any], attached: Mapping[str, bytes], made: datetime
    ) -> bytes:
        """The PDF of `content` in the layout of that name; `attached` are the files it names.

        Raises:
            Unprintable: as the class says.
        """
        pages = {_MAIN: _layout(f"{layout}.typ"), _SHARED: _layout(_SHARED)}
        return self._compile({**attached, **pages}, {**content, "made": _parts(made)}, made)

    def can_print(self, text: str) -> bool:
        """Whether some font has every letter of `text`, and a PDF/A may hold them all."""
        try:
            self._compile({_MAIN: _PROBE}, text, datetime.fromtimestamp(0, UTC))
        except Unprintable:
            return False
        return True

    def _compile(self, pages: Mapping[str, bytes], content: Any, made: datetime) -> bytes:
        told = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
        try:
            printed = typst.compile(  # type: ignore[call-overload]  # its stubs forget files in memory
                {**pages, _CONTENT: told},
                root=str(_ROOM),
                format="pdf",
                font_paths=self._fonts,
                pdf_standards=list(STANDARDS),
                timestamp=int(made.timestamp()),
            )
        except RuntimeError as error:  # a TypstError, or one about a picture that it cannot show
            raise Unprintable(str(error)) from error
        return bytes(printed)

    @cached_property
    def _fonts(self) -> typst.Fonts:
        return typst.Fonts(include_system_fonts=self._has_system_fonts)


@cache
def _layout(name: str) -> bytes:
    return (_ROOM / name).read_bytes()


def _parts(moment: datetime) -> dict[str, int]:
    """An instant as Typst makes its own: named numbers, in UTC."""
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(moment.astimezone(UTC), name) for name in names}
