import Documents
import Fetching
import Markup
import Patterns
import PlantedContent
import Unpack

extension PageReader {
    /// What was read out of a paper (a PDF, a DOCX, a mail, an archive and what lay in it), judged as one page: the gravest
    /// verdict of all its parts, and the links of all of them.
    ///
    /// A part that could not be read leaves the paper unread, unless something was found in another.
    func read(papers: [ExtractedDocument], _ response: HTTPResponse, at url: WebURL, as view: VisitorView, pass: Int)
        -> Reading
    {
        var reading = Reading(observation: Observation(view: view, pass: pass))
        reading.observation.status = response.status
        reading.observation.byteCount = response.body.count
        reading.observation.contentType = MediaType(response.contentType, body: response.body).name
        if let (state, reason) = StatusRule.state(of: response.status) {
            (reading.observation.state, reading.observation.reason) = (state, reason)
            reading.observation.verdict = .unreadable
            return reading
        }
        var text: [UInt8] = []
        for paper in papers { read(paper, at: url, &reading, &text) }
        reading.text = text
        conclude(papers, &reading.observation)
        return reading
    }

    private func read(_ paper: ExtractedDocument, at url: WebURL, _ reading: inout Reading, _ text: inout [UInt8]) {
        let isSource = paper.kind == .html || paper.kind == .text
        let page = isSource ? nil : PaperPage(paper)
        let bytes = page?.html ?? paper.source
        guard !bytes.isEmpty else { return }
        var own = Reading(observation: Observation(view: reading.observation.view, pass: reading.observation.pass))
        bytes.withUnsafeBufferPointer { body in
            let form: Inspector.Form = paper.kind == .text ? .text : .html
            let verdict = judge(body, form: form, baseHost: Array(url.host.utf8))
            note(verdict, &own.observation)
            measure(&own.observation)
            collectLinks(at: url, &own)
        }
        for index in own.observation.blocks.indices {
            place(&own.observation.blocks[index], paper, page, offset: text.count)
        }
        merge(own, into: &reading)
        text += page?.text ?? paper.source
    }

    /// Its place in words, and its bytes in the text of all.
    private func place(_ block: inout Observation.Block, _ paper: ExtractedDocument, _ page: PaperPage?, offset: Int) {
        let member = paper.path.isEmpty ? nil : paper.path.joined(separator: "/")
        guard let page else {
            block.place = member
            (block.start, block.end) = (block.start + offset, block.end + offset)
            return
        }
        block.place = [member, page.place(at: block.start)].compactMap { $0 }.joined(separator: ", ")
        if block.zone == "link" { block.text = PaperPage.unescaped(block.text) }
        if block.zone == "body" { block.zone = "document" }
        if !block.hidden.isEmpty { block.hidden = page.hidden(block.start..<block.end, block.hidden) }
        (block.start, block.end) = (page.textOffset(block.start) + offset, page.textOffset(block.end) + offset)
    }

    private func merge(_ own: Reading, into reading: inout Reading) {
        var all = reading.observation
        let other = own.observation
        if other.verdict > all.verdict { all.verdict = other.verdict }
        all.score = max(all.score, other.score)
        all.categories += other.categories.filter { !all.categories.contains($0) }
        all.blocks = Array((all.blocks + other.blocks).sorted { $0.score > $1.score }.prefix(Observation.maxBlocks))
        all.textBytes += other.textBytes
        all.simhash ^= other.simhash
        all.foreignHosts = Array(Set(all.foreignHosts + other.foreignHosts).sorted().prefix(Observation.maxHosts))
        reading.observation = all
        reading.links += own.links.prefix(max(0, Self.maxLinks - reading.links.count))
    }

    private func conclude(_ papers: [ExtractedDocument], _ observation: inout Observation) {
        guard !observation.isFinding else { return }
        let faults = papers.filter { $0.state != .whole }.flatMap(\.faults)
        guard let first = faults.first(where: { $0 != .otherKind }) ?? faults.first else {
            if observation.verdict == .unreadable {
                (observation.state, observation.reason) = (.unreadable, "encoding")
            }
            return
        }
        (observation.state, observation.reason) = (.unreadable, PaperWords.sweepReason(first))
        observation.verdict = .unreadable
    }
}

extension MediaType {
    /// Whether an answer is a paper that is read, by its bytes first; a page is none, whatever it is called.
    func isPaper(_ body: [UInt8], at url: WebURL) -> Bool {
        // Nearly every answer: told by its first bytes, without looking at the rest.
        guard !Self.beginsAsPage(body) else { return false }
        let name = String(url.path.split(separator: "/").last ?? "")
        switch DocumentKind.of(body, name: name) {
        case .pdf, .package: return true
        case .mail: return self.name == "message/rfc822" || name.lowercased().hasSuffix(".eml")
        case .html, .text, .other: return false
        }
    }

    private static func beginsAsPage(_ body: [UInt8]) -> Bool {
        let front = body.prefix(64).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        return ["<!doctype html", "<html"].contains { mark in
            front.prefix(mark.utf8.count).elementsEqual(mark.utf8) { CaselessSearch.small($0) == $1 }
        }
    }
}
