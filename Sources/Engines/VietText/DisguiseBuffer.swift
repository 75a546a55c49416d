/// placeholder
package final class DisguiseBuffer {
    package private(set) var count = 0
    package init() {}
    package func removeAll() { count = 0 }
    package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: nil, count: 0) }
    package var marks: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: nil, count: 0) }
    package func position(of position: Int) -> UInt32 { 0 }
    package func isAltered(_ position: Int) -> Bool { false }
    package func append(windowsOf folded: FoldBuffer, range: Range<Int>) {}
}
