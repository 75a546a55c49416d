import PlantedContent
import Testing

struct DisguiseTests {
    private func isFound(_ text: String) -> Bool {
        ShippedPack.inspect(Array("<html><body><p>\(text)</p></body></html>".utf8)).tier >= .review
    }

    @Test func theSentencesAreToldApartInPlainForm() {
        #expect(OwnSentences.adverts.count >= 30 && OwnSentences.cleans.count >= 30)
        let missed = OwnSentences.adverts.filter { !isFound($0) }
        #expect(missed.count <= OwnSentences.adverts.count / 10, "\(missed)")
        let alarms = OwnSentences.cleans.filter(isFound)
        #expect(alarms.isEmpty, "\(alarms)")
    }

    @Test func everyDisguiseChangesTheText() {
        for disguise in Disguise.allCases {
            let text = OwnSentences.adverts[0]
            #expect(Array(disguise.apply(to: text).utf8) != Array(text.utf8), "\(disguise)")
        }
    }

    @Test func advertsStayFoundInEveryDisguise() {
        let found = OwnSentences.adverts.filter(isFound)
        var table = ""
        var kept = 0
        for disguise in Disguise.allCases {
            let lost = found.filter { !isFound(disguise.apply(to: $0)) }
            kept += found.count - lost.count
            table += "\(disguise.rawValue)\t\(found.count - lost.count)/\(found.count)\n"
            for text in lost { table += "    \(disguise.apply(to: text))\n" }
        }
        let all = found.count * Disguise.allCases.count
        #expect(Double(kept) >= 0.9 * Double(all), "\(kept) of \(all)\n\(table)")
    }

    @Test func cleanSentencesStayCleanInEveryDisguise() {
        var table = ""
        var alarms = 0
        for disguise in Disguise.allCases {
            let found = OwnSentences.cleans.filter { isFound(disguise.apply(to: $0)) }
            alarms += found.count
            table += "\(disguise.rawValue)\t\(found.count)/\(OwnSentences.cleans.count)\n"
            for text in found { table += "    \(disguise.apply(to: text))\n" }
        }
        let all = OwnSentences.cleans.count * Disguise.allCases.count
        #expect(Double(alarms) <= 0.02 * Double(all), "\(alarms) of \(all)\n\(table)")
    }
}
