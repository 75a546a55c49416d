import Markup
import Patterns
import Synchronization
import Testing

@testable import Fetching

let visitor = VisitorProfile(name: "visitor", fields: [.init("User-Agent", "VongGac/test")])

/// Deadlines that a crowded machine keeps, no politeness, and one loopback port open.
func testConfiguration(opening ports: UInt16...) -> HostileDoorConfiguration {
    var configuration = HostileDoorConfiguration()
    configuration.requestsPerSecondPerHost = nil
    configuration.requestsPerSecondPerAddress = nil
    configuration.connectDeadline = .seconds(60)
    configuration.firstByteDeadline = .seconds(60)
    configuration.totalDeadline = .seconds(60)
    configuration.backOff = .none
    configuration.allowedAddresses = ports.compactMap { AddressOpening("127.0.0.1:\($0)") }
    return configuration
}

/// Opens a door for the length of a test.
@discardableResult
func withDoor<Value: Sendable>(
    _ configuration: HostileDoorConfiguration, _ body: (HostileDoor) async throws -> Value
) async throws -> Value {
    let door = try HostileDoor(configuration)
    do {
        let value = try await body(door)
        await door.close()
        return value
    } catch {
        await door.close()
        throw error
    }
}

extension HostileDoor {
    func get(_ text: String, _ profile: VisitorProfile = visitor, referrer: String? = nil) async throws -> FetchResult {
        let url = try #require(WebURL(text))
        return await fetch(FetchRequest(url: url, profile: profile, referrer: referrer))
    }
}

/// One fetch through a door of its own.
func fetchOnce(_ text: String, _ configuration: HostileDoorConfiguration) async throws -> FetchResult {
    try await withDoor(configuration) { try await $0.get(text) }
}

func page(_ body: String, _ fields: String = "") -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
}

func redirect(_ location: String, status: Int = 302, _ fields: String = "") -> String {
    "HTTP/1.1 \(status) Moved\r\nLocation: \(location)\r\nContent-Length: 0\r\n\(fields)\r\n"
}

/// A value that several threads of a test change in turn.
final class Shared<Value: Sendable>: Sendable {
    private let mutex: Mutex<Value>
    init(_ value: Value) { mutex = Mutex(value) }

    @discardableResult
    func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result { mutex.withLock { body(&$0) } }
}
