"""The life of a badge once it is given."""
