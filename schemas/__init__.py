"""Data that the program carries: contexts, JSON Schemas, the tiers-lieux referential."""
