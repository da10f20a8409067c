"""The shared core of issuing and verifying Open Badges 3.0. Its rooms do no I/O but `net`."""
