"""The encrypted workspace: rows, types, engine, migrations."""
