import Testing

@testable import Cryptography

@Suite struct Base64URLTests {
    /// RFC 4648, 10, without the padding; and the two letters that differ from standard base64.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"), ("?>~", "Pz5-"), ("???", "Pz8_"),
    ])
    func textsAreThoseOfTheStandard(plain: String, text: String) {
        #expect(Base64URL.text(of: Array(plain.utf8)) == text)
        #expect(Base64URL.bytes(of: text) == Array(plain.utf8))
    }

    @Test func whatIsWrittenIsReadBack() {
        let all = Array(UInt8.min...UInt8.max)
        for count in 0...all.count {
            #expect(Base64URL.bytes(of: Base64URL.text(of: all.suffix(count))) == Array(all.suffix(count)))
        }
    }

    @Test(arguments: [
        "Zg==", "Zm8=", "Zm9v=", "=", "Z", "Zm9vY", "Zh", "Zm9", "Zm8+", "Pz8/", " Zg", "Zg ", "Zg\n", "Zm9vYĂ",
        "Zg\u{301}", "\0",
    ])
    func nothingElseIsRead(text: String) {
        #expect(Base64URL.bytes(of: text) == nil)
    }

    @Test func everyRunOfBytesHasOneSpelling() {
        let letters = Array("AQgw-_09").map(String.init)
        for first in letters {
            for second in letters {
                for third in letters {
                    let text = first + second + third
                    guard let bytes = Base64URL.bytes(of: text) else { continue }
                    #expect(Base64URL.text(of: bytes) == text)
                }
            }
        }
    }
}
