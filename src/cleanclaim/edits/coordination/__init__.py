"""Several payers: order, reasons, earlier payments."""
