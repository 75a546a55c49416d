/// Takes a table's rows one at a time and gives bytes that can be sent on meanwhile, so that long tables never stand in memory
/// as a whole.
///
/// ```
/// let writer = CSVWriter(columns: ["Mã", "Tên"])
/// for row in rows { try writer.add(row); send(writer.takeReady()) }
/// try writer.finish()
/// send(writer.takeReady())
/// ```
/// Not for use from two threads at once.
package protocol TableWriter: AnyObject {
    /// - Parameter row: at most as many cells as there are columns; missing ones are empty.
    /// - Throws: `raggedRow`, `sheetTooLarge`.
    func add(_ row: [Cell]) throws(TableError)
    /// To be called once, behind the last row.
    func finish() throws(TableError)
    /// Bytes that are ready to go out, each given once; often none.
    func takeReady() -> [UInt8]
}

extension TableWriter {
    /// The whole file of these rows, for tables that are small.
    package func whole(_ rows: some Sequence<[Cell]>) throws(TableError) -> [UInt8] {
        for row in rows { try add(row) }
        try finish()
        return takeReady()
    }
}
