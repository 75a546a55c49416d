import Access
import Mustache
import VietText

/// Puts a page into the shell: the rail, the bar, the words, and what was said once.
struct PageRenderer: Sendable {
    private let assets: ConsoleAssets
    private let menu: [MenuItem]

    init(_ assets: ConsoleAssets, menu: [MenuItem]) {
        self.assets = assets
        self.menu = menu
    }

    /// Rooms that a phone's bar holds.
    private static let phoneItems = 5
    /// Words that every page's shell says.
    private static let words = [
        "skip", "search", "searchHint", "look", "theme", "language", "account", "signOut", "rooms", "crumbs",
    ]

    /// - Returns: HTML.
    /// - Throws: `ConsoleError.assets` when there is no such template.
    func html(_ page: ShellPage, _ request: ConsoleRequest, flash: Flash?, alone: Bool) async throws -> String {
        let texts = request.texts
        var model: [String: Any] = page.model
        model["title"] = page.title
        model["full"] = page.isFull
        model["state"] = page.state?.model
        model["hasCrumbs"] = !page.crumbs.isEmpty
        model["crumbs"] = page.crumbs.map { crumb -> [String: Any] in
            crumb.path.map { ["label": crumb.label, "path": $0] } ?? ["label": crumb.label]
        }
        model["hasActions"] = !page.actions.isEmpty
        model["actions"] = page.actions.map { action -> [String: Any] in
            ["label": action.label, "path": action.path, "primary": action.isPrimary]
        }
        model["hasTabs"] = !page.tabs.isEmpty
        model["tabs"] = page.tabs.map { tab -> [String: Any] in
            ["label": tab.label, "path": tab.path ?? request.path, "current": tab.path == nil]
        }
        model["flash"] = flash.map { StateLine($0.tone, texts.filled($0.key, $0.values)).model }
        model["t"] = Dictionary(uniqueKeysWithValues: Self.words.map { ($0, texts["shell.\($0)"]) })
        model["live"] = page.live
        model["liveOn"] = texts["live.on"]
        model["liveOff"] = texts["live.off"]
        model["shell"] = alone ? look(request) : try await shell(request)
        guard let html = assets.library.render(model, withTemplate: page.template)
        else {
            throw ConsoleError.assets("there is no template '\(page.template)'")
        }
        return html
    }

    /// A piece of a page by itself.
    func piece(_ template: String, _ model: [String: any Sendable]) throws -> String {
        guard let html = assets.library.render(model, withTemplate: template) else {
            throw ConsoleError.assets("there is no template '\(template)'")
        }
        return html
    }

    private func look(_ request: ConsoleRequest) -> [String: Any] {
        [
            "lang": request.texts.language.rawValue, "theme": request.theme.rawValue, "style": assets.style.path,
            "script": assets.script.path, "icons": assets.icons.path, "icon": assets.icons.path + "#watch-view",
            "csrf": request.csrf, "path": request.path, "noKeys": !request.hasKeys,
        ]
    }

    private func shell(_ request: ConsoleRequest) async throws -> [String: Any] {
        var shell = look(request)
        shell["name"] = request.session?.account.name ?? ""
        shell["themes"] = Theme.allCases.map { theme -> [String: Any] in
            [
                "value": theme.rawValue, "label": request.texts["theme.\(theme.rawValue)"],
                "current": theme == request.theme ? "true" : "false",
            ]
        }
        shell["languages"] = Texts.Language.allCases.map { language -> [String: Any] in
            [
                "value": language.rawValue, "label": request.texts["language.\(language.rawValue)"],
                "current": language == request.texts.language ? "true" : "false",
            ]
        }
        let groups = try await groups(request)
        shell["groups"] = groups
        // What a phone's bar has no place for.
        shell["more"] = groups.flatMap { $0["items"] as? [[String: Any]] ?? [] }.dropFirst(Self.phoneItems)
            .map { ["path": $0["path"] ?? "", "label": $0["label"] ?? ""] }
        return shell
    }

    private func groups(_ request: ConsoleRequest) async throws -> [[String: Any]] {
        var order: [String] = []
        var items: [String: [[String: Any]]] = [:]
        var shown = 0
        for item in menu where isShown(item, request) {
            if items[item.group] == nil { order.append(item.group) }
            shown += 1
            items[item.group, default: []].append(try await entry(item, request, number: shown))
        }
        return order.map { ["label": request.texts[$0], "items": items[$0] ?? []] }
    }

    private func isShown(_ item: MenuItem, _ request: ConsoleRequest) -> Bool {
        item.verb.map { !request.reach($0).isNothing } ?? true
    }

    private func entry(_ item: MenuItem, _ request: ConsoleRequest, number: Int) async throws -> [String: Any] {
        let isCurrent =
            item.path == "/"
            ? request.path == "/" : request.path == item.path || request.path.hasPrefix(item.path + "/")
        var entry: [String: Any] = [
            "path": item.path, "label": request.texts[item.label], "icon": item.icon, "current": isCurrent,
            "beyond": number > Self.phoneItems, "waiting": request.texts["shell.waiting"],
        ]
        entry["key"] = item.shortcut.map { String($0) }
        // What cannot be counted now is not told; the page behind it says why.
        if let count = item.count, let waiting = try? await count(request), waiting > 0 {
            entry["count"] = waiting > 999 ? "999+" : "\(waiting)"
        }
        return entry
    }
}
