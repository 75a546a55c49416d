/// Bytes of one lane in a full block. Small enough that the notes of all lanes stay on the stack.
private let laneBytes = 1024
private let laneCount = 8
/// Below this many bytes a lane would cost more than it gains.
private let minLaneBytes = 64

/// Notes of one block: for each lane, in order, the positions and accepting states met.
private typealias Notes = InlineArray<8192, UInt64>

/// An automaton as the scan sees it while its tables are pinned.
protocol LiteralSteps {
    associatedtype State: FixedWidthInteger & UnsignedInteger & Sendable
    /// States from here on report.
    var firstAccepting: State { get }
    /// The state behind one more byte. The root is 0.
    func step(_ state: State, _ byte: UInt8) -> State
    /// Length of the prefix that a state stands for.
    func depth(of state: State) -> Int
    /// Appends what an accepting state reports, ordered by pattern.
    func emit(_ state: State, end: UInt32, into hits: inout [LiteralHit])
}

/// Runs an automaton over a buffer. All code is inlined into one loop for each kind of automaton.
struct LaneScan<Steps: LiteralSteps> {
    typealias State = Steps.State

    let steps: Steps

    @inline(__always)
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, into hits: inout [LiteralHit]) {
        guard let base = bytes.baseAddress else { return }
        let count = bytes.count
        var state: State = 0
        var position = 0
        if count >= laneCount * minLaneBytes {
            scanBlocks(base, count, &state, &position, into: &hits)
        }
        while position < count {
            state = steps.step(state, base[position])
            position &+= 1
            if state >= steps.firstAccepting {
                steps.emit(state, end: UInt32(truncatingIfNeeded: position), into: &hits)
            }
        }
    }

    /// Runs eight places of the buffer at once, so that the loads of one lane hide behind those of the others.
    @inline(__always)
    private func scanBlocks(
        _ base: UnsafePointer<UInt8>, _ count: Int, _ state: inout State, _ position: inout Int,
        into hits: inout [LiteralHit]
    ) {
        var notes = Notes(repeating: 0)
        var span = notes.mutableSpan
        span.withUnsafeMutableBufferPointer { notes in
            guard let notes = notes.baseAddress else { return }
            while count - position >= laneCount * minLaneBytes {
                let length = min(laneBytes, (count - position) / laneCount)
                state = block(base + position, position, length, state, notes, into: &hits)
                position += length * laneCount
            }
        }
    }

    @inline(__always)
    private func block(
        _ base: UnsafePointer<UInt8>, _ offset: Int, _ length: Int, _ start: State,
        _ notes: UnsafeMutablePointer<UInt64>, into hits: inout [LiteralHit]
    ) -> State {
        var s0 = start
        var s1: State = 0
        var s2: State = 0
        var s3: State = 0
        var s4: State = 0
        var s5: State = 0
        var s6: State = 0
        var s7: State = 0
        var n0 = 0
        var n1 = 0
        var n2 = 0
        var n3 = 0
        var n4 = 0
        var n5 = 0
        var n6 = 0
        var n7 = 0
        let steps = self.steps
        let first = steps.firstAccepting
        for i in 0..<length {
            let p = base + i
            s0 = steps.step(s0, p[0])
            s1 = steps.step(s1, p[length])
            s2 = steps.step(s2, p[2 &* length])
            s3 = steps.step(s3, p[3 &* length])
            s4 = steps.step(s4, p[4 &* length])
            s5 = steps.step(s5, p[5 &* length])
            s6 = steps.step(s6, p[6 &* length])
            s7 = steps.step(s7, p[7 &* length])
            let a = max(max(s0, s1), max(s2, s3))
            let b = max(max(s4, s5), max(s6, s7))
            guard max(a, b) >= first else { continue }
            if s0 >= first { note(i, s0, notes, 0, &n0) }
            if s1 >= first { note(i, s1, notes, 1, &n1) }
            if s2 >= first { note(i, s2, notes, 2, &n2) }
            if s3 >= first { note(i, s3, notes, 3, &n3) }
            if s4 >= first { note(i, s4, notes, 4, &n4) }
            if s5 >= first { note(i, s5, notes, 5, &n5) }
            if s6 >= first { note(i, s6, notes, 6, &n6) }
            if s7 >= first { note(i, s7, notes, 7, &n7) }
        }
        var join = LaneJoin<Steps>(base: base, offset: offset, length: length, notes: notes, state: 0)
        join.take(steps, 0, s0, n0, into: &hits)
        join.take(steps, 1, s1, n1, into: &hits)
        join.take(steps, 2, s2, n2, into: &hits)
        join.take(steps, 3, s3, n3, into: &hits)
        join.take(steps, 4, s4, n4, into: &hits)
        join.take(steps, 5, s5, n5, into: &hits)
        join.take(steps, 6, s6, n6, into: &hits)
        join.take(steps, 7, s7, n7, into: &hits)
        return join.state
    }

    @inline(__always)
    private func note(
        _ position: Int, _ state: State, _ notes: UnsafeMutablePointer<UInt64>, _ lane: Int, _ count: inout Int
    ) {
        notes[lane &* laneBytes &+ count] =
            UInt64(truncatingIfNeeded: position) &<< 32 | UInt64(truncatingIfNeeded: state)
        count &+= 1
    }
}

/// Joins the lanes of one block in order.
///
/// A lane began at the root, not knowing what stood before its border. The true run, coming over the border, is followed
/// until the prefix it stands for lies behind the border altogether: from there on both runs are in the same state. Up to
/// there the true run reports and the lane's own notes are dropped, so nothing is lost and nothing doubled.
private struct LaneJoin<Steps: LiteralSteps> {
    typealias State = Steps.State

    let base: UnsafePointer<UInt8>
    let offset: Int
    let length: Int
    let notes: UnsafeMutablePointer<UInt64>
    /// Where the true run stands behind the lanes taken so far.
    var state: State

    @inline(__always)
    mutating func take(
        _ steps: Steps, _ lane: Int, _ final: State, _ noteCount: Int, into hits: inout [LiteralHit]
    ) {
        let start = offset + lane * length
        var agreed = 0
        if lane > 0 {
            let bytes = base + lane * length
            while steps.depth(of: state) > agreed {
                guard agreed < length else { return }
                state = steps.step(state, bytes[agreed])
                agreed += 1
                guard steps.depth(of: state) > agreed else { break }
                if state >= steps.firstAccepting {
                    steps.emit(state, end: UInt32(truncatingIfNeeded: start + agreed), into: &hits)
                }
            }
        }
        let own = notes + lane * laneBytes
        for index in 0..<noteCount {
            let position = Int(own[index] >> 32) + 1
            guard position >= agreed else { continue }
            steps.emit(
                State(truncatingIfNeeded: own[index]), end: UInt32(truncatingIfNeeded: start + position), into: &hits)
        }
        state = final
    }
}
