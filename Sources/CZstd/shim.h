// Part of Martlet. Apache License 2.0; see LICENSE.

#pragma once
#include <zstd.h>
#include <zstd_errors.h>
