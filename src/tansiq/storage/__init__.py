"""Where it is kept: records, journal, indexes, migrations. The only room that speaks SQL; SQLite and PostgreSQL."""
