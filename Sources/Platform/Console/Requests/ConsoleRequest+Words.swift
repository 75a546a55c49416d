package import SQLStore
import Tables
import VietText

/// Times and durations as people in Việt Nam read them.
extension ConsoleRequest {
    /// `HH:mm dd/MM/yyyy`, in Việt Nam.
    package func clock(_ moment: Moment) -> String { LocalTime.shown(moment.microseconds) }

    /// “5 phút trước”, “trong 3 giờ”.
    package func relative(_ moment: Moment) -> String {
        let seconds = (now - moment).components.seconds
        let amount = Int(seconds.magnitude)
        let unit = amount < 60 ? "moment" : amount < 3_600 ? "minutes" : amount < 86_400 ? "hours" : "days"
        let number = unit == "minutes" ? amount / 60 : unit == "hours" ? amount / 3_600 : amount / 86_400
        return texts.filled("time.\(unit).\(seconds < 0 ? "ahead" : "ago")", ["n": texts.number(number)])
    }

    package func cell(_ moment: Moment?) -> ListCell {
        guard let moment else { return .none }
        return .time(iso: LocalTime.internet(moment.microseconds), shown: clock(moment), relative: relative(moment))
    }
}

/// The words of the console in the reader's language, by their keys.
extension ConsoleRequest {
    package func say(_ key: String) -> String { texts[key] }

    /// With `{name}` replaced by the values.
    package func say(_ key: String, _ values: [String: String]) -> String { texts.filled(key, values) }

    /// The text of a word that comes from a pack, an engine or a row; the word itself when it is not known.
    package func word(_ prefix: String, _ word: String) -> String { texts[prefix, word] }

    /// A whole number with the separators of the language.
    package func number(_ value: Int) -> String { texts.number(value) }

    /// Some texts for a template, by the last part of their keys.
    package func labels(_ keys: [String]) -> [String: any Sendable] {
        var labels: [String: any Sendable] = [:]
        for key in keys { labels[String(key.split(separator: ".").last ?? "")] = texts[key] }
        return labels
    }
}
