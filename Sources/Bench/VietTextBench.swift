import VietText

/// Folding and the search for disguises, in megabytes (10^6 bytes) of source a second on one thread.
func benchVietText() {
    let plain =
        "Ủy ban nhân dân tỉnh Quảng Nam thông báo kết quả mở thưởng xổ số kiến thiết ngày 12 tháng 5 năm 2026; "
        + "công an thành phố triệt phá đường dây đánh bạc qua mạng, khởi tố mười hai bị can về tội tổ chức đánh bạc. "
    let ascii =
        "The committee of the province announces the results of the meeting, held in the hall on Monday; "
        + "members of all districts took part and approved the plan for the year that follows this one. "
    let disguised =
        "Vào ngay n h à c á i số một, c.á đ.ộ b.óng đ.á, c4 d0, t.ài x.ỉu và nhiều trò khác nữa trong hôm nay. "
    for (name, text) in [("vietnamese", plain), ("ascii", ascii), ("disguised", disguised)] {
        let line = Array(text.utf8)
        let input = (0..<(8_000_000 / line.count)).flatMap { _ in line }
        let buffer = FoldBuffer()
        let disguise = DisguiseBuffer()
        let folding = rate(input.count) {
            buffer.removeAll()
            input.withUnsafeBufferPointer { buffer.append($0, sourceOffset: 0) }
        }
        let windows = rate(buffer.count) {
            disguise.removeAll()
            disguise.append(windowsOf: buffer, range: 0..<buffer.count)
        }
        let recorder = FoldBuffer(recordsOrigins: true)
        let recording = rate(input.count) {
            recorder.removeAll()
            input.withUnsafeBufferPointer { recorder.append($0, sourceOffset: 0) }
        }
        print("viettext \(name): fold \(folding) MB/s, with origins \(recording) MB/s, ", terminator: "")
        print("disguise windows \(windows) MB/s of folded text (\(disguise.count) of \(buffer.count) bytes)")
    }
}

/// The best of seven runs, in whole megabytes a second.
private func rate(_ byteCount: Int, _ work: () -> Void) -> Int {
    let clock = ContinuousClock()
    var best = Duration.seconds(1_000)
    for _ in 0..<7 { best = min(best, clock.measure(work)) }
    let (seconds, attoseconds) = best.components
    let duration = Double(seconds) + Double(attoseconds) / 1e18
    return Int(Double(byteCount) / duration / 1e6)
}
