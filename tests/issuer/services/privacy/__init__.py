"""What is kept of people: told, handed out, erased, and forgotten in time."""
