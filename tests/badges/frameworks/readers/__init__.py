"""Tests of the readers of official referentials."""
