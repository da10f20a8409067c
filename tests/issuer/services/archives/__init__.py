"""The archive of a place."""
