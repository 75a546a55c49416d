import Foundation
import Glibc

@testable import VietText

/// A folded text with everything that was recorded of it.
struct Folded: Equatable {
    var text: String
    var bytes: [UInt8]
    var marks: [UInt8]
    var origins: [Range<Int>]
    var replacements: Int
}

func fold(_ pieces: [[UInt8]], table: FoldTable = .standard, recordsOrigins: Bool = true) -> Folded {
    let buffer = FoldBuffer(table: table, recordsOrigins: recordsOrigins)
    var offset: UInt32 = 0
    for piece in pieces {
        piece.withUnsafeBufferPointer { buffer.append($0, sourceOffset: offset) }
        offset += UInt32(piece.count)
    }
    return Folded(
        text: String(decoding: buffer.bytes, as: UTF8.self), bytes: Array(buffer.bytes), marks: Array(buffer.marks),
        origins: recordsOrigins
            ? (0..<buffer.count).map { Int(buffer.origin(of: $0).start)..<Int(buffer.origin(of: $0).end) } : [],
        replacements: buffer.replacements)
}

func fold(_ text: String, table: FoldTable = .standard) -> Folded { fold([Array(text.utf8)], table: table) }

/// A small generator with a fixed seed: the same inputs in every run.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Runs a program of the system with `input` on its standard input.
func run(_ program: String, _ arguments: [String], input: [UInt8]) throws -> (output: [UInt8], status: Int32) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("viettext-\(UUID().uuidString)")
    try Data(input).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return ([UInt8](data), process.terminationStatus)
}

let samples = [
    "Nhà cái uy tín hàng đầu châu Á, đăng ký ngay nhận 88k! Tài xỉu, xóc đĩa, lô đề, cá độ bóng đá trực tuyến.",
    "Ủy ban nhân dân tỉnh Quảng Nam thông báo kết quả xổ số kiến thiết; công an triệt phá đường dây đánh bạc.",
    "ĐƯỜNG ƯỚC NGUYỄN, PHƯỜNG 7 – QUẬN 3 (TP.HCM): số 12/3, ngày 01/02/2024 … “trích dẫn” ’a’",
    "n h à   c á i  c.á đ.ộ t.ài x.ỉu c4 d0 c-a-s-i-n-o \u{200B}c\u{200B}a\u{AD}s\u{FEFF}ino 𝐜𝐚𝐬𝐢𝐧𝐨 ｃａｓｉｎｏ ⓒⓐⓢⓘⓝⓞ 🅒🅐🅢🅘🅝🅞",
    "เว็บพนัน แทงบอล 赌场 博彩，百家乐！ Ελληνικά Ѕіtе саѕіnо ﬁnance ½ ⑩ ㎏ й ё ắ\u{323} e\u{302}\u{301}",
]

/// Processor time that `work` takes on this thread: other tests that run beside it do not count.
func cpuSeconds(_ work: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    work()
    return now() - start
}
