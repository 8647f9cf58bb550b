"""Every write, one transaction each. No request, no form, no template comes in here."""
