import VietText

/// A form: fields with their labels, what was typed, and what is wrong with it.
package struct FormPage: Sendable {
    package struct Field: Sendable {
        package enum Kind: Sendable {
            case text, email, password, number, url, area, check
            case choice([(value: String, label: String)])
        }

        package var name: String
        /// Keys of texts.
        package var label: String
        package var help: String?
        package var kind: Kind
        package var value: String
        package var isRequired: Bool
        package var maxLength: Int?
        /// What the browser may fill in (`username`, `current-password`, …).
        package var autocomplete: String?
        /// The sentence, in the reader's language.
        package var error: String?

        package init(
            _ name: String, label: String, help: String? = nil, _ kind: Kind = .text, value: String = "",
            required: Bool = false, maxLength: Int? = nil, autocomplete: String? = nil
        ) {
            (self.name, self.label, self.help, self.kind, self.value) = (name, label, help, kind, value)
            (isRequired, self.maxLength, self.autocomplete) = (required, maxLength, autocomplete)
        }
    }

    package var action: String
    package var fields: [Field]
    /// Key of the button's word.
    package var submit: String
    package var cancel: (label: String, path: String)?
    package var hidden: [(name: String, value: String)] = []
    package var isDangerous = false
    /// What is wrong with the whole.
    package var error: String?

    package init(action: String, fields: [Field], submit: String, cancel: (label: String, path: String)? = nil) {
        (self.action, self.fields, self.submit, self.cancel) = (action, fields, submit, cancel)
    }

    /// Keeps what was typed; never a password.
    package mutating func fill(_ values: FormValues) {
        for index in fields.indices {
            if case .password = fields[index].kind { continue }
            if case .check = fields[index].kind {
                fields[index].value = values[fields[index].name] == nil ? "" : "1"
            } else if let value = values[fields[index].name] {
                fields[index].value = String(value.prefix(fields[index].maxLength ?? 4_000))
            }
        }
    }

    package mutating func reject(_ name: String, _ sentence: String) {
        guard let index = fields.firstIndex(where: { $0.name == name }) else {
            error = sentence
            return
        }
        fields[index].error = sentence
    }

    package var hasErrors: Bool { error != nil || fields.contains { $0.error != nil } }

    package func model(_ request: ConsoleRequest) -> [String: any Sendable] {
        let texts = request.texts
        var errors = fields.compactMap { field -> [String: any Sendable]? in
            field.error.map { ["name": field.name, "label": texts[field.label], "error": $0] }
        }
        if let error { errors.insert(["name": "", "label": texts["form.whole"], "error": error], at: 0) }
        var model: [String: any Sendable] = [
            "action": action, "csrf": request.csrf, "submit": texts[submit], "danger": isDangerous,
            "hasErrors": !errors.isEmpty, "errors": errors, "errorTitle": texts["form.errors"],
            "fields": fields.map { Self.model($0, texts) },
            "hidden": hidden.map { ["name": $0.name, "value": $0.value] as [String: any Sendable] },
        ]
        if let cancel {
            model["cancel"] = ["label": texts[cancel.label], "path": cancel.path] as [String: any Sendable]
        }
        return model
    }

    private static func model(_ field: Field, _ texts: Texts) -> [String: any Sendable] {
        var model: [String: any Sendable] = [
            "name": field.name, "label": texts[field.label], "value": field.value, "required": field.isRequired,
        ]
        if let help = field.help { model["help"] = texts[help] }
        if let error = field.error { model["error"] = error }
        if let length = field.maxLength { model["maxlength"] = "\(length)" }
        if let autocomplete = field.autocomplete { model["autocomplete"] = autocomplete }
        switch field.kind {
        case .check:
            model["isCheck"] = true
            model["checked"] = !field.value.isEmpty
            return model
        case .area: model["isArea"] = true
        case .choice(let choices):
            model["isChoice"] = true
            model["choices"] = choices.map { choice -> [String: any Sendable] in
                ["value": choice.value, "label": choice.label, "selected": choice.value == field.value]
            }
        case .text, .email, .password, .number, .url:
            model["isText"] = true
            model["type"] = "\(field.kind)"
        }
        if !field.isRequired { model["optional"] = texts["form.optional"] }
        return model
    }
}
