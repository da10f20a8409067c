"""Awarding to a group: read the people, write the draft, look, confirm, and sign line by line.

`drafting` writes (`create`, `add_people`, `add_csv`, `add_person`, `edit_line`, `edit_batch`,
`set_aside`, `remove_line`, `discard`), `following` reads (`get`, `listing`, `lines`, `progress`),
`looking` shows what would be signed (`look`), `confirming` starts it (`confirm`), `running` does it
(`run`, `sweep`).
"""
