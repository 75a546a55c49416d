#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

int vg_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int vg_memory_file(void) { return memfd_create("document", MFD_CLOEXEC); }

static int prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, int input, int output) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int fault = posix_spawnattr_setsigmask(attributes, &none);
    if (!fault) fault = posix_spawnattr_setsigdefault(attributes, &all);
    if (!fault) fault = posix_spawnattr_setpgroup(attributes, 0);
    if (!fault)
        fault = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    if (!fault)
        fault = input < 0 ? posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
                          : posix_spawn_file_actions_adddup2(actions, input, 0);
    if (!fault)
        fault = output < 0 ? posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0)
                           : posix_spawn_file_actions_adddup2(actions, output, 1);
    if (!fault) fault = posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0);
    if (!fault) fault = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    return fault;
}

int vg_spawn(pid_t *child, const char *path, char *const arguments[], char *const environment[], int input, int output) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int fault = posix_spawn_file_actions_init(&actions);
    if (fault) return fault;
    fault = posix_spawnattr_init(&attributes);
    if (!fault) {
        fault = prepare(&actions, &attributes, input, output);
        if (!fault) fault = posix_spawn(child, path, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return fault;
}

static int hold(int resource, uint64_t bound) {
    struct rlimit limit = {bound, bound};
    return setrlimit(resource, &limit);
}

int vg_limit(
    uint64_t memory_bytes, uint64_t processor_seconds, uint64_t file_bytes, uint64_t descriptors, uint64_t processes) {
    if (hold(RLIMIT_CORE, 0) || hold(RLIMIT_AS, memory_bytes) || hold(RLIMIT_CPU, processor_seconds)
        || hold(RLIMIT_FSIZE, file_bytes) || hold(RLIMIT_NOFILE, descriptors) || hold(RLIMIT_NPROC, processes))
        return -1;
    return 0;
}
