// Part of Martlet. Apache License 2.0; see LICENSE.

#pragma once
#include <zlib.h>
