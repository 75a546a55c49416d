import Access
import Testing

@testable import Console

@Suite struct FormValuesTests {
    @Test func namesAndValuesAreDecodedAndTrimmed() {
        let values = FormValues("q=x%C3%A3+Ia+&empty=&b&=nameless&q=second&bad=%zz%4".utf8)
        #expect(values["q"] == "xã Ia")
        #expect(values.all("q") == ["xã Ia", "second"])
        #expect(values["empty"] == "")
        #expect(values["b"] == "")
        #expect(values["bad"] == "%zz%4")
        #expect(values["none"] == nil)
    }

    @Test(arguments: ["", "a b&c=d", "Xã Đắk Đoa", "100%", "a+b", "\u{0}", "q=1#x", "日本"])
    func whatIsWrittenIsReadAgain(_ value: String) {
        var values = FormValues()
        values.set("name of it", value)
        let again = FormValues(values.encoded.utf8)
        #expect(again == values)
        #expect(values.encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x27 && $0 != 0x3C })
    }

    @Test func whatIsBeyondTheLimitsIsDropped() {
        let many = FormValues((0..<2_000).map { "n\($0)=1" }.joined(separator: "&").utf8)
        #expect(many["n\(FormValues.maxPairs - 1)"] == "1")
        #expect(many["n\(FormValues.maxPairs)"] == nil)
        let long = FormValues("a=\(String(repeating: "x", count: 200_000))".utf8)
        #expect(long["a"]?.utf8.count == FormValues.maxValueBytes)
    }

    @Test func anyBytesEndInValues() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(FormValues(bytes).encoded.utf8.count < 4_000)
        }
    }
}

@Suite struct MultipartFormTests {
    private static let type = "multipart/form-data; boundary=\"limit\""
    private static let body = Array(
        """
        --limit\r
        Content-Disposition: form-data; name="table"\r
        \r
        organisations\r
        --limit\r
        Content-Disposition: form-data; name="file"; filename="C:\\\\x\\\\../../etc/passwd"\r
        Content-Type: text/csv\r
        \r
        id,name\r
        --not a limit\r
        \r
        --limit--\r

        """.utf8)

    @Test func fieldsAndFilesAreTakenApart() throws {
        let form = try #require(MultipartForm(Self.body, contentType: Self.type))
        #expect(form.values["table"] == "organisations")
        let file = try #require(form.files["file"])
        #expect(file.name == "passwd", "a name is a label, no path")
        #expect(String(decoding: file.bytes, as: UTF8.self) == "id,name\r\n--not a limit\r\n")
    }

    @Test func aFormThatIsCutOffIsNone() {
        let end = Self.body.count - 4
        for length in 0..<end {
            #expect(MultipartForm(Array(Self.body[..<length]), contentType: Self.type) == nil, "\(length)")
        }
    }

    @Test func aQuotedNameHoldsSemicolonsAndABareOneEndsAtThem() throws {
        let cases = [
            (#"name="a;b"; filename="x;y=z.csv""#, "a;b", "x;y=z.csv"), (#"filename=bare;name=n"#, "n", "bare"),
            (#"name = "n" ;filename="""#, "n", ""), (#"name="n"#, "n", nil), (#";;=;name=n"#, "n", nil),
        ]
        for (head, name, file) in cases {
            let body = "--limit\r\nContent-Disposition: form-data; \(head)\r\n\r\nx\r\n--limit--"
            let form = try #require(MultipartForm(Array(body.utf8), contentType: Self.type))
            #expect(form.files[name]?.name == file, "\(head)")
            if file == nil { #expect(form.values[name] == "x", "\(head)") }
        }
    }

    @Test func aBodyOfDashesCostsNoMoreThanAnother() {
        let type = "multipart/form-data; boundary=\(String(repeating: "-", count: 69))x"
        let body = [UInt8](repeating: UInt8(ascii: "-"), count: 2 << 20)
        let clock = ContinuousClock()
        let time = clock.measure { #expect(MultipartForm(body, contentType: type) == nil) }
        // Seventy looks at each byte would take longer by far.
        #expect(time < .seconds(4))
    }

    @Test(arguments: [
        "", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\(String(repeating: "x", count: 71))", "multipart/mixed; boundary=limit",
        "multipart/form-data; boundary=other",
    ])
    func whatHasNoBoundaryOfOursIsNone(_ type: String) {
        #expect(MultipartForm(Self.body, contentType: type) == nil)
    }

    @Test func anyChangedByteEndsInAFormOrNone() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var body = Self.body
            let place = Int.random(in: body.indices, using: &generator)
            body[place] = UInt8.random(in: 0...255, using: &generator)
            if let form = MultipartForm(body, contentType: Self.type) { #expect(form.files.count <= 2) }
        }
        let many = String(repeating: "--limit\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n", count: 100)
        #expect(MultipartForm(Array("\(many)--limit--".utf8), contentType: Self.type) == nil, "too many parts")
    }
}

@Suite struct FlashTextTests {
    @Test func whatIsSaidOnceComesBack() throws {
        let flash = Flash(.good, "flash.accountSaved", ["name": "Nguyễn <b>"])
        let back = try #require(FlashText.flash(FlashText.text(of: flash)))
        #expect(back.key == flash.key)
        #expect(back.values == flash.values)
    }

    @Test func onlyTextsThatAreMeantForItAreSaid() {
        let other = FlashText.text(of: Flash(.good, "signIn.refused"))
        #expect(FlashText.flash(other) == nil)
        let whole = FlashText.text(of: Flash(.bad, "flash.accountSaved", ["name": "x"]))
        for length in 0..<whole.count { #expect(FlashText.flash(String(whole.prefix(length))) == nil) }
        #expect(FlashText.flash(String(repeating: "A", count: 10_000)) == nil)
    }
}

@Suite struct FormSecretTests {
    @Test func everyPageCarriesAnotherMaskOfOneSecret() throws {
        let token = try #require(SessionToken(String(repeating: "A", count: 43)))
        let other = try #require(SessionToken(String(repeating: "E", count: 43)))
        let (one, two) = (FormSecret.masked(token), FormSecret.masked(token))
        #expect(one != two)
        #expect(FormSecret.isRight(one, token))
        #expect(FormSecret.isRight(two, token))
        #expect(!FormSecret.isRight(one, other))
        #expect(!FormSecret.isRight(nil, token))
        for length in 0..<one.count { #expect(!FormSecret.isRight(String(one.prefix(length)), token)) }
    }
}
