"""Log lines that can hold nothing personal: only known fields, numbers, and words of the program.

A message is written from its template; of its arguments only numbers and codes of our catalogues
are shown. An exception is told by its class, its code and the lines of the program it went through,
never by its own words, since those may quote what somebody sent.
"""

import builtins
import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import PurePath
from types import TracebackType
from typing import Any, Literal

from badges.errors import BadgeError
from badges.i18n import DEFAULT_LANGUAGE, catalogue
from badges.settings import Settings

Format = Literal["text", "json"]

REQUEST: ContextVar[str] = ContextVar("badges_request", default="")
"""The mark of the request that is being answered, which every line about it bears."""

PACKAGES = ("badges", "issuer", "verifier")

_FIELDS = "badges_fields"
_UNSHOWN = "–"
_FRAMES = 12
_CAUSES = 4
_WORD = re.compile(r"[A-Za-z0-9_.:+-]{1,80}")
_KNOWN = ("endpoint", "method", "status", "milliseconds", "code", "process", "signal")


def tell(logger: logging.Logger, level: int, words: str, **fields: str | float) -> None:
    """Write one line: `words`, which hold no value, and fields out of those that are known."""
    logger.log(level, words, extra={_FIELDS: fields})


class Redacted(logging.Formatter):
    """Writes a record as one line of text or JSON, made of what cannot be about a person."""

    def __init__(self, form: Format = "text") -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        told = dict(_members(record))
        if self._form == "json":
            return json.dumps(told, ensure_ascii=False)
        shown = (f"{name}={_flat(value)}" for name, value in told.items() if name not in _HEAD)
        return " ".join((*(str(told[name]) for name in _HEAD), *shown))


_HEAD = ("time", "level", "message")


def install(settings: Settings) -> None:
    """Write what this process logs in the form that the settings name, on standard error.

    Whoever has set up logging before keeps it.
    """
    root = logging.getLogger()
    if not root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(Redacted(form_of(settings.log)))
        root.addHandler(handler)
        for package in PACKAGES:
            logging.getLogger(package).setLevel(logging.INFO)


def form_of(name: str) -> Format:
    """The form of log lines of that name."""
    return "json" if name == "json" else "text"


def _members(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    yield "time", datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    yield "level", record.levelname.lower()
    yield "message", _message(record)
    yield "where", f"{_plain(record.name)}:{record.lineno}"
    request = REQUEST.get()
    if request:
        yield "request", _plain(request)
    fields = getattr(record, _FIELDS, None)
    if isinstance(fields, Mapping):
        yield from ((name, _plain(fields[name])) for name in _KNOWN if name in fields)
    if record.exc_info and record.exc_info[1] is not None:
        yield "errors", [_error(error) for error in _chain(record.exc_info[1])]
        yield "trace", list(_frames(record.exc_info[1].__traceback__))


def _message(record: logging.LogRecord) -> str:
    """The template of a message, with those of its arguments that are words of the program.

    Libraries may put values into the template itself, so theirs is told only by where it is.
    """
    if not _is_trusted(record) or not isinstance(record.msg, str):
        return f"{_plain(record.module)}.{_plain(record.funcName)}"
    args = record.args if isinstance(record.args, tuple) else ()
    try:
        return record.msg % tuple(_argument(value) for value in args) if args else record.msg
    except (TypeError, ValueError):
        return record.msg


def _is_trusted(record: logging.LogRecord) -> bool:
    """Whether the template is ours, or the server's about its processes, and so holds no value."""
    is_of_processes = record.name == "gunicorn.error" and record.module == "arbiter"
    return is_of_processes or record.name.partition(".")[0] in PACKAGES


def _argument(value: object) -> object:
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and (value in _codes() or value in _CLASSES):
        return value
    return _UNSHOWN


_CLASSES = frozenset(name for name in dir(builtins) if name.endswith(("Error", "Exception")))


@cache
def _codes() -> frozenset[str]:
    """Every code of our catalogues: words of the program, whoever is concerned."""
    known = (catalogue(package, DEFAULT_LANGUAGE) for package in PACKAGES if package in sys.modules)
    return frozenset(code for sentences in known for code in sentences)


def _plain(value: object) -> str | float:
    """A number, or a word without any sign that texts of people have."""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return text if _WORD.fullmatch(text) else _UNSHOWN


def _flat(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and those it came from, the last one first."""
    told: BaseException | None = error
    for _ in range(_CAUSES):
        if told is None:
            return
        yield told
        told = told.__cause__ or told.__context__


def _error(error: BaseException) -> str:
    """The class of an error, and the code of one of ours."""
    name = type(error).__name__
    if isinstance(error, BadgeError) and error.code in _codes():
        return f"{name} {error.code}"
    return name


def _frames(trace: TracebackType | None) -> Iterator[str]:
    """Where in the program, innermost last: file, line and function, without the source line."""
    for frame in traceback.extract_tb(trace)[-_FRAMES:]:
        path = "/".join(PurePath(frame.filename).parts[-2:])
        yield f"{path}:{frame.lineno} {frame.name}"
