internal import CUnicodeTables

// The fast path: ASCII and Vietnamese letters by `vt_fold_plain`, all else handed to `foldOne`.

extension FoldBuffer {
    func fold(_ utf8: UnsafeBufferPointer<UInt8>, from source: FoldSource) {
        guard let input = utf8.baseAddress else { return }
        var at = 0
        while at < utf8.count {
            // Slices bound what is reserved ahead: no fold is longer than three times its source.
            let sliceEnd = min(at &+ 32_768, utf8.count)
            reserve(3 &* (sliceEnd &- at) &+ 64)
            at =
                recordsOrigins
                ? foldCarefully(utf8, at, sliceEnd, source) : foldSlice(utf8, input, at, sliceEnd, source)
        }
    }

    /// Folds at least `utf8[at..<sliceEnd]` and returns where it stopped: a character may reach past the end of the slice.
    private func foldSlice(
        _ utf8: UnsafeBufferPointer<UInt8>, _ input: UnsafePointer<UInt8>, _ from: Int, _ sliceEnd: Int,
        _ source: FoldSource
    ) -> Int {
        let fast = table.storage.fast
        var at = from
        while at < sliceEnd {
            if !isInvisiblePending {
                let folded = vt_fold_plain(input, at, sliceEnd, utf8.count, byteBase, markBase, count, fast)
                at = folded.read
                count = folded.written
                guard at < sliceEnd else { break }
                at = copyOtherScript(utf8, at, sliceEnd)
                guard at < sliceEnd else { break }
            }
            at = foldOne(utf8, at: at, from: source)
        }
        return at
    }

    /// Where origins are wanted every character is looked at by itself.
    private func foldCarefully(
        _ utf8: UnsafeBufferPointer<UInt8>, _ from: Int, _ sliceEnd: Int, _ source: FoldSource
    ) -> Int {
        var at = from
        while at < sliceEnd { at = foldOne(utf8, at: at, from: source) }
        return at
    }

    /// Letters of three bytes that stay as they are: Thai, Han and the like.
    private func copyOtherScript(_ utf8: UnsafeBufferPointer<UInt8>, _ from: Int, _ sliceEnd: Int) -> Int {
        let storage = table.storage
        var at = from
        while at < sliceEnd, utf8[at] & 0xF0 == 0xE0, at &+ 3 <= utf8.count {
            guard storage.entry(of: decodeUTF8(utf8, at: at).scalar).rawValue == 0 else { break }
            for offset in 0..<3 {
                byteBase[count &+ offset] = utf8[at &+ offset]
                markBase[count &+ offset] = FoldMark.otherScript
            }
            count &+= 3
            at &+= 3
        }
        return at
    }
}

@inline(__always)
func loadWord(_ from: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(from).loadUnaligned(as: UInt64.self))
}
