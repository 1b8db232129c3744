"""Views: pure functions from values of the domain to what templates show, one file for each subject."""
