"""Work behind the pages: the queue, and what is done in its time."""
