#define _GNU_SOURCE
#include "include/child_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

int child_pipe(int ends[2]) {
    int low[2];
    if (pipe2(low, O_CLOEXEC) != 0) return errno;
    int error = 0;
    for (int index = 0; index < 2; index++) {
        ends[index] = fcntl(low[index], F_DUPFD_CLOEXEC, 16);
        if (ends[index] < 0) error = errno;
        close(low[index]);
    }
    if (error != 0) {
        for (int index = 0; index < 2; index++)
            if (ends[index] >= 0) close(ends[index]);
    }
    return error;
}

static int prepare(
    posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, const char *folder, int complaints, int orders,
    int answers) {
    int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (error == 0) error = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, complaints, 2);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, orders, 3);
    if (error == 0) error = posix_spawn_file_actions_adddup2(actions, answers, 4);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, 5);
    if (error == 0) error = posix_spawn_file_actions_addchdir_np(actions, folder);
    sigset_t signals;
    sigfillset(&signals);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &signals);
    sigemptyset(&signals);
    if (error == 0) error = posix_spawnattr_setsigmask(attributes, &signals);
    if (error == 0) error = posix_spawnattr_setpgroup(attributes, 0);
    if (error == 0)
        error = posix_spawnattr_setflags(
            attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    return error;
}

int child_spawn(
    pid_t *pid, const char *path, char *const argv[], char *const envp[], const char *folder, int complaints, int orders,
    int answers) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = prepare(&actions, &attributes, folder, complaints, orders, answers);
        if (error == 0) error = posix_spawn(pid, path, &actions, &attributes, argv, envp);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}
