"""The modules that verify inside a browser, run in Node against what our verifier says."""
