/// Reads the dates of header fields and cookies, in any of the ways that browsers put up with (RFC 6265, 5.1.1).
enum HTTPDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Seconds since 1970; nil for what is no date.
    static func seconds(_ bytes: [UInt8]) -> Int64? {
        guard bytes.count <= 128 else { return nil }
        var time: [Int]?
        var day: Int?
        var month: Int?
        var year: Int?
        for word in bytes.split(whereSeparator: isDelimiter) {
            if time == nil, let found = clock(word) {
                time = found
            } else if day == nil, (1...2).contains(word.count), let number = number(word) {
                day = number
            } else if month == nil, let found = monthNumber(word) {
                month = found
            } else if year == nil, word.count == 2 || word.count == 4, let number = number(word) {
                year = number < 70 ? number + 2000 : number < 100 ? number + 1900 : number
            }
        }
        guard let time, let day, let month, let year, (1...31).contains(day), year >= 1601, time[0] <= 23,
            time[1] <= 59,
            time[2] <= 59
        else { return nil }
        return Int64(days(year, month, day)) * 86_400 + Int64(time[0] * 3600 + time[1] * 60 + time[2])
    }

    /// Everything but letters, digits and the colon, so that `Wed, 09-Jun-2021` comes apart.
    private static func isDelimiter(_ byte: UInt8) -> Bool {
        !(byte &- 0x30 < 11 || (byte | 0x20) &- 0x61 < 26)
    }

    private static func clock(_ word: ArraySlice<UInt8>) -> [Int]? {
        let parts = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(number)
        guard parts.count == 3 else { return nil }
        let numbers = parts.compactMap { $0 }
        return numbers.count == 3 ? numbers : nil
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Int? {
        guard (1...4).contains(word.count), word.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func monthNumber(_ word: ArraySlice<UInt8>) -> Int? {
        guard word.count >= 3 else { return nil }
        let name = String(decoding: word.prefix(3).map { $0 | 0x20 }, as: UTF8.self)
        return months.firstIndex(of: name).map { $0 + 1 }
    }

    /// Days since 1970 of a date of the Gregorian calendar, by counting from a March (so that leap days come last).
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
