"""Durable equipment: bought or rented, ordered."""
