"""What the hall sees and hears: hall screen, counter screen, phone page and announcements."""
