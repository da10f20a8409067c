"""Tests of SD-JWT VC."""
