/// One open element.
struct Frame {
    var tag = Tag.unknown
    var place = PageView.Place.body
    /// Content keeps the place of this frame: inside a comment or a script's string the structure says nothing.
    var locksPlace = false
    var hidden: PageView.Hidden = []
    var langStart: UInt32 = 0
    var langEnd: UInt32 = 0
    var box = BoxStyle()
    /// Index in `PageView.elements`, or -1 where no rule can ask for it; the same of its last child so far.
    var element: Int32 = -1
    var lastChild: Int32 = -1
    /// Children in `PageView.elements` so far.
    var childCount: Int32 = 0
    /// Path of the element in `PathMemory`; 0 is none.
    var path: UInt32 = 0
}

/// The open elements, from the root: a fixed array, so that depth is bounded and nothing is allocated while reading.
struct ElementStack: ~Copyable {
    private let frames: UnsafeMutablePointer<Frame>
    private let tags: UnsafeMutablePointer<Tag>
    /// How many elements of each tag are open.
    private let openCounts: UnsafeMutablePointer<UInt16>
    private let capacity: Int
    private(set) var count = 0
    private var maxDepth = 512
    /// Elements that were not pushed because the stack was full.
    private(set) var overflow = 0
    /// The lowest depth that end tags may close: above the frame of a nested reading.
    var floor = 0

    init(capacity: Int) {
        self.capacity = capacity
        frames = .allocate(capacity: capacity)
        frames.initialize(repeating: Frame(), count: capacity)
        tags = .allocate(capacity: capacity)
        tags.initialize(repeating: .unknown, count: capacity)
        openCounts = .allocate(capacity: 256)
        openCounts.initialize(repeating: 0, count: 256)
    }

    deinit {
        frames.deallocate()
        tags.deallocate()
        openCounts.deallocate()
    }

    mutating func removeAll(maxDepth: Int) {
        count = 0
        overflow = 0
        floor = 0
        self.maxDepth = max(8, min(maxDepth, capacity - 16))
        openCounts.update(repeating: 0, count: 256)
    }

    mutating func pushRoot(hidden: PageView.Hidden, place: PageView.Place) {
        var frame = Frame()
        frame.hidden = hidden
        frame.place = place
        frame.box.sticky = hidden
        _ = push(frame)
        floor = count
    }

    var top: Frame {
        @inline(__always) unsafeAddress { UnsafePointer(frames + (count &- 1)) }
        @inline(__always) unsafeMutableAddress { frames + (count &- 1) }
    }

    var topTag: Tag {
        @inline(__always) get { tags[count &- 1] }
    }

    /// The element around the innermost one.
    var belowTop: Frame { frames[max(0, count &- 2)] }

    @inline(__always)
    func tag(at depth: Int) -> Tag { tags[depth] }

    /// False when the stack is full; the element is then flattened into its parent and its end tag is skipped.
    @inline(__always)
    mutating func push(_ frame: Frame) -> Bool {
        guard count < maxDepth else {
            overflow &+= 1
            return false
        }
        frames[count] = frame
        tags[count] = frame.tag
        openCounts[Int(frame.tag.rawValue)] &+= 1
        count &+= 1
        return true
    }

    /// Frames of nested readings stand above the depth cap by at most a few.
    mutating func pushReading(_ frame: Frame) -> (floor: Int, overflow: Int) {
        let kept = (floor, overflow)
        if count < capacity {
            frames[count] = frame
            tags[count] = .unknown
            openCounts[0] &+= 1
            count &+= 1
        }
        floor = count
        overflow = 0
        maxDepth = min(maxDepth + 8, capacity)
        return kept
    }

    mutating func popReading(_ kept: (floor: Int, overflow: Int)) {
        while count >= floor { pop() }
        (floor, overflow) = kept
        maxDepth -= 8
    }

    @inline(__always)
    mutating func pop() {
        guard count > 0 else { return }
        count &-= 1
        openCounts[Int(tags[count].rawValue)] &-= 1
    }

    mutating func pop(to depth: Int) {
        while count > depth { pop() }
    }

    @inline(__always)
    func isOpen(_ tag: Tag) -> Bool { openCounts[Int(tag.rawValue)] != 0 }

    /// Takes note of an end tag whose element was flattened. True when it was one.
    @inline(__always)
    mutating func skipsFlattened() -> Bool {
        guard overflow > 0 else { return false }
        overflow &-= 1
        return true
    }
}
