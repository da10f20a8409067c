"""CASE 1.1 of 1EdTech: a framework as one CFPackage, its parts when asked for alone, and back.

Identifiers are UUIDs of version 5, made from the framework's own UUID, so that every instance that
publishes the same framework publishes the same identifiers. The address of a CFItem is the address
of the competency, the one that badges align with (CASE-02).
"""

import json

from badges.documents import JsonObject
from badges.frameworks.case.associations import ASSOCIATION_TYPES
from badges.frameworks.case.index import COLLECTIONS, Index, identify
from badges.frameworks.case.reading import CaseReading, read, read_package
from badges.model.framework import Framework

__all__ = [
    "ASSOCIATION_TYPES",
    "COLLECTIONS",
    "CaseReading",
    "Index",
    "export_package",
    "identify",
    "read",
    "read_package",
    "write_document",
    "write_item",
    "write_package",
]


def write_package(framework: Framework, base_url: str, language: str = "fr") -> JsonObject:
    """The whole framework as a CFPackage, its statements in `language`."""
    return identify(framework, base_url, language).package()


def write_document(framework: Framework, base_url: str, language: str = "fr") -> JsonObject:
    """The CFDocument alone, with the way to its package."""
    return identify(framework, base_url, language).document()


def write_item(
    framework: Framework, identifier: str, base_url: str, language: str = "fr"
) -> JsonObject:
    """The CFItem of this identifier alone, with the way to its document (CASE-01).

    Raises:
        FrameworkError: no domain, level or competency has that identifier.
    """
    return identify(framework, base_url, language).item(identifier)


def export_package(framework: Framework, base_url: str) -> str:
    """`write_package` as a text."""
    return json.dumps(write_package(framework, base_url), ensure_ascii=False, indent=2) + "\n"
