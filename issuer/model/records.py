"""How a record is shown to who looks for a fault, without what is nobody's business."""

from typing import NamedTuple


def shown_without(record: NamedTuple, *hidden: str) -> str:
    """The record as Python writes it, but for some fields."""
    said = zip(record._fields, record, strict=True)
    shown = ", ".join(f"{name}={value!r}" for name, value in said if name not in hidden)
    return f"{type(record).__name__}({shown})"
