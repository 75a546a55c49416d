extension DemoPortal {
    /// A page of a part without an end; nil for paths outside of the traps that were drawn.
    func trap(_ asked: Asked) -> Draft? {
        guard let trap = layout.traps.first(where: { covers($0, asked.target.path) }) else { return nil }
        let links =
            switch trap {
            case .calendar: calendar(asked)
            case .sessions: sessions(asked)
            case .facets: facets(asked)
            case .endlessPath: deeper(asked)
            }
        let main = "<h1>\(trap.name)</h1><p>Mời bạn chọn mục cần xem.</p>" + PageShell.list(links)
        return ordinary(asked, title: trap.name, main: main)
    }

    private func covers(_ trap: Trap, _ path: String) -> Bool {
        switch trap {
        case .sessions: path == trap.prefix || path.hasPrefix(trap.prefix + ";")
        case .endlessPath: path.hasPrefix(trap.prefix)
        default: path == trap.prefix
        }
    }

    private func calendar(_ asked: Asked) -> [(path: String, name: String)] {
        let month = min(max(Int(asked.target.value("thang") ?? "") ?? 11, 1), 12)
        let year = min(max(Int(asked.target.value("nam") ?? "") ?? 2_026, 1), 1_000_000)
        let before = month == 1 ? (12, year - 1) : (month - 1, year)
        let behind = month == 12 ? (1, year + 1) : (month + 1, year)
        let months = [before, behind].map { (month, year) in
            (path: "\(Trap.calendar.prefix)?thang=\(month)&nam=\(year)", name: "Tháng \(month)/\(year)")
        }
        let days = (1...28).map { day in
            (
                path: "\(Trap.calendar.prefix)?ngay=\(day)&thang=\(month)&nam=\(year)",
                name: "Ngày \(day)/\(month)/\(year)"
            )
        }
        return months + days
    }

    /// Every answer gives all links a new session.
    private func sessions(_ asked: Asked) -> [(path: String, name: String)] {
        var dice = Dice(asked.request.ordinal, for: "session")
        let session = String(dice.next(), radix: 16, uppercase: true)
        return (1...5).map { number in
            (path: "\(Trap.sessions.prefix);jsessionid=\(session)?trang=\(number)", name: "Hồ sơ trang \(number)")
        }
    }

    /// Each choice keeps those made before and adds one: as many URLs as there are combinations.
    private func facets(_ asked: Asked) -> [(path: String, name: String)] {
        let choices = [("linh-vuc", 12), ("co-quan", 20), ("nam", 30), ("loai", 10), ("sap-xep", 4), ("trang", 50)]
        let kept = choices.compactMap { choice in
            asked.target.value(choice.0).flatMap { Int($0) }.map { "\(choice.0)=\($0)" }
        }
        return choices.flatMap { name, count in
            (0..<min(count, 6)).map { value in
                let others = kept.filter { !$0.hasPrefix(name + "=") }
                let query = (others + ["\(name)=\(value)"]).joined(separator: "&")
                return (path: "\(Trap.facets.prefix)?\(query)", name: "\(name) \(value)")
            }
        }
    }

    /// Relative links that lead one folder deeper each time.
    private func deeper(_ asked: Asked) -> [(path: String, name: String)] {
        [(path: "nam-2026/", name: "Năm 2026"), (path: "quy-1/", name: "Quý 1"), (path: "../", name: "Thư mục trên")]
    }
}
