#ifndef CHILD_SPAWN_H
#define CHILD_SPAWN_H

#include <sys/types.h>

/// Starts a program as the leader of a process group of its own, with every signal at its default.
///
/// Of our descriptors it has five: 0 reads nothing, 1 is thrown away, `complaints` is 2, `orders` is 3, `answers` is 4. These
/// must be above 4; none of the others is passed on, whatever its flags. What glibc has for this stands behind _GNU_SOURCE,
/// which Swift's view of it does not define.
///
/// Returns 0, or the error's number; nothing was started then.
int child_spawn(
    pid_t *pid, const char *path, char *const argv[], char *const envp[], const char *folder, int complaints, int orders,
    int answers);

/// A pipe that no other program inherits, both ends above 15. Returns 0, or the error's number.
int child_pipe(int ends[2]);

#endif
