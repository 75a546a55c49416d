import Foundation
import LoopbackServer
import Markup
import NIOSSL
import Patterns
import Testing
import Unpack

@testable import Fetching

@Suite struct TLSTests {
    private func fetch(
        _ url: String, _ port: UInt16, rootsFile: String? = nil
    ) async throws -> FetchResult {
        let stub = try DNSStub { [$0.addresses([[127, 0, 0, 1]], seconds: 60)] }
        defer { stub.stop() }
        var configuration = testConfiguration(opening: port)
        configuration.resolver = stub.endpoint
        configuration.rootsFile = rootsFile
        return try await fetchOnce("\(url):\(port)/", configuration)
    }

    @Test func aGoodCertificateIsReportedWithoutAFault() async throws {
        try await TestCertificate.withFolder { folder in
            let authority = try TestCertificate.selfSigned(folder, name: "authority.test")
            let leaf = try TestCertificate.signed(
                by: authority, folder, names: "DNS:portal.test,DNS:*.portal.test,IP:127.0.0.1", days: 30)
            let server = try await TLSServer(leaf, answer: page("secure"))
            let result = try await fetch("https://portal.test", server.port, rootsFile: authority.certificate)
            #expect(result.failure == nil)
            #expect(result.response?.body == Array("secure".utf8))
            let report = try #require(result.hops.first?.tls)
            #expect(report.version == "TLSv1.3")
            #expect(report.fault == nil)
            let certificate = try #require(report.chain.first)
            #expect(certificate.subject == "CN=leaf")
            #expect(certificate.issuer == "CN=authority.test,O=Thử nghiệm")
            #expect(certificate.names == ["portal.test", "*.portal.test", "127.0.0.1"])
            #expect(abs(certificate.notAfter - certificate.notBefore - 30 * 86_400) <= 1)
            #expect(abs(certificate.notBefore - Int64(Date().timeIntervalSince1970)) < 600)
            let text = String(
                decoding: try output(of: [
                    "openssl", "x509", "-in", leaf.certificate, "-noout", "-fingerprint", "-sha256",
                ]), as: UTF8.self)
            #expect(text.lowercased().filter { $0 != ":" }.contains(certificate.fingerprint))
            // The name is told to the server though the connection goes to an address; an address is not told.
            let byWildcard = try await fetch("https://a.portal.test", server.port, rootsFile: authority.certificate)
            #expect(byWildcard.hops.first?.tls?.fault == nil)
            let byAddress = try await fetch("https://127.0.0.1", server.port, rootsFile: authority.certificate)
            #expect(byAddress.hops.first?.tls?.fault == nil)
            #expect(server.serverNames == ["portal.test", "a.portal.test", nil])
            await server.stop()
        }
    }

    @Test func aFaultyCertificateIsRecordedAndThePageFetchedForEvidence() async throws {
        try await TestCertificate.withFolder { folder in
            let authority = try TestCertificate.selfSigned(folder, name: "authority.test")
            let expired = try TestCertificate.signed(by: authority, folder, names: "DNS:portal.test", days: -1)
            let good = try TestCertificate.signed(by: authority, folder, names: "DNS:portal.test", days: 30)
            let own = try TestCertificate.selfSigned(folder, name: "portal.test")
            let cases: [(TestCertificate, String, String?, String)] = [
                (expired, "portal.test", authority.certificate, "expired"),
                (good, "other.test", authority.certificate, "wrong name"),
                (good, "portal.test", nil, "unknown issuer"), (own, "portal.test", nil, "self-signed"),
                (expired, "other.test", nil, "wrong name; unknown issuer; expired"),
            ]
            for (certificate, name, roots, fault) in cases {
                let server = try await TLSServer(certificate, answer: page("evidence"))
                let result = try await fetch("https://\(name)", server.port, rootsFile: roots)
                #expect(result.failure == nil)
                #expect(result.response?.body == Array("evidence".utf8))
                let found = Set(result.hops.first?.tls?.fault?.split(separator: ";").map(trimmed) ?? [])
                #expect(found == Set(fault.split(separator: ";").map(trimmed)))
                #expect(result.hops.first?.tls?.chain.isEmpty == false)
                await server.stop()
            }
        }
    }

    private func trimmed(_ text: Substring) -> String { text.trimmingCharacters(in: .whitespaces) }

    @Test(arguments: [(TLSVersion.tlsv1, "TLSv1"), (.tlsv11, "TLSv1.1"), (.tlsv12, "TLSv1.2")])
    func oldProtocolsAreRecorded(_ version: TLSVersion, _ name: String) async throws {
        try await TestCertificate.withFolder { folder in
            let own = try TestCertificate.selfSigned(folder, name: "portal.test")
            let server = try await TLSServer(own, answer: page("old"), maximum: version)
            let result = try await fetch("https://portal.test", server.port, rootsFile: own.certificate)
            #expect(result.response?.body == Array("old".utf8))
            #expect(result.hops.first?.tls?.version == name)
            #expect(result.hops.first?.tls?.fault == nil)
            await server.stop()
        }
    }

    @Test func aServerWithoutTLSIsAFailedHandshake() async throws {
        let server = try RawServer { _, visit in visit.send("HTTP/1.1 400 Bad Request\r\n\r\n") }
        defer { server.stop() }
        let result = try await fetchOnce("https://127.0.0.1:\(server.port)/", testConfiguration(opening: server.port))
        #expect(result.failure?.code == .tlsFailed)
    }

    @Test func aServerThatNeverFinishesTheHandshakeIsLeftInTime() async throws {
        let server = try RawServer { _, visit in _ = visit.request() }
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.connectDeadline = .milliseconds(200)
        let result = try await fetchOnce("https://127.0.0.1:\(server.port)/", configuration)
        #expect(result.failure?.code == .connectTimeout)
    }

    @Test func rubbishForACertificateIsAFault() throws {
        let checker = try CertificateChecker(rootsFile: nil)
        #expect(checker.check([], host: "a.test").fault == "the certificate cannot be read")
        #expect(checker.check([[1, 2, 3]], host: "a.test").certificates.isEmpty)
        #expect(throws: FetchFailure.self) { try CertificateChecker(rootsFile: "/nowhere/roots.pem") }
    }

    @Test func noPrefixAndNoMutationOfACertificateBreaksTheChecker() async throws {
        try await TestCertificate.withFolder { folder in
            let own = try TestCertificate.selfSigned(folder, name: "portal.test")
            let der = try NIOSSLCertificate.fromPEMFile(own.certificate)[0].toDERBytes()
            let checker = try CertificateChecker(rootsFile: own.certificate)
            #expect(checker.check([der], host: "portal.test").fault == nil)
            for count in 0..<der.count {
                #expect(checker.check([Array(der[..<count])], host: "portal.test").fault != nil)
            }
            var random = Seeded(9)
            for _ in 0..<300 {
                let changed = mutated(der, &random)
                if changed != der { #expect(checker.check([changed], host: "portal.test").fault != nil) }
            }
        }
    }
}
