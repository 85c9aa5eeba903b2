"""Processes of their own, to be killed: forked from a server that has everything imported."""

import multiprocessing

APART = multiprocessing.get_context("forkserver")
APART.set_forkserver_preload(
    ["pytest", "alembic.command", "alembic.autogenerate", "services.check", "services.sign_in",
     "services.site", "services.demo", "tests.helpers.workspaces"]
)  # fmt: skip
