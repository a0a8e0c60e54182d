"""Tables as agencies publish them: read safely, understood, compared, and recorded when told to.

A file is read in a process of its own (`sheets`), a mapping says how to understand it
(`mapping`, proposed by `propose`), `rows` turns cells into entries, `preview` says what would
change, and `commit` records it, whole or not at all.
"""
