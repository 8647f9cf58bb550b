"""Warning signs: what a rule is, when it is true, what to tell the person."""
