// Loaded before a program's own libraries (LD_PRELOAD), this library moves what the program takes for the time of day. The
// difference in microseconds stands in the first eight bytes of the file that VONGGAC_TEST_CLOCK names, in the machine's byte order,
// and may change while the program runs. Clocks that only run forward are left alone, as they are when somebody sets a clock.
