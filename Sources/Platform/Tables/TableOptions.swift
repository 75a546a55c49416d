package import VietText

/// How a table is found in its file.
package struct TableOptions: Sendable {
    /// The row that names the columns.
    package enum Header: Sendable, Equatable {
        /// The first row that holds anything.
        case firstFilled
        /// As a spreadsheet counts, from 1; what stands above is passed over.
        case row(Int)
        /// The first row that holds all these names (letters' case does not matter): for sheets with titles above the table.
        case naming([String])
    }

    package var header = Header.firstFilled
    /// The sheet of a workbook; nil for the first visible one.
    package var sheet: String?
    /// Whether the cell merged over several rows of one column stands for each of these rows.
    package var fillsMergedRows = true
    /// CSV's separator; nil to tell it from the file.
    package var separator: CSVSeparator?
    /// CSV's encoding; nil to tell it from the file.
    package var encoding: TextEncoding?

    package init() {}
}

package enum CSVSeparator: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
}
