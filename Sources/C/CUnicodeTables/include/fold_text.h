// Folds the text that needs no thought: ASCII, and letters that a table of 16-bit entries answers for (Vietnamese). 32 bytes
// a step are sorted at once; what lies between two letters of more than one byte is copied sixteen bytes at a time.
#pragma once
#include "byte_classes.h"
#include <stddef.h>

typedef struct {
    size_t read;     // where to go on in the input
    size_t written;  // bytes of the stream
} vt_folded;

typedef int8_t vt_i8x16 __attribute__((vector_size(16)));

static inline vt_u8x16 vt_load16(const uint8_t *_Nonnull from) {
    vt_u8x16 lanes;
    memcpy(&lanes, from, sizeof lanes);
    return lanes;
}

static inline vt_u8x16 vt_lowered(vt_u8x16 lanes) { return lanes | ((vt_u8x16)((lanes - 'A') < 26) & ' '); }

/// Writes sixteen bytes in small letters, and sixteen marks of zero.
static inline void vt_put16(const uint8_t *_Nonnull from, uint8_t *_Nonnull bytes, uint8_t *_Nonnull marks) {
    vt_u8x16 lanes = vt_lowered(vt_load16(from)), none = {0};
    memcpy(bytes, &lanes, sizeof lanes);
    memcpy(marks, &none, sizeof none);
}

/// White space and, in `special`, everything that is not copied as it is but for second blanks: controls and what is not ASCII.
static inline uint32_t vt_sort32(const uint8_t *_Nonnull from, uint32_t *_Nonnull spaces) {
    uint32_t special = 0, blank = 0;
    for (int part = 0; part < 2; part++) {
        vt_u8x16 lanes = vt_load16(from + 16 * part);
        // As signed numbers, bytes of 0x80 and more are below the controls.
        vt_u8x16 odd = (vt_u8x16)((vt_i8x16)lanes < ' ') | (vt_u8x16)(lanes == 0x7F);
        special |= (uint32_t)vt_bits(odd) << (16 * part);
        blank |= (uint32_t)vt_bits((vt_u8x16)(lanes == ' ')) << (16 * part);
    }
    *spaces = blank;
    return special;
}

static inline int vt_is_blank(uint8_t byte) { return byte == ' ' || (uint8_t)(byte - 9) < 5; }

/// Up to 31 bytes, by two loads that may overlap.
static inline void vt_copy_few(uint8_t *_Nonnull to, const uint8_t *_Nonnull from, size_t count) {
    if (count >= 16) {
        memcpy(to, from, 16);
        memcpy(to + count - 16, from + count - 16, 16);
    } else if (count >= 8) {
        memcpy(to, from, 8);
        memcpy(to + count - 8, from + count - 8, 8);
    } else if (count >= 4) {
        memcpy(to, from, 4);
        memcpy(to + count - 4, from + count - 4, 4);
    } else {
        for (size_t each = 0; each < count; each++) to[each] = from[each];
    }
}

/// Folds input[at...] until `end` is reached (at most 32 bytes more are read, of a run of blanks all), or a character comes
/// that is neither ASCII nor in `table`, which answers for the code points below 0x2000 (the byte in its low half, the marks in
/// its high one; 0 is no answer). No byte at or behind `limit` is read. Up to 64 bytes behind what is written are overwritten.
static inline vt_folded vt_fold_plain(
    const uint8_t *_Nonnull input, size_t at, size_t end, size_t limit, uint8_t *_Nonnull bytes, uint8_t *_Nonnull marks,
    size_t out, const uint16_t *_Nonnull table) {
    // The last bytes of the input are read from here, with zeros behind them: controls, at which nothing goes on.
    uint8_t tail[64] = {0};
    while (at < end) {
        size_t base = at;
        const uint8_t *window = input + at;
        // A copy from the window's last byte on takes 32 bytes.
        if (limit - at < 64) {
            if (limit - at < 32 && limit >= 32) base = limit - 32;
            if (limit - base < 32) {
                memset(tail, 0, 32);
                vt_copy_few(tail, input + base, limit - base);
            } else {
                memcpy(tail, input + base, 32);
            }
            window = tail;
        }
        size_t done = at - base;
        uint32_t spaces, special = vt_sort32(window, &spaces);
        uint32_t afterSpace = out == 0 || (bytes[out - 1] & 0xDF) == 0;
        special |= spaces & (spaces << 1 | afterSpace << done);
        do {
            uint32_t rest = special >> done;
            size_t run = rest ? (size_t)__builtin_ctz(rest) : 32 - done;
            vt_put16(window + done, bytes + out, marks + out);
            if (run > 16) vt_put16(window + done + 16, bytes + out + 16, marks + out + 16);
            at += run;
            out += run;
            if (!rest || at >= end) break;
            uint8_t lead = input[at];
            if (lead < 0x80) {
                if (!vt_is_blank(lead)) return (vt_folded){at, out};
                do at++;
                while (at < limit && vt_is_blank(input[at]));
                if (out > 0 && (bytes[out - 1] & 0xDF) != 0) {
                    bytes[out] = ' ';
                    marks[out++] = 0;
                }
            } else {
                // Two or three bytes: chosen without a branch, for Vietnamese mixes them at random.
                size_t length = lead == 0xE1 ? 3 : 2;
                if ((lead != 0xE1 && (uint8_t)(lead - 0xC2) >= 0x1E) || limit - at < length) return (vt_folded){at, out};
                uint32_t second = input[at + 1], third = input[at + length - 1];
                uint32_t two = (uint32_t)(lead & 0x1F) << 6 | (second & 0x3F);
                uint32_t three = 0x1000 | (second & 0x3F) << 6 | (third & 0x3F);
                uint32_t entry = table[length == 3 ? three : two];
                if (((second ^ 0x80) | (third ^ 0x80)) & 0xC0 || !entry) return (vt_folded){at, out};
                bytes[out] = (uint8_t)entry;
                marks[out++] = (uint8_t)(entry >> 8);
                at += length;
            }
            done = at - base;
        } while (at < end && done < 32);
    }
    return (vt_folded){at, out};
}
