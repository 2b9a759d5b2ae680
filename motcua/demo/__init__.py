"""The demo office: real procedures of a commune of Bình Định, invented people, a day that repeats."""
