"""What we say and decide, as data: TOML files a clinician can read and check.

`load.load` reads and checks everything, `catalogue.catalogue` holds it for the
life of the process. Changing a number here is a content change: bump the
entry's `version` and note it in `CHANGES.md`.
"""
