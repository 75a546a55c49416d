// Words of a folded stream, and what bitmaps say of them before any table is asked. In C, for a loop of it runs for every
// word of every page, and its shifts and masks come out at fewer instructions than in Swift.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "keys hold the first byte lowest");

// What a word may be the beginning or the end of.
enum {
    VT_WORD_ONE = 1,     // a literal shorter than eight bytes by its first word
    VT_WORD_TWO = 2,     // one by its first two words
    VT_WORD_EIGHT = 4,   // a longer one by its first eight bytes
    VT_WORD_SUFFIX = 8,  // one that stands where words end
    VT_WORD_LONG = 16,   // eight bytes and more: literals may stand inside
};

typedef struct {
    uint32_t start, end;
    uint32_t nextEnd;  // where the next word ends; UINT32_MAX for the last
    uint32_t kinds;    // VT_WORD_…
} vt_word;

// Bits by `vt_key_bit` of the first bytes of words, and by `vt_suffix_bit`.
typedef struct {
    const uint64_t *_Nonnull one, *_Nonnull two, *_Nonnull eight;
    const uint64_t *_Nonnull suffixes;
} vt_word_filters;

// Between two steps: the word that has begun, and the one that waits for the end of the next (empty before the first).
typedef struct {
    uint32_t open;
    uint32_t start, end;
} vt_word_state;

enum { VT_KEY_BITS = 17, VT_SUFFIX_BITS = 15 };

// Fibonacci hashing: the high bits of the product depend on all bytes of the key.
static inline uint64_t vt_key_hash(uint64_t key) { return key * 0x9E3779B97F4A7C15; }

static inline uint64_t vt_key_bit(uint64_t key) { return vt_key_hash(key) >> (64 - VT_KEY_BITS); }

// Of the low five bits of the last three bytes; `last` holds the last four, the very last highest.
static inline uint32_t vt_suffix_bit(uint32_t last) {
    return ((last >> 8 & 0x1F1F1F) * 0x9E3779B1u) >> (32 - VT_SUFFIX_BITS);
}

static inline uint32_t vt_has_bit(const uint64_t *_Nonnull words, uint64_t bit) {
    return (uint32_t)(words[bit >> 6] >> (bit & 63)) & 1;
}

// The first `length` bytes, of eight at the most.
static inline uint64_t vt_first_bytes(uint64_t text, uint32_t length) {
    static const uint64_t low[9] = {
        0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, UINT64_MAX,
    };
    return text & low[length < 8 ? length : 8];
}

// Eight bytes from `at` on, the first lowest; zeros behind the end.
static inline uint64_t vt_next_bytes(const uint8_t *_Nonnull base, size_t count, size_t at) {
    uint64_t text = 0;
    if (at + 8 <= count) memcpy(&text, base + at, 8);
    else if (at < count) memcpy(&text, base + at, count - at);
    return text;
}

// Asks the bitmaps about a word. Where an end lies farther off than seven bytes the key is in no table: keys there are shorter.
static inline uint32_t vt_ask_word(
    const uint8_t *_Nonnull base, size_t count, uint32_t start, uint32_t end, uint32_t nextEnd,
    const vt_word_filters *_Nonnull filters, vt_word *_Nonnull word) {
    if (start >= end) return 0;
    uint64_t text = vt_next_bytes(base, count, start);
    uint32_t last = 0;
    if (end >= 4) memcpy(&last, base + end - 4, 4);
    else memcpy((uint8_t *)&last + 4 - end, base, end);
    uint32_t kinds = vt_has_bit(filters->one, vt_key_bit(vt_first_bytes(text, end - start)));
    kinds |= vt_has_bit(filters->two, vt_key_bit(vt_first_bytes(text, nextEnd - start))) * VT_WORD_TWO;
    kinds |= vt_has_bit(filters->eight, vt_key_bit(text)) * VT_WORD_EIGHT;
    kinds |= vt_has_bit(filters->suffixes, vt_suffix_bit(last)) * VT_WORD_SUFFIX;
    kinds |= (end - start >= 8) * VT_WORD_LONG;
    *word = (vt_word){start, end, nextEnd, kinds};
    return kinds != 0;
}

// Asks about the words of 64 bytes from `block` on: bits of `starts` and `ends` say where words begin, and behind which byte.
// Writes those that may be something, 33 at the most, and answers how many. No byte at or behind `count` is read.
static inline uint32_t vt_ask_words(
    const uint8_t *_Nonnull base, size_t count, size_t block, uint64_t starts, uint64_t ends,
    vt_word_state *_Nonnull state, const vt_word_filters *_Nonnull filters, vt_word *_Nonnull found) {
    uint32_t foundCount = 0, at = (uint32_t)block;
    // A word from the step before ends with no start of its own here.
    if (ends && !(starts & ((ends & -ends) - 1))) {
        uint32_t end = at + (uint32_t)__builtin_ctzll(ends);
        foundCount += vt_ask_word(base, count, state->start, state->end, end, filters, found + foundCount);
        state->start = state->open;
        state->end = end;
        ends &= ends - 1;
    }
    while (ends) {
        uint32_t start = at + (uint32_t)__builtin_ctzll(starts), end = at + (uint32_t)__builtin_ctzll(ends);
        starts &= starts - 1;
        ends &= ends - 1;
        foundCount += vt_ask_word(base, count, state->start, state->end, end, filters, found + foundCount);
        state->start = start;
        state->end = end;
    }
    if (starts) state->open = at + (uint32_t)__builtin_ctzll(starts);
    return foundCount;
}
