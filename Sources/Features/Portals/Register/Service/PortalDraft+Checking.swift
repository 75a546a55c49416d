import Agencies
import Markup

extension PortalDraft {
    /// The portal in the form in which it is kept.
    /// - Throws: `invalid` with every fault of every field.
    package func checked() throws(PortalsError) -> PortalEntry {
        var check = PortalDraftCheck()
        let unit = unit ?? 0
        if unit <= 0 { check.fault(.unit, .missing) }
        let name = check.line(.name, name, Self.maxName, isNeeded: true)
        let address = check.home(home)
        let hosts = check.hosts(extraHosts, besides: address?.authority)
        let entry = PortalEntry(
            unit: unit, name: name, home: address?.url.text ?? "", extraHosts: hosts,
            operatorName: check.line(.operatorName, operatorName, Self.maxName),
            vendor: check.line(.vendor, vendor, Self.maxName), platform: check.line(.platform, platform, Self.maxName),
            risk: check.risk(risk), policy: check.policy(policy), allowedDomains: check.domains(allowedDomains),
            probeAuthority: check.line(.authority, probeAuthority, Self.maxAuthority))
        guard check.faults.isEmpty else { throw .invalid(check.faults) }
        return entry
    }
}

/// Reads the fields of a draft and gathers what is wrong with them.
private struct PortalDraftCheck {
    private(set) var faults: [PortalFault] = []

    mutating func fault(_ field: PortalField, _ code: PortalFault.Code, _ value: String = "") {
        faults.append(PortalFault(field, code, value))
    }

    mutating func line(_ field: PortalField, _ text: String, _ maxLength: Int, isNeeded: Bool = false) -> String {
        if let line = PlainLine.clean(text, maxLength: maxLength) { return line }
        if !text.allSatisfy(\.isWhitespace) {
            fault(field, .notPlain)
        } else if isNeeded {
            fault(field, .missing)
        }
        return ""
    }

    mutating func home(_ text: String) -> PortalAddress? {
        let typed = trimmed(text)
        guard !typed.isEmpty else {
            fault(.home, .missing)
            return nil
        }
        let address = PortalAddress(typed)
        if address == nil { fault(.home, .notAnAddress, typed) }
        return address
    }

    mutating func hosts(_ typed: [String], besides home: String?) -> [String] {
        let hosts = list(.hosts, typed, PortalDraft.maxHosts, .notAHost) { PortalAddress(host: $0)?.authority }
        return hosts.filter { $0 != home }
    }

    mutating func domains(_ typed: [String]) -> [String] {
        list(.domains, typed, PortalDraft.maxDomains, .notADomain) { PortalAddress(host: $0)?.domain }
    }

    /// Each once, in order.
    private mutating func list(
        _ field: PortalField, _ typed: [String], _ maxCount: Int, _ code: PortalFault.Code, _ read: (String) -> String?
    ) -> [String] {
        var kept: Set<String> = []
        let texts = typed.map(trimmed).filter { !$0.isEmpty }
        if texts.count > maxCount { fault(field, .tooMany) }
        for text in texts.prefix(maxCount) {
            if let value = read(text) { kept.insert(value) } else { fault(field, code, text) }
        }
        return kept.sorted()
    }

    mutating func risk(_ number: Int) -> PortalRisk {
        if let risk = PortalRisk(rawValue: number) { return risk }
        fault(.risk, .outOfRange)
        return .medium
    }

    mutating func policy(_ typed: SweepPolicy) -> SweepPolicy {
        var policy = typed
        policy.views = Array(Set(typed.views).union([.visitor])).sorted()
        if !SweepPolicy.pageRange.contains(policy.maxPages) { fault(.pages, .outOfRange) }
        if !SweepPolicy.rateRange.contains(policy.rate) { fault(.rate, .outOfRange) }
        if let seconds = policy.intervalSeconds, !SweepPolicy.intervalRange.contains(seconds) {
            fault(.interval, .outOfRange)
        }
        return policy
    }

    private func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
