"""Frozen views and builders with the names of Open Badges 3.0."""
