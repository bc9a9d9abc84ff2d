// Part of Martlet. Apache License 2.0; see LICENSE.

#define _GNU_SOURCE
#include "system_calls.h"

#include <sys/mman.h>
#include <unistd.h>

int martlet_memory_file(void) {
    return memfd_create("martlet", MFD_CLOEXEC);
}

int martlet_spawn_close_others(posix_spawn_file_actions_t *actions) {
    return posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
}
