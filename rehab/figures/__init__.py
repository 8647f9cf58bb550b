"""Pictures as data: points without markup. Templates draw them."""
