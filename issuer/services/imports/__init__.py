"""Badges that learners bring from elsewhere: verified at once, and kept as they came.

`bringing` takes one in, `examining` asks the verifier of this instance and reads its report,
`people_named` compares names, `file_kinds` tells what a file is by its content. `reading` shows
them, `renewing` asks the verifier again, `keeping` takes one away.
"""
