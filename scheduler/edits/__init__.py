"""Changes of a school that its timetabler could make, each with its words, its place and its price."""
