"""What the warning signs are worth: a library of cases, simulated diaries, and their scores."""
