/// What reading one document may cost. All of them hold for everything inside it together, members of members too.
package struct DocumentLimits: Sendable, Equatable {
    package var maxDocumentBytes = 128 << 20
    /// From the start of the box to its end.
    package var deadline = Duration.seconds(30)
    package var maxProcessorSeconds = 20
    /// Address space of each process in the box.
    package var maxMemoryBytes = 1 << 30
    /// What may come out of the box.
    package var maxOutputBytes = 48 << 20
    /// Text of one document.
    package var maxTextBytes = 8 << 20
    package var maxPages = 1_000
    package var maxMembers = 1_000
    package var maxDepth = 4
    /// Bytes that archives and mails may unpack to, all together.
    package var maxUnpackedBytes = 256 << 20

    package init() {}

    /// As words for the child's command line, and back; the child is given no other word from outside.
    package var words: [String] {
        [
            maxDocumentBytes, Int(deadline / .milliseconds(1)), maxProcessorSeconds, maxMemoryBytes, maxOutputBytes,
            maxTextBytes, maxPages, maxMembers, maxDepth, maxUnpackedBytes,
        ].map(String.init)
    }

    package init?(words: [String]) {
        let numbers = words.compactMap { Int($0) }
        guard numbers.count == 10, words.count == 10, numbers.allSatisfy({ $0 > 0 }) else { return nil }
        maxDocumentBytes = numbers[0]
        deadline = .milliseconds(numbers[1])
        maxProcessorSeconds = numbers[2]
        maxMemoryBytes = numbers[3]
        maxOutputBytes = numbers[4]
        maxTextBytes = numbers[5]
        maxPages = numbers[6]
        maxMembers = numbers[7]
        maxDepth = numbers[8]
        maxUnpackedBytes = numbers[9]
    }
}
