import Testing

@testable import VietText

/// The windows that the second stream holds for a text, one string a window.
func disguiseWindows(_ text: String) -> [String] {
    let folded = FoldBuffer()
    Array(text.utf8).withUnsafeBufferPointer { folded.append($0, sourceOffset: 0) }
    let disguise = DisguiseBuffer()
    disguise.append(windowsOf: folded, range: 0..<folded.count)
    return disguise.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
}

@Test(
    "Disguised words read as they are meant",
    arguments: [
        ("n h à c á i", "nhacai"), ("chơi ở n h à   c á i này", "nhacai"), ("c.á đ.ộ", "ca do"),
        ("t.ài x.ỉu", "tai xiu"), ("c-a-s-i-n-o", "casino"), ("b.óng đ.á", "bong da"), ("c4 d0", "ca do"),
        ("n0 hu", "no hu"), ("c4s1n0", "casino"), ("lo-de", "lo de"), ("x0c d1a", "xoc dia"), ("l0 d3", "lo de"),
        ("n.h.à c.á.i", "nha cai"), ("c•a•s•i•n•o", "casino"), ("c a s i n o", "casino"), ("c|a|s|i|n|o", "casino"),
        ("$ex", "sex"), ("c@ cuoc", "ca cuoc"), ("t_à_i x_ỉ_u", "tai xiu"), ("ca🔥sino", "casino"),
        ("c * a * s * i * n * o", "casino"),
        ("nhà.cái", "nha cai"), ("s!ot game", "slot game"), ("b@cc@r@t", "baccarat"),
    ])
func disguises(text: String, meant: String) {
    #expect(disguiseWindows(text).contains { $0.contains(meant) }, "\(disguiseWindows(text))")
}
