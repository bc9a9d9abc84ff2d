// Part of Martlet. Apache License 2.0; see LICENSE.

#include "CSimdJSON.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string>
#include <vector>

/// simdjson's first stage checks UTF-8 and finds where tokens start, many bytes at a time. The second stage is ours:
/// simdjson's own ones either drop the text of numbers or cost three times as much on small documents.
struct CSimdJSONParser {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage1;
    std::vector<CSimdJSONToken> tokens;
    std::vector<uint8_t> unescaped;
    size_t token_count = 0;

    explicit CSimdJSONParser(uint32_t depth_limit) : depth_limit(depth_limit) {}
    CSimdJSONStatus flatten_document(const uint8_t *text, size_t length);

private:
    const uint8_t *document = nullptr;
    /// The starts of tokens that are still to be read.
    const uint32_t *starts = nullptr, *starts_end = nullptr;
    /// The first backslash that is not behind us, or the end: a search per document, not per string.
    const uint8_t *next_escape = nullptr, *document_end = nullptr;
    const uint32_t depth_limit;

    CSimdJSONStatus prepare(const uint8_t *text, size_t length);
    CSimdJSONStatus flatten(uint32_t depth);
    CSimdJSONStatus flatten_array(uint32_t depth);
    CSimdJSONStatus flatten_object(uint32_t depth);
    CSimdJSONStatus flatten_string();
    CSimdJSONStatus flatten_word();
    uint8_t next() const { return starts < starts_end ? document[*starts] : 0; }
    bool take(uint8_t byte);
    const uint8_t *token_end(const uint8_t *text) const;
    void find_escape(const uint8_t *text);
    void append(CSimdJSONKind kind, const uint8_t *text, const uint8_t *text_end);
};

const size_t csimdjson_padding = simdjson::SIMDJSON_PADDING;

// MARK: Scalars

static bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

static const uint8_t *skip_digits(const uint8_t *text, const uint8_t *end) {
    while (text < end && *text >= '0' && *text <= '9') ++text;
    return text;
}

/// Checks the grammar of a number: numbers are only converted once the column is known.
static bool is_number(const uint8_t *text, const uint8_t *end, CSimdJSONKind *kind) {
    *kind = CSimdJSONKindInteger;
    if (text < end && *text == '-') ++text;
    const uint8_t *digits = text;
    text = skip_digits(text, end);
    if (text == digits || (*digits == '0' && text - digits > 1)) return false;
    if (text < end && *text == '.') {
        *kind = CSimdJSONKindNumber;
        digits = ++text;
        text = skip_digits(text, end);
        if (text == digits) return false;
    }
    if (text < end && (*text == 'e' || *text == 'E')) {
        *kind = CSimdJSONKindNumber;
        if (++text < end && (*text == '+' || *text == '-')) ++text;
        digits = text;
        text = skip_digits(text, end);
        if (text == digits) return false;
    }
    return text == end;
}

static bool read_hexadecimal(const uint8_t *text, const uint8_t *end, uint32_t *code) {
    if (end - text < 4) return false;
    auto result = std::from_chars(reinterpret_cast<const char *>(text), reinterpret_cast<const char *>(text + 4), *code, 16);
    return result.ptr == reinterpret_cast<const char *>(text + 4);
}

