"""Files of FET, the free timetabling program (https://lalescu.ro/liviu/fet/): its grid, its files, a school read from one."""
