"""Going back to a copy (从备份恢复), before any data are open."""
