"""Values to points, bands, ticks and marks; no request, no database, no markup.

Every coordinate is percent of its plot: x from the left, y from the top, so that a
template can draw the same chart at any width. What was not recorded has no mark.
"""
