"""Paper as first class: what is printed, and that it verifies."""
