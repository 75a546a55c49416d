private import Cryptography
private import Foundation

/// What is said once, on its way through a cookie. What comes back is the browser's: only keys of texts are taken, and values
/// are shown as text.
enum FlashText {
    private struct Form: Codable {
        var tone: String
        var key: String
        var values: [String: String]
    }

    private static let maxBytes = 2_048

    static func text(of flash: Flash) -> String {
        let form = Form(
            tone: flash.tone.rawValue, key: flash.key, values: flash.values.mapValues { $0.cut(toScalars: 200) })
        guard let json = try? JSONEncoder().encode(form), json.count <= maxBytes else { return "" }
        return Base64URL.text(of: [UInt8](json))
    }

    static func flash(_ text: String) -> Flash? {
        guard text.utf8.count <= maxBytes * 2, let json = Base64URL.bytes(of: text),
            let form = try? JSONDecoder().decode(Form.self, from: Data(json)), let tone = Tone(rawValue: form.tone),
            form.key.hasPrefix("flash.")
        else { return nil }
        return Flash(tone, form.key, form.values)
    }
}
