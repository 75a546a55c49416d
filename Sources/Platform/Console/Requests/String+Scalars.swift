/// Lengths are counted in code points, as databases do: one letter as people see it can be any number of them.
extension String {
    func cut(toScalars limit: Int) -> String {
        guard utf8.count > limit, unicodeScalars.count > limit else { return self }
        return String(unicodeScalars.prefix(limit))
    }
}
