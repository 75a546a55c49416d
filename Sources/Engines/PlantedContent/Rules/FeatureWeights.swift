import Patterns

/// Weights by feature name, in the order in which they were added: as many as the terms, so their names stand one behind the
/// other in one array.
package struct FeatureWeights: Sendable {
    private var names: [UInt8] = []
    /// Where each name ends in `names`; the next one begins there.
    private var ends: [Int] = []
    private var values: [Double] = []

    package init() {}

    package init(_ rows: [(feature: String, weight: Double)]) {
        for (feature, weight) in rows {
            var feature = feature
            feature.withUTF8 { append($0, weight) }
        }
    }

    package mutating func reserveCapacity(_ count: Int) {
        names.reserveCapacity(count * 32)
        ends.reserveCapacity(count)
        values.reserveCapacity(count)
    }

    package mutating func append(_ feature: UnsafeBufferPointer<UInt8>, _ weight: Double) {
        names.append(contentsOf: feature)
        ends.append(names.count)
        values.append(weight)
    }

    package var rows: [(feature: String, weight: Double)] {
        ends.indices.map { row in withName(row) { (String(decoding: $0, as: UTF8.self), values[row]) } }
    }

    private func withName<T>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        let range = (row == 0 ? 0 : ends[row - 1])..<ends[row]
        return names.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// The same weights, to be asked by name. Names are compared byte for byte: for accented text much cheaper than by
    /// Unicode's equivalence.
    struct Index {
        private var weights: FeatureWeights
        private var rows: ByteStringIndex

        init(_ weights: FeatureWeights) {
            self.weights = weights
            rows = ByteStringIndex(capacity: weights.ends.count)
            for row in weights.ends.indices {
                weights.withName(row) { name in
                    let hash = ByteStringIndex.hash(name)
                    if let first = number(name, hash) {
                        // Of two rows with one name the last counts.
                        self.weights.values[first] = weights.values[row]
                    } else {
                        rows.insert(hash, number: row)
                    }
                }
            }
        }

        func value(_ name: String) -> Double? {
            var name = name
            return name.withUTF8 { value($0) }
        }

        func value(_ name: UnsafeBufferPointer<UInt8>) -> Double? {
            number(name, ByteStringIndex.hash(name)).map { weights.values[$0] }
        }

        private func number(_ name: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int? {
            rows.number(hash) { row in weights.withName(row) { $0.elementsEqual(name) } }
        }
    }
}
