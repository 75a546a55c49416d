// Written by Scripts/generate-unicode from Unicode 15.0.0. Do not edit.
// Derived from the Unicode Character Database, copyright Unicode, Inc.; see https://www.unicode.org/license.txt
#pragma once
#include <stdint.h>

// Two-level tables: index[scalar >> VT_BLOCK_SHIFT] is the number of a block of 1 << VT_BLOCK_SHIFT entries.
#define VT_UNICODE_VERSION "15.0.0"
#define VT_BLOCK_SHIFT 7
#define VT_INDEX_COUNT 8704
#define VT_FOLD_ENTRY_COUNT 31104
#define VT_COMPOSITION_COUNT 941

// Canonical combining class.
const uint8_t *_Nonnull vt_combining_index(void);
const uint8_t *_Nonnull vt_combining_blocks(void);

// Full canonical decomposition: an identifier by scalar (0: none), then offsets[id] ..< offsets[id + 1] of data.
const uint16_t *_Nonnull vt_canonical_index(void);
const uint16_t *_Nonnull vt_canonical_blocks(void);
const uint16_t *_Nonnull vt_canonical_offsets(void);
const uint32_t *_Nonnull vt_canonical_data(void);

// Full compatible decomposition: an identifier by scalar (0: none), then offsets[id] ..< offsets[id + 1] of data.
const uint16_t *_Nonnull vt_compatible_index(void);
const uint16_t *_Nonnull vt_compatible_blocks(void);
const uint16_t *_Nonnull vt_compatible_offsets(void);
const uint32_t *_Nonnull vt_compatible_data(void);

// Primary composites: first << 32 | second in ascending order, and what they compose to.
const uint64_t *_Nonnull vt_composition_keys(void);
const uint32_t *_Nonnull vt_composition_values(void);

// Folding: see FoldTable.swift for the layout of an entry.
const uint16_t *_Nonnull vt_fold_index(void);
const uint32_t *_Nonnull vt_fold_blocks(void);
const uint8_t *_Nonnull vt_fold_sequences(void);

// Scalar of every byte of CP1252; 0xFFFD: none.
const uint16_t *_Nonnull vt_windows1252(void);

// Scalar of every byte of CP1258; 0xFFFD: none.
const uint16_t *_Nonnull vt_windows1258(void);

// Scalar of every byte of TCVN; 0xFFFD: none.
const uint16_t *_Nonnull vt_tcvn3(void);

// Scalar of every byte of VISCII; 0xFFFD: none.
const uint16_t *_Nonnull vt_viscii(void);
