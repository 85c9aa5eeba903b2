"""The page of the pool of lecturers (师资库)."""
