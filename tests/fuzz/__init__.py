"""Coverage-guided fuzzing: programs to run by hand, not tests."""
