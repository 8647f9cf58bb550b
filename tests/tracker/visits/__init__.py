"""Visits, reminders, pauses, whom to see."""
