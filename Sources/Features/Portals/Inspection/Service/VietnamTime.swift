import Glibc

/// Times as people in Viet Nam read them: UTC+7 all the year.
enum VietnamTime {
    /// `HH:mm dd/MM/yyyy`
    /// - Parameter seconds: since 1970, UTC.
    static func clock(_ seconds: Int) -> String {
        let parts = parts(seconds)
        return "\(two(parts.tm_hour)):\(two(parts.tm_min)) \(two(parts.tm_mday))/\(two(parts.tm_mon + 1))/"
            + "\(parts.tm_year + 1_900)"
    }

    /// `yyyy-MM-dd`
    static func day(_ seconds: Int) -> String {
        let parts = parts(seconds)
        return "\(parts.tm_year + 1_900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    }

    /// `yyyy-MM-dd-HHmmss`, for names of files.
    static func stamp(_ seconds: Int) -> String {
        let parts = parts(seconds)
        return "\(day(seconds))-\(two(parts.tm_hour))\(two(parts.tm_min))\(two(parts.tm_sec))"
    }

    private static func parts(_ seconds: Int) -> tm {
        var shifted = seconds + 7 * 3_600
        var parts = tm()
        gmtime_r(&shifted, &parts)
        return parts
    }

    private static func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
