extension DenseLiterals {
    /// Appends all hits of `bytes`, ordered by `end`, then pattern. Linear in bytes and hits.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, into hits: inout [LiteralHit]) {
        next.withUnsafeBufferPointer { next in
            classes.withUnsafeBufferPointer { classes in
                depth.withUnsafeBufferPointer { depth in
                    outputs.withView { outputs in
                        guard let next = next.baseAddress, let classes = classes.baseAddress,
                            let depth = depth.baseAddress
                        else { return }
                        let steps = DenseSteps(
                            next: next, classes: classes, depths: depth, shift: shift,
                            firstAccepting: State(truncatingIfNeeded: firstAccepting), outputs: outputs)
                        LaneScan(steps: steps).scan(bytes, into: &hits)
                    }
                }
            }
        }
    }
}

/// A step is one load.
private struct DenseSteps<State: FixedWidthInteger & UnsignedInteger & Sendable>: LiteralSteps {
    let next: UnsafePointer<State>
    let classes: UnsafePointer<UInt8>
    let depths: UnsafePointer<UInt32>
    let shift: Int
    let firstAccepting: State
    let outputs: LiteralOutputsView

    @inline(__always)
    func step(_ state: State, _ byte: UInt8) -> State {
        next[(Int(truncatingIfNeeded: state) &<< shift) | Int(classes[Int(byte)])]
    }

    @inline(__always)
    func depth(of state: State) -> Int { Int(depths[Int(truncatingIfNeeded: state)]) }

    @inline(__always)
    func emit(_ state: State, end: UInt32, into hits: inout [LiteralHit]) {
        outputs.emit(Int(truncatingIfNeeded: state &- firstAccepting), end: end, into: &hits)
    }
}
