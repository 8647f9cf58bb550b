"""The development library: cases written from medicine, as TOML; README.md tells the form."""
