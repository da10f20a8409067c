"""Fuzzing of the verifier: whatever comes, the answer is a report.

`make fuzz` lets atheris look for inputs that break this, guided by the branches that they reach and
starting from the corpus. What it finds is kept in `findings/`, and replayed by `test_fuzz.py`.
"""
