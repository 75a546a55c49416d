import VietText

/// A form: fields with their labels, what was typed, and what is wrong with it.
package struct FormPage: Sendable {
    package struct Field: Sendable {
        package enum Kind: Sendable {
            case text, email, password, number, url, date, area, check
            case choice([(value: String, label: String)])
            /// Any number of them; the value holds them with blanks between.
            case several([(value: String, label: String)])
            /// A file from the reader's machine, of these endings (`.csv`).
            case file([String])
        }

        package var name: String
        /// Keys of texts.
        package var label: String
        package var help: String?
        package var kind: Kind
        package var value: String
        package var isRequired: Bool
        /// In code points.
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
            switch fields[index].kind {
            case .password, .file: continue
            case .check: fields[index].value = values[fields[index].name] == nil ? "" : "1"
            case .several: fields[index].value = values.all(fields[index].name).prefix(100).joined(separator: " ")
            default:
                guard let value = values[fields[index].name] else { continue }
                fields[index].value = value.cut(toScalars: fields[index].maxLength ?? 4_000)
            }
        }
    }

    /// Keeps what was typed, and says where something is missing or too long.
    package mutating func take(_ values: FormValues, _ request: ConsoleRequest) {
        fill(values)
        for index in fields.indices {
            let field = fields[index]
            if case .file = field.kind { continue }
            let typed = values[field.name] ?? ""
            if field.isRequired, typed.isEmpty {
                fields[index].error = request.say("form.required")
            } else if let limit = field.maxLength, typed.unicodeScalars.count > limit {
                fields[index].error = request.say("form.tooLong", ["n": request.number(limit)])
            }
        }
    }

    /// What stands in a field.
    package subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

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
            field.error.map {
                [
                    "link": ["id": "f-\(field.name)"] as [String: any Sendable], "label": texts[field.label],
                    "error": $0,
                ]
            }
        }
        // The whole has no field to go to.
        if let error { errors.insert(["link": false, "label": texts["form.whole"], "error": error], at: 0) }
        var model: [String: any Sendable] = [
            "action": action, "csrf": request.csrf, "submit": texts[submit], "danger": isDangerous,
            "hasErrors": !errors.isEmpty, "errors": errors, "errorTitle": texts["form.errors"],
            "fields": fields.map { Self.model($0, texts) },
            "hidden": hidden.map { ["name": $0.name, "value": $0.value] as [String: any Sendable] },
        ]
        if fields.contains(where: { if case .file = $0.kind { true } else { false } }) { model["hasFile"] = true }
        if let cancel {
            model["cancel"] = ["label": texts[cancel.label], "path": cancel.path] as [String: any Sendable]
        }
        return model
    }

    private static func model(_ field: Field, _ texts: Texts) -> [String: any Sendable] {
        var model: [String: any Sendable] = [
            "name": field.name, "label": texts[field.label], "value": field.value, "required": field.isRequired,
            "help": false, "error": false, "describedBy": false,
        ]
        if let help = field.help { model["help"] = texts[help] }
        if let error = field.error { model["error"] = error }
        let described = [field.help.map { _ in "h-\(field.name)" }, field.error.map { _ in "e-\(field.name)" }]
        if described.contains(where: { $0 != nil }) {
            model["describedBy"] = described.compactMap { $0 }.joined(separator: " ")
        }
        if let length = field.maxLength { model["maxlength"] = "\(length)" }
        if let autocomplete = field.autocomplete { model["autocomplete"] = autocomplete }
        model["isBox"] = true
        switch field.kind {
        case .check:
            model["isBox"] = false
            model["isCheck"] = true
            model["checked"] = !field.value.isEmpty
            return model
        case .area: model["isArea"] = true
        case .choice(let choices):
            model["isChoice"] = true
            model["choices"] = choices.map { choice -> [String: any Sendable] in
                ["value": choice.value, "label": choice.label, "selected": choice.value == field.value]
            }
        case .several(let choices):
            let picked = Set(field.value.split(separator: " ").map(String.init))
            model["isBox"] = false
            model["isSeveral"] = true
            model["choices"] = choices.map { choice -> [String: any Sendable] in
                [
                    "name": field.name, "value": choice.value, "label": choice.label,
                    "checked": picked.contains(choice.value),
                ]
            }
        case .file(let endings):
            model["isFile"] = true
            model["accept"] = endings.joined(separator: ",")
        case .text, .email, .password, .number, .url, .date:
            model["isText"] = true
            model["type"] = "\(field.kind)"
        }
        // Of choices one always stands.
        if case .choice = field.kind { return model }
        if !field.isRequired { model["optional"] = texts["form.optional"] }
        return model
    }
}
