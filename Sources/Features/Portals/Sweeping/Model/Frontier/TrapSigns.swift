internal import Markup

/// What an address by itself says of traps.
enum TrapSigns {
    /// Why the address is not worth a look, whatever else is known; nil when nothing speaks against it.
    static func refusal(of url: WebURL, _ rules: FrontierRules, _ limits: FrontierLimits) -> Refusal? {
        let segments = url.path.split(separator: "/", omittingEmptySubsequences: true)
        if segments.count > limits.maxSegments { return .tooDeep }
        if repeats(segments, limits.maxSegmentRepeats) { return .repeatedSegments }
        if segments.contains(where: { rules.trapSegments[$0.lowercased()] == .action }) { return .action }
        return names(url).contains { rules.trapParameters[$0] == .action } ? .action : nil
    }

    /// A page of a calendar: dates in the query, or at the end of the path. Articles have their title behind the date.
    static func isCalendar(_ url: WebURL, _ rules: FrontierRules) -> Bool {
        if names(url).contains(where: { rules.trapParameters[$0] == .calendar }) { return true }
        let segments = url.path.split(separator: "/", omittingEmptySubsequences: true)
        guard let last = segments.last else { return false }
        if isDate(last) { return true }
        let tail = segments.suffix(3)
        let hasYear = tail.dropLast().contains(where: isYear)
        if hasYear, tail.reversed().prefix(while: { !isYear($0) }).allSatisfy(isMonthOrDay) { return true }
        return isNumber(last, 1...4) && segments.contains { rules.trapSegments[$0.lowercased()] == .calendar }
    }

    static func isFacet(_ url: WebURL, _ rules: FrontierRules) -> Bool {
        names(url).contains { rules.trapParameters[$0] == .facet }
    }

    private static func names(_ url: WebURL) -> [String] {
        guard let query = url.query else { return [] }
        return query.split(separator: "&").map { $0.prefix { $0 != "=" }.lowercased() }
    }

    /// One segment more often than allowed, or one row of segments three times on end.
    private static func repeats(_ segments: [Substring], _ most: Int) -> Bool {
        guard segments.count > 2 else { return false }
        var counts: [Substring: Int] = [:]
        for segment in segments {
            counts[segment, default: 0] += 1
            if counts[segment, default: 0] > most { return true }
        }
        for period in 1...max(1, segments.count / 3) {
            let tail = segments.suffix(3 * period)
            let parts = (0..<3).map { tail.dropFirst($0 * period).prefix(period) }
            if parts[0].count == period, parts[0].elementsEqual(parts[1]), parts[1].elementsEqual(parts[2]) {
                return true
            }
        }
        return false
    }

    // MARK: dates

    private static func isNumber(_ text: Substring, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count) && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
    }

    private static func isYear(_ text: Substring) -> Bool {
        guard isNumber(text, 4...4), let year = Int(text) else { return false }
        return (1900...2200).contains(year)
    }

    private static func isMonthOrDay(_ text: Substring) -> Bool {
        guard isNumber(text, 1...2), let number = Int(text) else { return false }
        return (1...31).contains(number)
    }

    /// `2026-11-21`, `2026-11`, `21-11-2026`, `20261121`.
    private static func isDate(_ text: Substring) -> Bool {
        if isNumber(text, 8...8) { return isYear(text.prefix(4)) && isMonthOrDay(text.suffix(2)) }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return false }
        if isYear(parts[0]) { return parts.dropFirst().allSatisfy(isMonthOrDay) }
        return isYear(parts[parts.count - 1]) && parts.dropLast().allSatisfy(isMonthOrDay)
    }
}
