"""Runs the revisions over the connection that `storage.schema` gives; there is no configuration file."""

from alembic import context

from tansiq.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
