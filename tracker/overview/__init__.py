"""What a page shows: diary and catalogue in, page values out. Reads, never writes."""
