"""The small programs beside a counter or in the hall: speaker, rating buttons, lamp."""
