"""Forms: what officers type, read into values of the domain, one file for each subject."""
