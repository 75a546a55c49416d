import CAllocationCount
import Glibc
import VietText

/// Folding, with and without the record of origins, and the search for disguises: megabytes (10^6 bytes) of processor time
/// a second. Words are drawn at random from a fixed seed, for a repeated line would be learnt by the branch predictor.
func benchVietText() {
    let vietnamese =
        "ủy ban nhân dân tỉnh Quảng Nam thông báo kết quả mở thưởng xổ số kiến thiết ngày 12 tháng 5 năm 2026; công an thành "
        + "phố triệt phá đường dây đánh bạc qua mạng, khởi tố mười hai bị can về tội tổ chức, người dùng được hưởng ưu đãi"
    let ascii =
        "the committee of this province announces its results. Members of all districts, took part and approved a plan"
    let disguised = vietnamese + " n h à c á i c.á đ.ộ b.óng đ.á c4 d0 t.ài x.ỉu"
    let thai = "เว็บพนัน แทงบอล บาคาร่า สล็อต คาสิโน ฝากถอน 赌场 博彩 百家乐 开户 棋牌"
    for (name, words) in [("vietnamese", vietnamese), ("ascii", ascii), ("disguised", disguised), ("thai, han", thai)] {
        measure(name, text(of: words, byteCount: 8_000_000))
    }
}

private func measure(_ name: String, _ input: [UInt8]) {
    let buffer = FoldBuffer()
    let recorder = FoldBuffer(recordsOrigins: true)
    let disguise = DisguiseBuffer()
    let folding = rate(input.count) {
        buffer.removeAll()
        input.withUnsafeBufferPointer { buffer.append($0, sourceOffset: 0) }
    }
    let recording = rate(input.count) {
        recorder.removeAll()
        input.withUnsafeBufferPointer { recorder.append($0, sourceOffset: 0) }
    }
    let windows = rate(buffer.count) {
        disguise.removeAll()
        disguise.append(windowsOf: buffer, range: 0..<buffer.count)
    }
    print("viettext \(name): fold \(folding) MB/s, with origins \(recording) MB/s, ", terminator: "")
    print("disguise windows \(windows) MB/s of folded text (\(disguise.count) bytes of \(buffer.count) written)")
}

private func text(of words: String, byteCount: Int) -> [UInt8] {
    let words = words.split(separator: " ").map { Array($0.utf8) + [0x20] }
    var bytes: [UInt8] = []
    var seed: UInt64 = 42
    while bytes.count < byteCount {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes += words[Int(seed >> 33) % words.count]
    }
    return bytes
}

/// The best of nine runs, in whole megabytes a second of processor time.
private func rate(_ byteCount: Int, _ work: () -> Void) -> Int {
    var best = Double.infinity
    for _ in 0..<9 {
        let start = threadSeconds()
        work()
        best = min(best, threadSeconds() - start)
    }
    return Int(Double(byteCount) / best / 1e6)
}

private func threadSeconds() -> Double {
    measured_seconds(CLOCK_THREAD_CPUTIME_ID)
}
