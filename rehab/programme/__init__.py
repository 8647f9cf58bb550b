"""Programmes: staged plans, their exercises, tests, ladders and rules."""
