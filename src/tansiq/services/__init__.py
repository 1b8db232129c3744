"""What one can do: one function per use case. May, build, keep, record, return."""