/// The bytes of a string, which may hold escapes; false if one is unknown. A lone surrogate becomes U+FFFD.
static bool append_unescaped(const uint8_t *text, const uint8_t *end, std::vector<uint8_t> &bytes) {
    while (text < end) {
        auto backslash = static_cast<const uint8_t *>(memchr(text, '\\', size_t(end - text)));
        bytes.insert(bytes.end(), text, backslash ? backslash : end);
        if (!backslash) return true;
        if (end - backslash < 2) return false;
        text = backslash + 2;
        if (backslash[1] != 'u') {
            static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
            auto name = backslash[1] ? strchr(names, backslash[1]) : nullptr;
            if (!name) return false;
            bytes.push_back(uint8_t(values[name - names]));
            continue;
        }
        uint32_t code, low;
        if (!read_hexadecimal(text, end, &code)) return false;
        text += 4;
        if (code >= 0xD800 && code < 0xDC00 && end - text >= 6 && text[0] == '\\' && text[1] == 'u'
            && read_hexadecimal(text + 2, end, &low) && low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            text += 6;
        }
        if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;
        if (code < 0x80) {
            bytes.push_back(uint8_t(code));
        } else if (code < 0x800) {
            bytes.insert(bytes.end(), {uint8_t(0xC0 | code >> 6), uint8_t(0x80 | (code & 0x3F))});
        } else if (code < 0x10000) {
            bytes.insert(bytes.end(), {uint8_t(0xE0 | code >> 12), uint8_t(0x80 | (code >> 6 & 0x3F)), uint8_t(0x80 | (code & 0x3F))});
        } else {
            bytes.insert(bytes.end(), {uint8_t(0xF0 | code >> 18), uint8_t(0x80 | (code >> 12 & 0x3F)),
                                       uint8_t(0x80 | (code >> 6 & 0x3F)), uint8_t(0x80 | (code & 0x3F))});
        }
    }
    return true;
}

// MARK: Tokens

bool CSimdJSONParser::take(uint8_t byte) {
    if (next() != byte) return false;
    ++starts;
    return true;
}

/// The end of a token that was just taken: only blanks stand between it and the start of the next one.
const uint8_t *CSimdJSONParser::token_end(const uint8_t *text) const {
    auto end = document + *starts;
    while (end > text && is_blank(end[-1])) --end;
    return end;
}

void CSimdJSONParser::find_escape(const uint8_t *text) {
    auto found = static_cast<const uint8_t *>(memchr(text, '\\', size_t(document_end - text)));
    next_escape = found ? found : document_end;
}

void CSimdJSONParser::append(CSimdJSONKind kind, const uint8_t *text, const uint8_t *text_end) {
    tokens[token_count] = {kind, false, uint32_t(text - document), uint32_t(text_end - text), uint32_t(token_count + 1)};
    ++token_count;
}

CSimdJSONStatus CSimdJSONParser::flatten_string() {
    auto text = document + *starts++ + 1;
    auto text_end = token_end(text) - 1;
    if (text_end < text || *text_end != '"') return CSimdJSONStatusInvalid;
    append(CSimdJSONKindString, text, text_end);
    if (next_escape >= text_end) return CSimdJSONStatusSuccess;

    size_t start = unescaped.size();
    if (!append_unescaped(text, text_end, unescaped)) return CSimdJSONStatusInvalid;
    CSimdJSONToken &token = tokens[token_count - 1];
    token.is_unescaped = true;
    token.offset = uint32_t(start);
    token.length = uint32_t(unescaped.size() - start);
    find_escape(text_end);
    return CSimdJSONStatusSuccess;
}

CSimdJSONStatus CSimdJSONParser::flatten_word() {
    auto text = document + *starts++;
    auto text_end = token_end(text);
    auto length = size_t(text_end - text);
    CSimdJSONKind kind;
    if (length == 4 && !memcmp(text, "null", 4)) kind = CSimdJSONKindNull;
    else if (length == 4 && !memcmp(text, "true", 4)) kind = CSimdJSONKindTrue;
    else if (length == 5 && !memcmp(text, "false", 5)) kind = CSimdJSONKindFalse;
    else if (!is_number(text, text_end, &kind)) return CSimdJSONStatusInvalid;
    append(kind, text, text_end);
    return CSimdJSONStatusSuccess;
}

CSimdJSONStatus CSimdJSONParser::flatten_array(uint32_t depth) {
    if (take(']')) return CSimdJSONStatusSuccess;
    do {
        if (auto status = flatten(depth)) return status;
    } while (take(','));
    return take(']') ? CSimdJSONStatusSuccess : CSimdJSONStatusInvalid;
}

