"""What we run: the Django project (settings, urls, wsgi) and its one app.

Imports go one way: `tracker` -> `rehab`, and inside tracker
`urls > views > forms | actions | overview | report | exchange > diary_reader > models`.
`tests/test_architecture.py` holds the line.
"""
