package import SQLStore
package import VietText

/// Times and durations as people in Việt Nam read them.
extension ConsoleRequest {
    /// `HH:mm dd/MM/yyyy`, in Việt Nam.
    package func clock(_ moment: Moment) -> String { moment.localClock }

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
        return .time(iso: moment.iso, shown: clock(moment), relative: relative(moment))
    }
}

extension Texts {
    /// Some texts for a template, by the last part of their keys.
    package func words(_ keys: [String]) -> [String: any Sendable] {
        var words: [String: any Sendable] = [:]
        for key in keys { words[String(key.split(separator: ".").last ?? "")] = self[key] }
        return words
    }
}
