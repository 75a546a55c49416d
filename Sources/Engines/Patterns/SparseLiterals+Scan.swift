extension SparseLiterals {
    /// Appends all hits of `bytes`, ordered by `end`, then pattern. Linear: a byte leads at most one state deeper, and
    /// every failure link at least one state up.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, into hits: inout [LiteralHit]) {
        rows.withUnsafeBufferPointer { rows in
            nodes.withUnsafeBufferPointer { nodes in
                labels.withUnsafeBufferPointer { labels in
                    targets.withUnsafeBufferPointer { targets in
                        withTables(bytes, rows, nodes, labels, targets, into: &hits)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func withTables(
        _ bytes: UnsafeBufferPointer<UInt8>, _ rows: UnsafeBufferPointer<UInt32>, _ nodes: UnsafeBufferPointer<Node>,
        _ labels: UnsafeBufferPointer<UInt8>, _ targets: UnsafeBufferPointer<UInt32>, into hits: inout [LiteralHit]
    ) {
        output.withUnsafeBufferPointer { output in
            depth.withUnsafeBufferPointer { depth in
                classes.withUnsafeBufferPointer { classes in
                    outputs.withView { outputs in
                        guard let rows = rows.baseAddress, let nodes = nodes.baseAddress,
                            let labels = labels.baseAddress,
                            let targets = targets.baseAddress, let output = output.baseAddress,
                            let depth = depth.baseAddress, let classes = classes.baseAddress
                        else { return }
                        let steps = SparseSteps(
                            rows: rows, denseCount: UInt32(truncatingIfNeeded: denseCount), shift: shift,
                            classes: classes, nodes: nodes, labels: labels, targets: targets, output: output,
                            depths: depth, outputs: outputs)
                        LaneScan(steps: steps).scan(bytes, into: &hits)
                    }
                }
            }
        }
    }
}

/// A step is one load from a full row, or a short search and a failure link or two.
private struct SparseSteps: LiteralSteps {
    let rows: UnsafePointer<UInt32>
    let denseCount: UInt32
    let shift: Int
    let classes: UnsafePointer<UInt8>
    let nodes: UnsafePointer<SparseLiterals.Node>
    let labels: UnsafePointer<UInt8>
    let targets: UnsafePointer<UInt32>
    let output: UnsafePointer<UInt32>
    let depths: UnsafePointer<UInt32>
    let outputs: LiteralOutputsView

    var firstAccepting: UInt32 {
        @inline(__always) get { SparseLiterals.accepting }
    }

    @inline(__always)
    func step(_ state: UInt32, _ byte: UInt8) -> UInt32 {
        let column = classes[Int(byte)]
        var number = state & ~SparseLiterals.accepting
        while number >= denseCount {
            let node = nodes + Int(number &- denseCount)
            var edge = Int(node[0].firstEdge)
            let end = Int(node[1].firstEdge)
            while edge < end {
                if labels[edge] == column { return targets[edge] }
                edge &+= 1
            }
            number = node[0].fail
        }
        return rows[(Int(number) &<< shift) | Int(column)]
    }

    @inline(__always)
    func depth(of state: UInt32) -> Int { Int(depths[Int(state & ~SparseLiterals.accepting)]) }

    @inline(__always)
    func emit(_ state: UInt32, end: UInt32, into hits: inout [LiteralHit]) {
        outputs.emit(Int(output[Int(state & ~SparseLiterals.accepting)]), end: end, into: &hits)
    }
}
