"""Several processes and several machines on one PostgreSQL."""
