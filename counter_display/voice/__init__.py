"""The voice of the hall: a call spelled in clips, the bank of clips, and who is said when."""
