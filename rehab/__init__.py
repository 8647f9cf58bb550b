"""What we know about pain at the back of the thigh.

This package holds the vocabulary, the values that rules read, the warning
signs, the programmes and their content. It imports the standard library,
pydantic and itself: no Django, no clock, no database, no network. "Today" is
always an argument.

Two promises follow. A physiotherapist can review `rehab/content/` without
reading Python, and a researcher can `import rehab` in a notebook.
"""
