"""Portfolios: chosen badges of one person together, on a page, on paper and in a signed record."""
