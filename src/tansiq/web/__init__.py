"""What one sees: pages, languages, static files.

Handlers are thin: read the request, call a service, show the answer.
"""
