import Synchronization

/// Counts the streams that live pages hold open, by session and in all.
final class StreamSeats: Sendable {
    private struct Counts {
        var all = 0
        var bySession: [Int64: Int] = [:]
    }

    private let most: Int
    private let mostOfSession: Int
    private let counts = Mutex(Counts())

    init(most: Int, mostOfSession: Int) {
        (self.most, self.mostOfSession) = (most, mostOfSession)
    }

    /// A place, until it is left: an answer that is dropped before it is begun gives it back as well.
    final class Seat: Sendable {
        private let seats: StreamSeats
        private let session: Int64
        private let isLeft = Atomic(false)

        fileprivate init(_ seats: StreamSeats, _ session: Int64) {
            (self.seats, self.session) = (seats, session)
        }

        deinit { leave() }

        func leave() {
            if !isLeft.exchange(true, ordering: .relaxed) { seats.leave(session) }
        }
    }

    /// Nil when there is none left.
    func take(_ session: Int64) -> Seat? {
        let isFree = counts.withLock { counts in
            let count = counts.bySession[session, default: 0]
            guard counts.all < most, count < mostOfSession else { return false }
            counts.all += 1
            counts.bySession[session] = count + 1
            return true
        }
        return isFree ? Seat(self, session) : nil
    }

    fileprivate func leave(_ session: Int64) {
        counts.withLock { counts in
            let count = counts.bySession[session, default: 0]
            counts.all -= 1
            counts.bySession[session] = count > 1 ? count - 1 : nil
        }
    }
}
