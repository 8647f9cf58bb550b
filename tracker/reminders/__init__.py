"""What reaches people: what is due, the outbox, mail, push, the calendar, and the jobs."""
