"""Work items: what needs a person, why, and what was done about it."""
