"""The timetable (课表): a week or a month of lessons on one painted board."""
