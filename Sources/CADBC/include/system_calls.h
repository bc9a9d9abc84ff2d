// Part of Martlet. Apache License 2.0; see LICENSE.
//
// What running the engine needs of the system, and Swift's view of the C library leaves out.

#pragma once

#include <spawn.h>

/// A new, nameless file in memory that no other program inherits; negative if there can be none.
int martlet_memory_file(void);

/// Lets a program that is about to be started inherit nothing beyond the three standard descriptors.
int martlet_spawn_close_others(posix_spawn_file_actions_t *actions);
