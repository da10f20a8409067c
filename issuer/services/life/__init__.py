"""The life of a badge once it is given: taken back, suspended, renewed, corrected."""
