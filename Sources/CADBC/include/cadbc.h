// Part of Martlet. Apache License 2.0; see LICENSE.
//
// The part of ADBC 1.1.0 and of the Arrow C stream interface that the engine's driver is called through.
// Both are published binary interfaces: the order, the types and the sizes of the fields are given, the words are ours.
// A function that Martlet never calls is a slot of the right size, so that the ones behind it stay at their offsets.

#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// 0 is success; every other value is a kind of failure that the error's message explains.
typedef uint8_t AdbcStatusCode;

/// The revision asked for when a driver is loaded; it fixes the size of `AdbcDriver`.
#define ADBC_VERSION_1_1_0 1001000

struct AdbcDriver;
struct ArrowArrayStream;

/// What went wrong. The driver owns `message` until `release` is called.
struct AdbcError {
    char *message;
    int32_t vendor_code;
    char sqlstate[5];
    void (*release)(struct AdbcError *error);
    void *private_data;
    struct AdbcDriver *private_driver;
};

/// Options and state that connections share.
struct AdbcDatabase {
    void *private_data;
    struct AdbcDriver *private_driver;
};

/// A session: one statement at a time.
struct AdbcConnection {
    void *private_data;
    struct AdbcDriver *private_driver;
};

/// A statement of a connection.
struct AdbcStatement {
    void *private_data;
    struct AdbcDriver *private_driver;
};

/// A function of the driver that is not called here.
typedef void (*AdbcUnusedFunction)(void);

/// The functions of a loaded driver.
struct AdbcDriver {
    void *private_data;
    void *private_manager;
    AdbcStatusCode (*release)(struct AdbcDriver *driver, struct AdbcError *error);

    AdbcStatusCode (*DatabaseInit)(struct AdbcDatabase *, struct AdbcError *);
    AdbcStatusCode (*DatabaseNew)(struct AdbcDatabase *, struct AdbcError *);
    AdbcStatusCode (*DatabaseSetOption)(struct AdbcDatabase *, const char *key, const char *value, struct AdbcError *);
    AdbcStatusCode (*DatabaseRelease)(struct AdbcDatabase *, struct AdbcError *);

    AdbcUnusedFunction ConnectionCommit;
    AdbcUnusedFunction ConnectionGetInfo;
    AdbcUnusedFunction ConnectionGetObjects;
    AdbcUnusedFunction ConnectionGetTableSchema;
    AdbcUnusedFunction ConnectionGetTableTypes;
    AdbcStatusCode (*ConnectionInit)(struct AdbcConnection *, struct AdbcDatabase *, struct AdbcError *);
    AdbcStatusCode (*ConnectionNew)(struct AdbcConnection *, struct AdbcError *);
    AdbcUnusedFunction ConnectionSetOption;
    AdbcUnusedFunction ConnectionReadPartition;
    AdbcStatusCode (*ConnectionRelease)(struct AdbcConnection *, struct AdbcError *);
    AdbcUnusedFunction ConnectionRollback;

    AdbcUnusedFunction StatementBind;
    AdbcUnusedFunction StatementBindStream;
    /// Without a stream to fill, the statement runs to its end and only the number of rows written comes back.
    AdbcStatusCode (*StatementExecuteQuery)(struct AdbcStatement *, struct ArrowArrayStream *, int64_t *rowsAffected, struct AdbcError *);
    AdbcUnusedFunction StatementExecutePartitions;
    AdbcUnusedFunction StatementGetParameterSchema;
    AdbcStatusCode (*StatementNew)(struct AdbcConnection *, struct AdbcStatement *, struct AdbcError *);
    AdbcUnusedFunction StatementPrepare;
    AdbcStatusCode (*StatementRelease)(struct AdbcStatement *, struct AdbcError *);
    AdbcUnusedFunction StatementSetOption;
    AdbcStatusCode (*StatementSetSqlQuery)(struct AdbcStatement *, const char *sql, struct AdbcError *);
    AdbcUnusedFunction StatementSetSubstraitPlan;

    /// The functions that 1.1.0 added: error details, typed options, statistics, cancellation. The driver may leave
    /// them null, and the one used here does; a statement is cancelled by SQL.
    AdbcUnusedFunction AddedIn110[29];
};

/// The symbol a driver library exports, `AdbcDriverInit`: fills `driver`, a `struct AdbcDriver`.
typedef AdbcStatusCode (*AdbcDriverInitFunction)(int version, void *driver, struct AdbcError *error);

#ifdef __cplusplus
}
#endif
