import Foundation
import SQLStore
import TestDatabase
import Testing

@testable import Evidence

/// A kind of database, and where the content of files goes.
struct Site: Sendable, CustomTestStringConvertible {
    var backend: Backend
    var place: FilePlace

    static let all = TestDatabase.backends.flatMap { backend in
        [FilePlace.database, .folder].map { Site(backend: backend, place: $0) }
    }

    var testDescription: String { "\(backend.rawValue), content in the \(place.rawValue)" }

    /// A new database and, where content goes there, a new folder.
    func with(_ body: (SQLStore, ContentFolder?) async throws -> Void) async throws {
        try await withStores(1) { try await body($0[0].store, $0[0].folder) }
    }

    struct Node: Sendable {
        var store: SQLStore
        var folder: ContentFolder?
    }

    /// Several nodes over one database and folder.
    func withStores(_ count: Int, _ body: ([Node]) async throws -> Void) async throws {
        let scratch = try Scratch()
        try await TestDatabase.withAddress(backend) { address in
            var nodes: [Node] = []
            do {
                for number in 0..<count {
                    let store = try SQLStore(address)
                    nodes.append(Node(store: store))
                    if number == 0 { try await Migrator([DatabaseEvidence.migrations]).migrate(store) }
                    guard place == .folder else { continue }
                    nodes[number].folder = try await ContentFolder.open(
                        scratch.path + "/shared", of: store, isWriter: true)
                }
                try await body(nodes)
            } catch {
                for node in nodes { await node.store.close() }
                throw error
            }
            for node in nodes { await node.store.close() }
        }
    }
}

extension ContentFolder {
    /// Paths of what lies on the shelves, in order.
    func contents() throws -> [String] {
        try shelves().flatMap { shelf in
            try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(shelf)").sorted().map {
                "\(path)/\(shelf)/\($0)"
            }
        }
    }

    /// Makes everything look as if it had been written long ago.
    func age() throws {
        for file in try contents() {
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: file)
        }
    }
}
