import Markup

/// Addresses are written in one way only: what was read reads back as itself, alone and against any base. The input is a base
/// and a reference, split at the first line feed.
func fuzzAddresses(_ bytes: UnsafeBufferPointer<UInt8>) {
    let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    let base = WebURL(String(decoding: parts[0], as: UTF8.self)) ?? WebURL("http://xa.example/a/b?c")
    guard let base else { return require(false, "the base of all is no address") }
    checkWriting(base)
    let reference = String(decoding: parts.count > 1 ? parts[1] : parts[0], as: UTF8.self)
    guard let url = WebURL(reference, relativeTo: base) else { return }
    checkWriting(url)
    require(WebURL(url.text, relativeTo: base) == url, "an absolute address depends on its base: \(url.text)")
}

private func checkWriting(_ url: WebURL) {
    require(WebURL(url.text) == url, "an address reads back as another: \(url.text)")
    require(url.path.utf8.first == 0x2F, "a path does not begin with a slash: \(url.text)")
    require(
        url.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "an address holds what may not stand there: \(url.text)")
}
