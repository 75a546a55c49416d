#pragma once
#include <stdbool.h>
#include <stdint.h>

// Counts what the process asks of malloc and its kin. For tests and measurements only: a program that links this target has
// its allocator calls interposed. Linked into no product.

/// False where a sanitizer interposes the allocator itself; all counts are then 0.
bool allocation_count_is_available(void);

/// Allocations and bytes asked for by the calling thread since it began. A realloc counts as one allocation of its new size.
uint64_t allocation_count(void);
uint64_t allocation_bytes(void);

/// The same over all threads since the process began.
uint64_t allocation_count_of_all_threads(void);
uint64_t allocation_bytes_of_all_threads(void);

/// Seconds on one of the system's clocks (`CLOCK_…`).
double measured_seconds(int clock);
