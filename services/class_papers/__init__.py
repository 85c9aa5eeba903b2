"""The papers of a class: its roster, its timetable, the notice to the branches, study cards."""
