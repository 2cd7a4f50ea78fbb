"""The demonstration practice: invented people and notes that run through the whole cycle."""
