"""Runs out of files: GPX, TCX and FIT, alone, zipped or in a ZIP. Pure reading, no database.

Where somebody ran is read to measure distance and speed, and is not part of what leaves
this room.
"""
