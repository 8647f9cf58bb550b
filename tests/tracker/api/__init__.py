"""The endpoint for shortcuts: tokens, entries, refusals."""
