"""/api/v1: encounters, documents, codes, claims, findings, remittances, work items and rules for programs."""
