/// Addresses in the order of asking: groups take turns, in a group its templates, in a template first come, first served.
///
/// Every operation takes constant time; numbers stand for groups, templates and addresses.
struct FairQueue: Sendable {
    private var groups: [Int32: Row] = [:]
    private var templates: [Int32: Row] = [:]
    private var turns = Row()
    private(set) var count = 0

    mutating func push(_ item: Int32, template: Int32, group: Int32) {
        count += 1
        let isNewTemplate = templates[template, default: Row()].isEmpty
        templates[template, default: Row()].append(item)
        guard isNewTemplate else { return }
        let isNewGroup = groups[group, default: Row()].isEmpty
        groups[group, default: Row()].append(template)
        if isNewGroup { turns.append(group) }
    }

    mutating func pop() -> Int32? {
        guard let group = turns.popFirst(), let template = groups[group]?.popFirst(),
            let item = templates[template]?.popFirst()
        else { return nil }
        count -= 1
        if templates[template]?.isEmpty == false {
            groups[group]?.append(template)
        } else {
            templates[template] = nil
        }
        if groups[group]?.isEmpty == false {
            turns.append(group)
        } else {
            groups[group] = nil
        }
        return item
    }

    /// First in, first out; what was taken is given back to memory when it is half of the row.
    struct Row: Sendable {
        private var items: [Int32] = []
        private var head = 0

        var isEmpty: Bool { head == items.count }

        mutating func append(_ item: Int32) { items.append(item) }

        mutating func popFirst() -> Int32? {
            guard head < items.count else { return nil }
            let item = items[head]
            head += 1
            if head >= 32, head * 2 > items.count {
                items.removeFirst(head)
                head = 0
            }
            return item
        }
    }
}
