/// `transform`: how far it moves the box, and whether it shrinks it to nothing.
enum TransformReader {
    static func read(_ value: StyleCursor, into out: inout [Declaration]) {
        var cursor = value
        var x = Declaration(property: .translateX, unit: .px)
        var y = Declaration(property: .translateY, unit: .px)
        var scale: Float = 1
        while let word = cursor.next() {
            guard word.kind == .function else { continue }
            let name = value.text(word)
            var arguments = value.arguments(word)
            let first = arguments.next() ?? StyleWord()
            let second = arguments.next()
            if name.equalsLowercased("translatey") {
                set(&y, first)
            } else if name.hasLowercasedPrefix("translate") {
                set(&x, first)
                if let second { set(&y, second) }
            } else if name.hasLowercasedPrefix("scale") {
                scale *= min(abs(first.number), abs(second?.number ?? first.number))
            } else if name.equalsLowercased("rotatex") || name.equalsLowercased("rotatey") {
                if abs(first.number).truncatingRemainder(dividingBy: 180) == 90 { scale = 0 }
            } else if name.equalsLowercased("matrix") {
                readMatrix(value.arguments(word), &x, &y, &scale)
            }
        }
        out.append(x)
        out.append(y)
        out.append(Declaration(property: .scale, number: scale))
    }

    static func readTranslate(_ value: StyleCursor, into out: inout [Declaration]) {
        var cursor = value
        var x = Declaration(property: .translateX, unit: .px)
        var y = Declaration(property: .translateY, unit: .px)
        if let word = cursor.next() { set(&x, word) }
        if let word = cursor.next() { set(&y, word) }
        out.append(x)
        out.append(y)
    }

    static func readScale(_ value: StyleCursor, into out: inout [Declaration]) {
        var cursor = value
        guard let first = cursor.next(), first.kind == .number else { return }
        let second = cursor.next() ?? first
        out.append(Declaration(property: .scale, number: min(abs(first.number), abs(second.number))))
    }

    private static func set(_ declaration: inout Declaration, _ word: StyleWord) {
        guard word.kind == .number else { return }
        declaration.number = word.number
        declaration.unit = word.unit == .none ? .px : word.unit
    }

    private static func readMatrix(
        _ arguments: StyleCursor, _ x: inout Declaration, _ y: inout Declaration, _ scale: inout Float
    ) {
        var cursor = arguments
        var numbers = InlineArray<6, Float>(repeating: 0)
        for index in numbers.indices {
            guard let word = cursor.next() else { return }
            numbers[index] = word.number
        }
        x.number = numbers[4]
        y.number = numbers[5]
        scale *= abs(numbers[0] * numbers[3] - numbers[1] * numbers[2])
    }
}

/// `clip` and `clip-path`: whether anything is left. `number` 1: nothing is.
enum ShapeReader {
    static func read(
        _ property: Declaration.Property, _ word: StyleWord, _ cursor: StyleCursor, into out: inout [Declaration]
    ) {
        guard word.kind == .function else {
            out.append(Declaration(property: property, number: 0))
            return
        }
        let name = cursor.text(word)
        var numbers = Numbers()
        var arguments = cursor.arguments(word)
        while numbers.count < 16, let part = arguments.next() {
            if part.kind == .number { numbers.append(part) } else if part.kind == .name, property == .clip { return }
        }
        var isEmpty = false
        if name.equalsLowercased("rect"), numbers.count >= 4 {
            isEmpty = numbers[1].number - numbers[3].number <= 2 || numbers[2].number - numbers[0].number <= 2
        } else if name.equalsLowercased("inset") {
            isEmpty = isEmptyInset(numbers)
        } else if name.equalsLowercased("circle") || name.equalsLowercased("ellipse") {
            isEmpty = numbers.count > 0 && numbers[0].number == 0
        } else if name.equalsLowercased("polygon") {
            isEmpty = numbers.count > 0 && numbers.areEqual
        }
        out.append(Declaration(property: property, number: isEmpty ? 1 : 0))
    }

    /// Percentages from two sides that meet; pixels say nothing without a box.
    private static func isEmptyInset(_ numbers: Numbers) -> Bool {
        guard numbers.count > 0 else { return false }
        let top = numbers[0]
        let right = numbers.count > 1 ? numbers[1] : top
        let bottom = numbers.count > 2 ? numbers[2] : top
        let left = numbers.count > 3 ? numbers[3] : right
        func meet(_ a: StyleWord, _ b: StyleWord) -> Bool {
            let sum = (a.unit == .percent ? a.number : 0) + (b.unit == .percent ? b.number : 0)
            return sum >= 99.5
        }
        return meet(top, bottom) || meet(left, right)
    }

    /// The numbers among a shape's arguments: at most sixteen, without storage of their own.
    private struct Numbers {
        private var words = InlineArray<16, StyleWord>(repeating: StyleWord())
        private(set) var count = 0

        subscript(index: Int) -> StyleWord { words[index] }

        mutating func append(_ word: StyleWord) {
            words[count] = word
            count += 1
        }

        var areEqual: Bool {
            for index in 0..<count where words[index].number != words[0].number { return false }
            return true
        }
    }
}
