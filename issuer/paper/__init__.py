"""Certificates, cards, stickers, booklets and posters: the adapter of `issuer.ports.press`."""

from issuer.paper.press import TypstPress

__all__ = ["TypstPress"]
