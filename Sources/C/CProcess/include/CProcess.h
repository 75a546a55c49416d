// Starting programs and holding them to limits: what Glibc's headers offer only under _GNU_SOURCE.
#ifndef VG_PROCESS_H
#define VG_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

// A pipe whose ends, both above 15, no other program inherits. 0, or an error number.
int vg_pipe(int ends[2]);

// A file that stands in no folder and that no other program inherits; its descriptor, above 15, or -1 with errno.
int vg_memory_file(void);

// Starts a program in a process group of its own, signals as a new program expects them, in `folder` (or in ours, if null).
// Of our descriptors it has those named, each as the number of its place (-1: the null device), and no other. Those named
// must be above 15. 0, or an error number: nothing was started then.
int vg_spawn(
    pid_t *child, const char *path, char *const arguments[], char *const environment[], const char *folder,
    const int descriptors[], int count);

// A descriptor that can be read (by poll) once the child has ended; -1 with errno.
int vg_watch(pid_t child);

// Holds this process and those it starts to so much of address space, processor time, file size, descriptors and
// processes, and to no core files. 0, or -1 with errno.
int vg_limit(uint64_t memory_bytes, uint64_t processor_seconds, uint64_t file_bytes, uint64_t descriptors, uint64_t processes);

#endif
