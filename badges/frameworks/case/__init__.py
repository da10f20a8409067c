"""CASE 1.1 of 1EdTech: a framework as one CFPackage, its CFDocument alone, and back.

Identifiers are UUIDs of version 5, made from the framework's own UUID, so that every instance that
publishes the same framework publishes the same identifiers. The address of a CFItem is the address
of the competency, the one that badges align with (CASE-02).
"""

import json

from badges.frameworks.case.associations import ASSOCIATION_TYPES
from badges.frameworks.case.package import write_document, write_package
from badges.frameworks.case.reading import CaseReading, read, read_package
from badges.model.framework import Framework

__all__ = [
    "ASSOCIATION_TYPES",
    "CaseReading",
    "export_package",
    "read",
    "read_package",
    "write_document",
    "write_package",
]


def export_package(framework: Framework, base_url: str) -> str:
    """`write_package` as a text."""
    return json.dumps(write_package(framework, base_url), ensure_ascii=False, indent=2) + "\n"
