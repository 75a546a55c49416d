import Foundation
import Testing

@testable import Documents

@Suite struct MailTests {
    private static let sample = """
        From: =?utf-8?B?VMOybmcgVOG6pW4=?= <a@b.example>\r
        Subject: =?utf-8?Q?Th=C3=B4ng_b=C3=A1o?=\r
         =?utf-8?Q?_s=E1=BB=91_1?= ngay\r
        MIME-Version: 1.0\r
        Content-Type: multipart/mixed; boundary="ranh gioi"\r
        \r
        mo dau\r
        --ranh gioi\r
        Content-Type: multipart/alternative; boundary=trong\r
        \r
        --trong\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Transfer-Encoding: quoted-printable\r
        \r
        Ch=C3=A0o b=E1=BA=A1n, xem https://a.vn/=\r
        x\r
        \r
        --trong\r
        Content-Type: text/html; charset=windows-1258\r
        Content-Transfer-Encoding: base64\r
        \r
        PHA+Q2jgbzwvcD4=\r
        --trong--\r
        --ranh gioi\r
        Content-Type: application/octet-stream; name*=utf-8''t%E1%BB%87p.txt\r
        Content-Disposition: attachment\r
        \r
        trong tep\r
        --ranh gioi--\r
        """

    @Test func aMailIsReadWithAllItsParts() throws {
        let documents = InProcess.read(Array(Self.sample.utf8), .mail)
        let mail = try #require(documents.first)
        #expect(mail.kind == .mail && mail.state == .whole, "\(mail.faults)")
        #expect(mail.parts.map(\.place) == ["mail head", "mail body"])
        #expect(mail.parts[0].blocks.map { $0.runs[0].text } == ["Thông báo số 1 ngay", "Tòng Tấn <a@b.example>"])
        #expect(mail.parts[1].blocks.map { $0.runs[0].text } == ["Chào bạn, xem https://a.vn/x"])
        #expect(documents.dropFirst().map(\.path) == [["part 1"], ["tệp.txt"]])
        #expect(documents[1].kind == .html && String(decoding: documents[1].source, as: UTF8.self) == "<p>Chào</p>")
        #expect(documents[2].kind == .text && String(decoding: documents[2].source, as: UTF8.self) == "trong tep")
    }

    @Test func pythonReadsTheSame() throws {
        let script = """
            import sys,email,email.policy
            m=email.message_from_bytes(open(sys.argv[1],'rb').read(),policy=email.policy.default)
            print(m['subject']); print(m['from'])
            for p in m.walk():
                if not p.is_multipart(): print(p.get_filename() or '-', p.get_content().strip() if p.get_content_maintype()=='text' else p.get_payload(decode=True).decode().strip())
            """
        let theirs = try Tool.run(["python3", "-c", script, "@"], input: Array(Self.sample.utf8))
        let documents = InProcess.read(Array(Self.sample.utf8), .mail)
        let own = documents.flatMap { document in
            document.source.isEmpty
                ? document.parts.flatMap { $0.blocks.map { $0.runs[0].text } }
                : [String(decoding: document.source, as: UTF8.self)]
        }
        for text in own { #expect(theirs.contains(text), "\(text) in \(theirs)") }
    }

    @Test func everyFrontPartOfAMailIsRead() {
        let bytes = Array(Self.sample.utf8)
        for end in 1...bytes.count { #expect(!InProcess.read(Array(bytes[..<end]), .mail).isEmpty) }
    }

    @Test func aMailInAMailIsReadInItsTurn() throws {
        let outer = "Subject: ngoài\r\nContent-Type: message/rfc822\r\n\r\nSubject: trong\r\n\r\nthân\r\n"
        let documents = InProcess.read(Array(outer.utf8), .mail)
        #expect(documents.map(\.path) == [[], ["part 1"]])
        #expect(documents[1].text == "trong\nthân")
    }

    @Test(arguments: [
        ("base64", "YQ==", "a"), ("base64", "Y\r\nQ\r\n", "a"), ("base64", "YWI=", "ab"), ("base64", "YWJj", "abc"),
        ("quoted-printable", "a=3D=\r\nb=4", "a=b=4"), ("7bit", "=3D", "=3D"),
    ])
    func transferCodingsAreUndone(name: String, given: String, expected: String) {
        let bytes = Array(given.utf8)
        #expect(String(decoding: TransferCoding.decode(bytes[...], name).bytes, as: UTF8.self) == expected)
    }

    @Test func garbageUnderBase64IsTold() {
        let garbage = Array(repeating: UInt8(ascii: "!"), count: 1_000)
        #expect(TransferCoding.base64(garbage[...]).isDamaged)
    }

    @Test(arguments: ["=?utf-8?B?", "=?utf-8?X?abc?=", "=??Q??=", "=?utf-8?Q?=C3?= =?utf-8?Q?=A1?=", "=?=?=?=?"])
    func strangeEncodedWordsEnd(text: String) {
        for end in text.indices { _ = EncodedWords.decoded(String(text[..<end])) }
        _ = EncodedWords.decoded(String(repeating: text, count: 2_000))
    }
}
