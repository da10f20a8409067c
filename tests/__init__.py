"""Tests: behaviour in sentences, fakes of our own ports, real databases, servers and browser."""
