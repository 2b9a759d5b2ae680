"""Light into text: cameras, pictures and code readers behind one port."""
