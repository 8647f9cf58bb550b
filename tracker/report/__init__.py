"""One page for the professional: built from the diary, read in a minute, printed or made a PDF."""
