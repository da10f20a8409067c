"""Competence frameworks: read from files, written in the formats that others read.

To add a format, write a module with a function from framework and origin to text, and list it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from badges.errors import FrameworkError
from badges.frameworks import case, skos, sssom, table
from badges.frameworks.alignments import alignments as alignments_of
from badges.frameworks.tiers_lieux import load_context, load_tiers_lieux
from badges.model.framework import Framework

__all__ = [
    "EXPORTS",
    "FORMATS",
    "Format",
    "alignments_of",
    "export",
    "load_context",
    "load_tiers_lieux",
]


@dataclass(frozen=True)
class Format:
    """A form in which a whole framework is written."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Framework, str], str]


FORMATS = (
    Format("skos-jsonld", "application/ld+json", ".jsonld", skos.export_jsonld),
    Format("turtle", "text/turtle; charset=utf-8", ".ttl", skos.write_turtle),
    Format("case", "application/json", ".case.json", case.export_package),
    Format("sssom", "text/tab-separated-values; charset=utf-8", ".sssom.tsv", sssom.write),
    Format("csv", "text/csv; charset=utf-8", ".csv", table.write),
)

EXPORTS = tuple(known.name for known in FORMATS)


def export(framework: Framework, format_name: str, base_url: str) -> str:
    """The framework as published at the origin `base_url`, in the format of that name.

    Raises:
        FrameworkError: we do not write that format.
    """
    for known in FORMATS:
        if known.name == format_name:
            return known.write(framework, base_url)
    names = ", ".join(known.name for known in FORMATS)
    raise FrameworkError("framework.format_unknown", format=format_name, formats=names)
