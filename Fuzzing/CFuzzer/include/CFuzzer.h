// Part of Martlet. Apache License 2.0; see LICENSE.

#ifndef CFUZZER_H
#define CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/// The compiler's fuzzer: calls `target` with ever new inputs until it traps or time is up; returns the status to exit with.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *data, size_t size));

#endif
