/// What taking in tables would do, row by row. Nothing is changed by making one.
package struct ImportPlan: Sendable {
    package enum Outcome: Sendable, Equatable {
        case new
        case changed([RegisterFault.Field])
        case same
        case refused([ImportFault])
    }

    package struct Row: Sendable, Equatable {
        package let place: ImportPlace
        /// Of the organisation; of the predecessor in a row of successions. As it stands in the row.
        package let key: String
        package let outcome: Outcome
    }

    /// Of the register that it was made for: on another it cannot be applied.
    package let revision: Int64
    /// In the order of the tables: organisations, successions, functions.
    package let rows: [Row]
    /// What would be wrong elsewhere in the register; each stands against the whole.
    package let faults: [RegisterFault]
    /// Nil when something is refused: all is taken in, or nothing.
    let change: RegisterChange?

    package var isApplicable: Bool { change != nil }
    package var changesNothing: Bool { change?.isEmpty ?? false }
    /// All faults of rows, in their order.
    package var refusals: [ImportFault] {
        rows.flatMap { row -> [ImportFault] in
            if case .refused(let faults) = row.outcome { faults } else { [] }
        }
    }

    package func count(where isMeant: (Outcome) -> Bool) -> Int { rows.count { isMeant($0.outcome) } }
}
