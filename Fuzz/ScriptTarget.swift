import Markup

/// Folded strings lie in the script and in the folder's bytes, and the output stays under its cap.
func fuzzScripts(_ bytes: UnsafeBufferPointer<UInt8>) {
    let cap = 64 << 10
    let offset: UInt32 = 1_000
    let folder = ScriptFolder()
    folder.fold(bytes, sourceOffset: offset, maxRounds: 3, maxOutputBytes: cap)
    require(folder.bytes.count <= cap, "the folder wrote \(folder.bytes.count) bytes where \(cap) were allowed")
    for string in folder.strings {
        require(
            string.start >= offset && string.start <= string.end && Int(string.end - offset) <= bytes.count,
            "a string stands outside the script")
        require(
            string.byteStart <= string.byteEnd && Int(string.byteEnd) <= folder.bytes.count,
            "a string's bytes are not there")
    }
}
