"""What is handed out of an allocation: lists of clubs and classes, slips of pupils, the report."""
