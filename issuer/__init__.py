"""Door one: sign Open Badges 3.0 credentials and keep what was signed."""
