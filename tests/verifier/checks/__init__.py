"""One file of tests for each check that is large enough to have its own."""
