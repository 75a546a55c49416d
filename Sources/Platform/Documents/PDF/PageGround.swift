/// A drawn page, to see what stands where a text says it stands: `pdftoppm`'s picture (PPM, 8 bits a colour).
struct PageGround {
    private let width: Int
    private let height: Int
    private let pixels: ArraySlice<UInt8>

    /// Colours that differ by no more than this look alike.
    private static let tolerance = 28
    /// Letters' edges touch the neighbouring line's box here and there.
    private static let leastShare = 0.97

    /// nil for what is no such picture, or less of it than its head says.
    init?(_ picture: [UInt8]) {
        var numbers: [Int] = []
        var at = 2
        guard picture.starts(with: "P6".utf8) else { return nil }
        while numbers.count < 3, at < min(picture.count, 64) {
            if picture[at] &- 0x30 < 10 {
                var value = 0
                while at < picture.count, picture[at] &- 0x30 < 10, value < 100_000 {
                    value = value * 10 + Int(picture[at] - 0x30)
                    at += 1
                }
                numbers.append(value)
            } else {
                at += 1
            }
        }
        guard numbers.count == 3, numbers[2] == 255, numbers[0] > 0, numbers[1] > 0, numbers[0] * numbers[1] < 1 << 24,
            at < picture.count, picture.count - at - 1 >= numbers[0] * numbers[1] * 3
        else { return nil }
        (width, height) = (numbers[0], numbers[1])
        pixels = picture[(at + 1)...]
    }

    typealias Colour = (red: Int, green: Int, blue: Int)

    /// Whether nothing in the line's box differs from `colour` (from the box's own first point, when nil).
    func isPlain(_ line: PopplerText.Line, of page: PopplerText.Page, in colour: Colour? = nil) -> Bool {
        guard page.width > 0, page.height > 0 else { return false }
        let columns = scaled(line.left, line.left + line.width, page.width, width)
        let rows = scaled(line.top, line.top + line.height, page.height, height)
        guard !columns.isEmpty, !rows.isEmpty else { return false }
        let wanted = colour ?? self.colour(columns.lowerBound, rows.lowerBound)
        var alike = 0
        for row in rows {
            for column in columns where Self.isAlike(self.colour(column, row), wanted) { alike += 1 }
        }
        return Double(alike) >= Double(columns.count * rows.count) * Self.leastShare
    }

    private func scaled(_ from: Int, _ to: Int, _ whole: Int, _ points: Int) -> Range<Int> {
        let start = min(max(0, from * points / whole), points)
        return start..<min(max(start, (to * points + whole - 1) / whole), points)
    }

    private func colour(_ column: Int, _ row: Int) -> Colour {
        let at = pixels.startIndex + (row * width + column) * 3
        return (Int(pixels[at]), Int(pixels[at + 1]), Int(pixels[at + 2]))
    }

    private static func isAlike(_ one: Colour, _ other: Colour) -> Bool {
        abs(one.red - other.red) <= tolerance && abs(one.green - other.green) <= tolerance
            && abs(one.blue - other.blue) <= tolerance
    }
}
