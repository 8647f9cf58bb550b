"""The eight steps of the intake, one form each. A form reads no rows and writes none."""
