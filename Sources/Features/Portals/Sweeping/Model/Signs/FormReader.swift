import Markup

/// A GET form that takes what people search for.
package struct SearchForm: Hashable, Sendable {
    package var action: String
    package var parameter: String
}

/// Where a page's sign-in sends its password.
enum PasswordForms {
    /// Addresses, sorted; the page's own where a form names none. Linear.
    static func actions(in answer: SeenAnswer) -> [String] {
        var reader = FormReader()
        let forms = answer.body.withUnsafeBufferPointer { reader.read($0) }.filter(\.hasPassword)
        return Set(forms.compactMap { $0.action.isEmpty ? answer.url.text : answer.resolved($0.action)?.text }).sorted()
    }
}

enum SearchForms {
    private static let maxForms = 8

    /// Reads the forms of a page. Input is hostile; linear.
    static func all(in answer: SeenAnswer) -> [SearchForm] {
        var reader = FormReader()
        return answer.body.withUnsafeBufferPointer { body in
            reader.read(body).compactMap { form -> SearchForm? in
                guard form.isGET, let field = form.textField, !form.hasPassword else { return nil }
                let action = form.action.isEmpty ? answer.url : answer.resolved(form.action)
                return action.map { SearchForm(action: $0.origin + $0.path, parameter: field) }
            }.prefix(maxForms).map { $0 }
        }
    }
}

/// The forms of a page as far as it is asked what they send.
private struct FormReader: ~Copyable {
    struct Form {
        var action = ""
        var isGET = true
        var textField: String?
        var hasPassword = false
    }

    private var tokenizer = Tokenizer()
    private static let maxForms = 64

    mutating func read(_ body: UnsafeBufferPointer<UInt8>) -> [Form] {
        var forms: [Form] = []
        var isOpen = false
        tokenizer.start(body)
        while !tokenizer.isFinished {
            tokenizer.fill()
            for index in 0..<tokenizer.tokenCount {
                let token = tokenizer.tokens[index]
                if token.kind == .endTag, token.tag == .form { isOpen = false }
                guard token.kind == .startTag || token.kind == .selfClosingTag, forms.count < Self.maxForms else {
                    continue
                }
                if token.tag == .form {
                    isOpen = true
                    let method = value(.unknown, named: "method", of: token, body)?.lowercased() ?? "get"
                    forms.append(Form(action: value(.action, named: "", of: token, body) ?? "", isGET: method == "get"))
                } else if token.tag == .input, isOpen, !forms.isEmpty {
                    note(token, body, in: &forms[forms.count - 1])
                }
            }
        }
        return forms
    }

    private func note(_ token: Token, _ body: UnsafeBufferPointer<UInt8>, in form: inout Form) {
        let type = value(.type, named: "", of: token, body)?.lowercased() ?? "text"
        if type == "password" { form.hasPassword = true }
        guard type == "text" || type == "search", form.textField == nil else { return }
        form.textField = value(.name, named: "", of: token, body).flatMap { $0.isEmpty ? nil : $0 }
    }

    private func value(
        _ wanted: AttributeName, named name: String, of token: Token, _ body: UnsafeBufferPointer<UInt8>
    ) -> String? {
        for index in Int(token.detail)..<(Int(token.detail) + Int(token.attributeCount)) {
            let attribute = tokenizer.attributes[index]
            let isIt =
                wanted != .unknown
                ? attribute.name == wanted
                : String(
                    decoding: body[
                        Int(attribute.nameStart)..<(Int(attribute.nameStart) + Int(attribute.nameLength))],
                    as: UTF8.self
                ).lowercased() == name
            if isIt {
                return String(
                    decoding: body[Int(attribute.valueStart)..<Int(attribute.valueEnd)].prefix(1_000), as: UTF8.self)
            }
        }
        return nil
    }
}
