"""Door two: read any badge and judge it; keep nothing."""
