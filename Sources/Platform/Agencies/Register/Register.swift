/// All organisations at one revision: a value that answers as of any day. What it was built from has been checked.
///
/// Thousands of organisations are some megabytes; building one takes milliseconds, a copy costs nothing.
package struct Register: Sendable {
    /// Grows with every change; two registers of one database with the same revision are the same.
    package let revision: Int64
    /// The last number given to a row.
    let lastRow: Int64
    let agencies: [AgencyID: Agency]
    let links: [SuccessorLink]

    private let byKey: [String: AgencyID]
    let below: [AgencyID: [Dated<AgencyID>]]
    let linksFrom: [AgencyID: [Int]]
    let linksTo: [AgencyID: [Int]]

    package static let empty = Register(revision: 0, lastRow: 0, agencies: [:], links: [])

    init(revision: Int64, lastRow: Int64, agencies: [AgencyID: Agency], links: [SuccessorLink]) {
        (self.revision, self.lastRow, self.agencies, self.links) = (revision, lastRow, agencies, links)
        byKey = Dictionary(agencies.values.map { ($0.key, $0.id) }) { first, _ in first }
        below = Self.below(agencies)
        linksFrom = Dictionary(grouping: links.indices) { links[$0].predecessor }
        linksTo = Dictionary(grouping: links.indices.filter { links[$0].successor != nil }) {
            links[$0].successor ?? links[$0].predecessor
        }
    }

    private static func below(_ agencies: [AgencyID: Agency]) -> [AgencyID: [Dated<AgencyID>]] {
        var below: [AgencyID: [Dated<AgencyID>]] = [:]
        for agency in agencies.values {
            for placement in agency.placements {
                guard let parent = placement.value.parent else { continue }
                below[parent, default: []].append(Dated(agency.id, placement.period))
            }
        }
        return below
    }

    /// Organisations of all times.
    package var count: Int { agencies.count }

    package subscript(id: AgencyID) -> Agency? { agencies[id] }

    package func agency(key: String) -> Agency? { byKey[key].flatMap { agencies[$0] } }

    /// Who has the code on the day. Looks at every organisation.
    package func agency(code: AgencyCode, on day: Day) -> Agency? {
        agencies.values.first { agency in
            agency.codes.contains { $0.value == code && $0.period.contains(day) }
        }
    }

    /// Organisations that are there on the day, by name as dictionaries sort.
    package func present(on day: Day) -> [Agency] {
        sorted(agencies.values.filter { $0.isPresent(on: day) }, on: day)
    }

    /// All of them, in the order in which they were entered.
    package var all: [Agency] { agencies.values.sorted { $0.id < $1.id } }

    /// By name as dictionaries sort, of equal names the older entry first.
    func sorted(_ agencies: [Agency], on day: Day) -> [Agency] {
        agencies.map { ($0.names.on(day)?.sortKey ?? "", $0) }
            .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }
            .map(\.1)
    }
}
