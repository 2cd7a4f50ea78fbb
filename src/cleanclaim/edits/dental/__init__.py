"""Dental services: teeth, surfaces, prostheses, orthodontics."""
