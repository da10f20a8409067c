"""What a place can do, one use case a file: functions that take the `Office` first.

No framework, no SQL, no file and no network here: everything outside comes in through
`issuer.ports`. A service that writes does it in one unit of work, so a failure leaves nothing half
done.
"""
