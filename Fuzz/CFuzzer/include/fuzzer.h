/// The entry points of libFuzzer that are called from Swift. Linked only into the fuzzing executable.
#ifndef CFUZZER_H
#define CFUZZER_H
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with its usual options; returns its exit code.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *bytes, size_t count));

/// libFuzzer's own mutation, for use inside a custom one. Returns the new size.
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t capacity);
#endif
