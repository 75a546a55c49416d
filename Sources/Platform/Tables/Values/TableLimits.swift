/// What reading one table may cost. Memory is a few times the unpacked bytes and about 40 bytes a cell.
package struct TableLimits: Sendable {
    package var maxFileBytes = 64 << 20
    /// All parts of an XLSX together.
    package var maxUnpackedBytes = 160 << 20
    /// Rows below the header that hold something.
    package var maxRows = 200_000
    /// Also how far to the right a cell may stand.
    package var maxColumns = 512
    /// Columns times rows, empty cells included.
    package var maxCells = 4_000_000
    /// UTF-8 of one cell. Excel's own limit of 32,767 characters fits.
    package var maxCellBytes = 128 << 10
    /// UTF-8 of all cells; a text that XLSX shares counts as often as it stands in a cell.
    package var maxTextBytes = 160 << 20

    package init() {}

    package static let standard = TableLimits()
}
