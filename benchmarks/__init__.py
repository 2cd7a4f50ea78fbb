"""Benchmarks: each prints a ratio against a named peer or limit, on the same data, in one run."""
