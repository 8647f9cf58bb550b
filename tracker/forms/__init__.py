"""What a person may type, bounded and explained, one file per page or noun."""
