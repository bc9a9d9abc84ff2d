// Part of Martlet. Apache License 2.0; see LICENSE.

#include "cadbc.h"

// The driver fills the struct as it knows it: three slots of state, 26 functions of 1.0.0, 29 of 1.1.0.
_Static_assert(sizeof(struct AdbcDriver) == (3 + 26 + 29) * sizeof(void *), "AdbcDriver has the layout of ADBC 1.1.0");
_Static_assert(offsetof(struct AdbcDriver, StatementExecuteQuery) == 20 * sizeof(void *), "no slot is missing before ExecuteQuery");
