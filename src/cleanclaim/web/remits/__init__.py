"""Remittance files, remittances, claim payments and their posting."""
