"""Letters: written with what they tell, sent later, watched until somebody has read them.

`writing` makes them, `sending` hands them to the server, `outbox` shows what waits or came back,
`bounces` reads what other servers report, `templates` keeps the words that a place chose.
"""
