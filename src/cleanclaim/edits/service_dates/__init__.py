"""Days of service against each other, birth, death and receipt."""
