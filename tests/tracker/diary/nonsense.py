"""Values that no field of ours may take, and none may answer with an error of the server."""

NUMBERS = [
    "-1",
    "11",
    "99999999999999999999",
    "1e3",
    "1_0",
    "１",
    "٣",
    "0x5",
    "NaN",
    "inf",
    "1e309",
    "true",
    "5.5",
    "4,5",
    "+4",
    "\x00",
    "4\x00",
    "[]",
    "<script>",
]
CODES = ["nope", "true", "1e3", "１", "\x00", "sit_bone\x00", "' OR 1=1 --", "x" * 5000]
TEXTS = ["\x00", "before\x00after", "a" * 2001, "a" * 1_000_000, "€" * 1_000_000]
KEYS = ["", "nope", "1", "\x00", "00000000-0000-0000-0000-00000000000g", "x" * 5000]
