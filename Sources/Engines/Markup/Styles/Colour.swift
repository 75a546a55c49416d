/// A colour as red, green, blue and alpha bytes.
struct Colour: Equatable {
    var red: UInt8
    var green: UInt8
    var blue: UInt8
    var alpha: UInt8 = 255

    static let black = Colour(red: 0, green: 0, blue: 0)
    static let white = Colour(red: 255, green: 255, blue: 255)
    static let clear = Colour(red: 0, green: 0, blue: 0, alpha: 0)
    /// What browsers give links and buttons by themselves.
    static let link = Colour(red: 0, green: 0, blue: 238)
    static let button = Colour(red: 239, green: 239, blue: 239)

    var packed: UInt32 { UInt32(red) << 24 | UInt32(green) << 16 | UInt32(blue) << 8 | UInt32(alpha) }

    init(packed: UInt32) {
        self.init(
            red: UInt8(packed >> 24), green: UInt8(packed >> 16 & 255), blue: UInt8(packed >> 8 & 255),
            alpha: UInt8(packed & 255))
    }

    init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// This colour laid over an opaque one.
    func over(_ below: Colour) -> Colour {
        func mix(_ top: UInt8, _ bottom: UInt8) -> UInt8 {
            let opacity = Int(alpha)
            let sum = Int(top) * opacity + Int(bottom) * (255 - opacity)
            return UInt8((sum + 127) / 255)
        }
        return Colour(red: mix(red, below.red), green: mix(green, below.green), blue: mix(blue, below.blue))
    }

    /// The largest difference of a channel.
    func distance(to other: Colour) -> Int {
        let reds = abs(Int(red) - Int(other.red))
        let greens = abs(Int(green) - Int(other.green))
        let blues = abs(Int(blue) - Int(other.blue))
        return max(reds, greens, blues)
    }

    // MARK: reading

    /// A colour word of CSS; nil for anything else. `currentColor` is given by the caller.
    static func read(_ word: StyleWord, in cursor: StyleCursor, current: Colour? = nil) -> Colour? {
        switch word.kind {
        case .hash: return hex(cursor.text(word))
        case .name:
            let name = cursor.text(word)
            if name.equalsLowercased("transparent") { return .clear }
            if name.equalsLowercased("currentcolor") { return current }
            return named(name)
        case .function: return function(word, cursor)
        default: return nil
        }
    }

    static func hex(_ digits: UnsafeBufferPointer<UInt8>) -> Colour? {
        var values: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0, 0, 0, 15, 15)
        let count = digits.count
        guard count == 3 || count == 4 || count == 6 || count == 8 else { return nil }
        return withUnsafeMutableBytes(of: &values) { nibbles in
            for index in 0..<count {
                guard let value = Address.hexValue(digits[index]) else { return nil }
                nibbles[index] = value
            }
            if count <= 4 {
                return Colour(
                    red: nibbles[0] * 17, green: nibbles[1] * 17, blue: nibbles[2] * 17,
                    alpha: count == 4 ? nibbles[3] * 17 : 255)
            }
            return Colour(
                red: nibbles[0] << 4 | nibbles[1], green: nibbles[2] << 4 | nibbles[3],
                blue: nibbles[4] << 4 | nibbles[5], alpha: nibbles[6] << 4 | nibbles[7])
        }
    }

    private static func function(_ word: StyleWord, _ cursor: StyleCursor) -> Colour? {
        let name = cursor.text(word)
        let isHue = name.hasLowercasedPrefix("hsl")
        guard isHue || name.hasLowercasedPrefix("rgb") else { return nil }
        var arguments = cursor.arguments(word)
        var values: (Float, Float, Float, Float) = (0, 0, 0, 1)
        var count = 0
        while let part = arguments.next(), count < 4 {
            guard part.kind == .number else { continue }
            var value = part.number
            if part.unit == .percent { value = value / 100 * (count == 3 || isHue ? 1 : 255) }
            switch count {
            case 0: values.0 = value
            case 1: values.1 = value
            case 2: values.2 = value
            default: values.3 = value
            }
            count += 1
        }
        guard count >= 3 else { return nil }
        if isHue { (values.0, values.1, values.2) = fromHue(values.0, values.1, values.2) }
        return Colour(red: byte(values.0), green: byte(values.1), blue: byte(values.2), alpha: byte(values.3 * 255))
    }

    private static func byte(_ value: Float) -> UInt8 { UInt8(max(0, min(255, value.rounded()))) }

    private static func fromHue(_ hue: Float, _ saturation: Float, _ lightness: Float) -> (Float, Float, Float) {
        let amplitude = saturation * min(lightness, 1 - lightness)
        func channel(_ offset: Float) -> Float {
            let k = (offset + hue / 30).truncatingRemainder(dividingBy: 12)
            return 255 * (lightness - amplitude * max(-1, min(k - 3, min(9 - k, 1))))
        }
        return (channel(0), channel(8), channel(4))
    }

    /// The names that pages use; the rest of the standard's 148 read as no colour.
    private static func named(_ name: UnsafeBufferPointer<UInt8>) -> Colour? {
        for (known, rgb) in names where name.equalsLowercased(known) { return Colour(packed: rgb << 8 | 255) }
        return nil
    }

    private static let names: [(StaticString, UInt32)] = [
        ("white", 0xFFFFFF), ("black", 0x000000), ("red", 0xFF0000), ("blue", 0x0000FF), ("green", 0x008000),
        ("yellow", 0xFFFF00), ("gray", 0x808080), ("grey", 0x808080), ("silver", 0xC0C0C0), ("orange", 0xFFA500),
        ("navy", 0x000080), ("maroon", 0x800000), ("purple", 0x800080), ("teal", 0x008080), ("lime", 0x00FF00),
        ("aqua", 0x00FFFF), ("cyan", 0x00FFFF), ("fuchsia", 0xFF00FF), ("magenta", 0xFF00FF), ("olive", 0x808000),
        ("whitesmoke", 0xF5F5F5), ("snow", 0xFFFAFA), ("ivory", 0xFFFFF0), ("ghostwhite", 0xF8F8FF),
        ("floralwhite", 0xFFFAF0), ("azure", 0xF0FFFF), ("mintcream", 0xF5FFFA), ("seashell", 0xFFF5EE),
        ("aliceblue", 0xF0F8FF), ("honeydew", 0xF0FFF0), ("beige", 0xF5F5DC), ("linen", 0xFAF0E6),
        ("lightyellow", 0xFFFFE0), ("lightgray", 0xD3D3D3), ("lightgrey", 0xD3D3D3), ("gainsboro", 0xDCDCDC),
        ("darkgray", 0xA9A9A9), ("darkgrey", 0xA9A9A9), ("dimgray", 0x696969), ("brown", 0xA52A2A),
        ("pink", 0xFFC0CB), ("gold", 0xFFD700), ("tomato", 0xFF6347), ("crimson", 0xDC143C), ("darkred", 0x8B0000),
        ("darkblue", 0x00008B), ("darkgreen", 0x006400), ("royalblue", 0x4169E1), ("steelblue", 0x4682B4),
        ("skyblue", 0x87CEEB), ("lightblue", 0xADD8E6), ("dodgerblue", 0x1E90FF), ("indigo", 0x4B0082),
        ("violet", 0xEE82EE), ("khaki", 0xF0E68C), ("tan", 0xD2B48C), ("salmon", 0xFA8072), ("coral", 0xFF7F50),
        ("orangered", 0xFF4500), ("lavender", 0xE6E6FA), ("oldlace", 0xFDF5E6), ("cornsilk", 0xFFF8DC),
    ]
}
