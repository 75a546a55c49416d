#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// Above every descriptor that a child is given, so that none is overwritten before it is passed on.
#define VG_FIRST_HIGH 16

int vg_pipe(int ends[2]) {
    int low[2];
    if (pipe2(low, O_CLOEXEC) != 0) return errno;
    int fault = 0;
    for (int index = 0; index < 2; index++) {
        ends[index] = fcntl(low[index], F_DUPFD_CLOEXEC, VG_FIRST_HIGH);
        if (ends[index] < 0) fault = errno;
        close(low[index]);
    }
    if (fault)
        for (int index = 0; index < 2; index++)
            if (ends[index] >= 0) close(ends[index]);
    return fault;
}

int vg_memory_file(void) {
    int low = memfd_create("document", MFD_CLOEXEC);
    if (low < 0) return -1;
    int high = fcntl(low, F_DUPFD_CLOEXEC, VG_FIRST_HIGH);
    close(low);
    return high;
}

static int prepare(
    posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, const char *folder, const int descriptors[],
    int count) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int fault = posix_spawnattr_setsigmask(attributes, &none);
    if (!fault) fault = posix_spawnattr_setsigdefault(attributes, &all);
    if (!fault) fault = posix_spawnattr_setpgroup(attributes, 0);
    if (!fault)
        fault = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    for (int index = 0; index < count && !fault; index++)
        fault = descriptors[index] < 0
            ? posix_spawn_file_actions_addopen(actions, index, "/dev/null", index == 0 ? O_RDONLY : O_WRONLY, 0)
            : posix_spawn_file_actions_adddup2(actions, descriptors[index], index);
    if (!fault) fault = posix_spawn_file_actions_addclosefrom_np(actions, count);
    if (!fault && folder) fault = posix_spawn_file_actions_addchdir_np(actions, folder);
    return fault;
}

int vg_spawn(
    pid_t *child, const char *path, char *const arguments[], char *const environment[], const char *folder,
    const int descriptors[], int count) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int fault = posix_spawn_file_actions_init(&actions);
    if (fault) return fault;
    fault = posix_spawnattr_init(&attributes);
    if (!fault) {
        fault = prepare(&actions, &attributes, folder, descriptors, count);
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

int vg_watch(pid_t child) { return (int)syscall(SYS_pidfd_open, child, 0); }
