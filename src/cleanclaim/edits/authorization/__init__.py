"""Who referred, ordered or authorized."""
