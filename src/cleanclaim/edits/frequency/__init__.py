"""Original, replacement and void claims."""
