"""Patients, their coverages and the payers behind them."""
