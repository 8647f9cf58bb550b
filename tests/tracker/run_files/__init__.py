"""Runs out of files, made here by the writers of GPX, TCX and FIT."""
