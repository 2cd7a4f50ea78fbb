"""What a claim of its type cannot be without."""
