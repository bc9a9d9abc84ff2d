// Part of Martlet. Apache License 2.0; see LICENSE.

// One JSON document at a time, flattened into an array of tokens by the system's simdjson.
//
// Tokens stand in the order of the document. The members of an object are pairs: a string token for the key, then
// the value. `next` of a token is the index after the whole value, so that a value is skipped in one step.

#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum __attribute__((enum_extensibility(closed))) : uint8_t {
    CSimdJSONKindNull,
    CSimdJSONKindFalse,
    CSimdJSONKindTrue,
    /// A number without fraction and exponent.
    CSimdJSONKindInteger,
    CSimdJSONKindNumber,
    CSimdJSONKindString,
    CSimdJSONKindArray,
    CSimdJSONKindObject,
} CSimdJSONKind;

typedef struct {
    CSimdJSONKind kind;
    /// The string had escapes: its text is in `unescaped`, not in the document.
    bool is_unescaped;
    /// Where the text starts; of strings without quotes, of arrays and objects with their brackets.
    uint32_t offset;
    uint32_t length;
    uint32_t next;
} CSimdJSONToken;

typedef enum __attribute__((enum_extensibility(closed))) : uint8_t {
    CSimdJSONStatusSuccess,
    /// No JSON, not UTF-8, or neither an object nor an array.
    CSimdJSONStatusInvalid,
    CSimdJSONStatusTooDeep,
    CSimdJSONStatusOutOfMemory,
} CSimdJSONStatus;

typedef struct CSimdJSONParser CSimdJSONParser;

/// The bytes that must be readable after the end of a document.
extern const size_t csimdjson_padding;

/// A parser that refuses values inside more arrays and objects than `depth_limit`.
CSimdJSONParser *csimdjson_parser_create(uint32_t depth_limit);
void csimdjson_parser_destroy(CSimdJSONParser *parser);

/// Flattens a document, which must be followed by `csimdjson_padding` readable bytes.
CSimdJSONStatus csimdjson_parse(CSimdJSONParser *parser, const uint8_t *document, size_t length);

/// The tokens of the document parsed last, until the next one is parsed.
const CSimdJSONToken *csimdjson_tokens(const CSimdJSONParser *parser, size_t *count);
/// The text of the strings that had escapes.
const uint8_t *csimdjson_unescaped(const CSimdJSONParser *parser, size_t *count);

/// The nearest double of the text of a number: infinite if it is beyond the range, NaN if the text is no number.
double csimdjson_double(const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
