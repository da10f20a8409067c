"""Measures beside peers, as ratios within one run; never asserted by a timed test."""