CSimdJSONStatus CSimdJSONParser::flatten_object(uint32_t depth) {
    if (take('}')) return CSimdJSONStatusSuccess;
    do {
        if (next() != '"') return CSimdJSONStatusInvalid;
        if (auto status = flatten_string()) return status;
        if (!take(':')) return CSimdJSONStatusInvalid;
        if (auto status = flatten(depth)) return status;
    } while (take(','));
    return take('}') ? CSimdJSONStatusSuccess : CSimdJSONStatusInvalid;
}

/// The value that comes next; `depth` counts the arrays and objects around it.
CSimdJSONStatus CSimdJSONParser::flatten(uint32_t depth) {
    auto first = next();
    if (first == '"') return flatten_string();
    if (first != '{' && first != '[') return first ? flatten_word() : CSimdJSONStatusInvalid;
    if (depth >= depth_limit) return CSimdJSONStatusTooDeep;

    size_t container = token_count;
    auto text = document + *starts++;
    append(first == '{' ? CSimdJSONKindObject : CSimdJSONKindArray, text, text);
    if (auto status = first == '{' ? flatten_object(depth + 1) : flatten_array(depth + 1)) return status;
    tokens[container].length = uint32_t(document + starts[-1] + 1 - text);
    tokens[container].next = uint32_t(token_count);
    return CSimdJSONStatusSuccess;
}

CSimdJSONStatus CSimdJSONParser::prepare(const uint8_t *text, size_t length) {
    if (length > UINT32_MAX) return CSimdJSONStatusInvalid;
    if (!stage1 || stage1->capacity() < length) {
        auto capacity = std::max<size_t>(length, 1 << 16);
        auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, depth_limit, stage1);
        if (error) return CSimdJSONStatusOutOfMemory;
    }
    if (stage1->stage1(text, length, simdjson::stage1_mode::regular)) return CSimdJSONStatusInvalid;
    document = text;
    starts = stage1->structural_indexes.get();
    starts_end = starts + stage1->n_structural_indexes;
    document_end = text + length;
    find_escape(text);
    if (tokens.size() < stage1->n_structural_indexes) tokens.resize(2 * stage1->n_structural_indexes);
    return CSimdJSONStatusSuccess;
}

CSimdJSONStatus CSimdJSONParser::flatten_document(const uint8_t *text, size_t length) {
    token_count = 0;
    unescaped.clear();
    if (auto status = prepare(text, length)) return status;
    if (next() != '{' && next() != '[') return CSimdJSONStatusInvalid;
    if (auto status = flatten(0)) return status;
    return starts == starts_end ? CSimdJSONStatusSuccess : CSimdJSONStatusInvalid;
}

// MARK: The interface

CSimdJSONParser *csimdjson_parser_create(uint32_t depth_limit) { return new (std::nothrow) CSimdJSONParser(depth_limit); }

void csimdjson_parser_destroy(CSimdJSONParser *parser) { delete parser; }

CSimdJSONStatus csimdjson_parse(CSimdJSONParser *parser, const uint8_t *document, size_t length) {
    try {
        return parser->flatten_document(document, length);
    } catch (const std::bad_alloc &) {
        return CSimdJSONStatusOutOfMemory;
    }
}

const CSimdJSONToken *csimdjson_tokens(const CSimdJSONParser *parser, size_t *count) {
    *count = parser->token_count;
    return parser->tokens.data();
}

const uint8_t *csimdjson_unescaped(const CSimdJSONParser *parser, size_t *count) {
    *count = parser->unescaped.size();
    return parser->unescaped.data();
}

double csimdjson_double(const uint8_t *text, size_t length) {
    double value = 0;
    auto first = reinterpret_cast<const char *>(text), last = first + length;
    auto result = std::from_chars(first, last, value);
    if (result.ec == std::errc::invalid_argument || result.ptr != last) return std::numeric_limits<double>::quiet_NaN();
    // Too small and too large are one error here; the slower function tells them apart.
    return result.ec == std::errc::result_out_of_range ? strtod(std::string(first, length).c_str(), nullptr) : value;
}
