"""The diary file: a person's whole diary as one JSON file, out and in again."""
