"""What others write: bytes to domain values, and values to bytes. No files are opened here and no clock is read."""
