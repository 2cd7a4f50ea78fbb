"""Mutation testing: how many small faults put into the edits do their tests notice.

    nice python -m tests.mutants --seed 1 --count 200 --workers 1

A mutant is one module with one change (:mod:`tests.mutants.changes`), chosen at random under the seed over
all places of the package where one fits. The tests that concern the module (:mod:`tests.mutants.concerned`)
run against it in a process forked for it, with a limit of time; the first that fails kills it. What lives is
printed with its place and change. Not mutated are tables (what stands in displays of a module), examples,
citations and words: they are data, which are checked against their sources and by the generated pages.
"""
