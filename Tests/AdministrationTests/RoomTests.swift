import ConsoleVisitor
import Access
import Agencies
import AuditLog
import Foundation
import Jobs
import Patterns
import SQLStore
import Tables
import TestDatabase
import Testing

/// What people do in the rooms, through their pages.
@Suite struct RoomTests {
    @Test(arguments: TestDatabase.backends)
    func anAccountIsMadeGivenARoleAndDisabled(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let (_, commune) = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            _ = try await visitor.get("/accounts/new")
            let values = ["login": "moi.den", "name": "Phạm Mới", "mail": "", "password": "mười mèo mun mập"]
            let short = try await visitor.post("/accounts/new", values.merging(["password": "ngắn"]) { $1 })
            #expect(short.status == 422)
            #expect(short.text.contains("ít nhất 12 ký tự"))
            #expect(short.text.contains("Phạm Mới"))
            let empty = try await visitor.post("/accounts/new", ["login": "", "name": "", "password": ""])
            #expect(empty.text.contains("Cần điền mục này."))
            let made = try await visitor.post("/accounts/new", values)
            #expect(made.status == 303)
            let path = made.location
            let shown = try await visitor.get(path).text
            #expect(shown.contains("Đã tạo tài khoản Phạm Mới"))
            let taken = try await visitor.post("/accounts/new", values)
            #expect(taken.status == 422)
            _ = try await visitor.get("\(path)/grant")
            let grant = [
                "role": "head", "unit": "\(commune.number)", "from": "", "until": "2026-12-31", "reason": "QĐ 5",
            ]
            let given = try await visitor.post("\(path)/grant", grant)
            #expect(given.location == path)
            let past = try await visitor.post("\(path)/grant", grant.merging(["until": "2020-01-01"]) { $1 })
            #expect(past.status == 422)
            let page = try await visitor.get(path)
            #expect(page.text.contains("Xã Ia Grai"))
            #expect(page.text.contains("00:00 01/01/2027"), "the last day is included")
            let revoke = try #require(page.links.first { $0.hasSuffix("/revoke") })
            _ = try await visitor.get(revoke)
            let revoked = try await visitor.post(revoke, [:])
            #expect(revoked.location == path)
            let id = try #require(Int64(path.split(separator: "/").last ?? ""))
            let left = try await site.access.accounts.grants(of: id)
            #expect(left.isEmpty)
            _ = try await visitor.get("\(path)/disable")
            let disabled = try await visitor.post("\(path)/disable", [:])
            #expect(disabled.status == 303)
            let state = try await site.access.accounts.find(id).state
            #expect(state == .disabled)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func theLastAdministratorCannotDisableHimself(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let id = try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            _ = try await visitor.get("/accounts/\(id)/disable")
            let answer = try await visitor.post("/accounts/\(id)/disable", [:])
            #expect(answer.status == 422)
            #expect(answer.text.contains("người quản trị cuối cùng"))
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aHeadHasADeputyForATime(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let (_, commune) = try await site.furnish()
            try await site.account("truong-xa", .head, unit: commune.number)
            let deputy = try await site.account("pho-xa", name: "Võ Phó")
            let visitor = try await site.signedIn("truong-xa")
            let form = try await visitor.get("/account/delegate")
            let grant = try #require(form.values(of: "value").first { Int64($0) != nil })
            let values = [
                "grant": grant, "login": "pho-xa", "from": "", "until": "2026-11-25", "reason": "Đi công tác",
            ]
            let unknown = try await visitor.post("/account/delegate", values.merging(["login": "ai-do"]) { $1 })
            #expect(unknown.status == 422)
            let long = try await visitor.post("/account/delegate", values.merging(["until": "2027-11-25"]) { $1 })
            #expect(long.status == 422)
            let done = try await visitor.post("/account/delegate", values)
            #expect(done.location == "/account")
            let held = try await site.access.accounts.grants(of: deputy)
            #expect(held.map(\.role) == [.head])
            #expect(held.map(\.unit) == [commune.number])
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aTokenIsShownOnceAndWorksUntilItIsRevoked(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            try await site.account("quantri", .administrator)
            let visitor = try await site.signedIn("quantri")
            _ = try await visitor.get("/account/tokens/new")
            let values = [
                "name": "CMS", "scopes": "check\u{1F}agencies.view", "unit": "", "days": "30", "ranges": "127.0.0.0/8",
            ]
            let none = try await visitor.post("/account/tokens/new", values.merging(["scopes": ""]) { $1 })
            #expect(none.status == 422)
            let bad = try await visitor.post("/account/tokens/new", values.merging(["ranges": "300.1.1.1/99"]) { $1 })
            #expect(bad.status == 422)
            let sent = try await visitor.post("/account/tokens/new", values)
            #expect(sent.location == "/account/tokens/made")
            let made = try await visitor.get(sent.location)
            #expect(made.status == 200)
            try await visitor.get(sent.location).expect(location: "/account", "it is shown once, and none is made anew")
            let text = try #require(made.text.firstMatch(of: #/vgt_[0-9A-Za-z_\-]+/#).map { String($0.output) })
            let subject = try await site.access.tokens.find(text, from: .v4(0x7F00_0001))
            #expect(subject?.actor.text == "token:1")
            let elsewhere = try await site.access.tokens.find(text, from: .v4(0x0A00_0001))
            #expect(elsewhere == nil)
            let account = try await visitor.get("/account")
            #expect(!account.text.contains(text))
            _ = try await visitor.get("/account/tokens/1/revoke")
            _ = try await visitor.post("/account/tokens/1/revoke", [:])
            let gone = try await site.access.tokens.find(text, from: .v4(0x7F00_0001))
            #expect(gone == nil)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func anAgencyIsRenamedFromADayOnAndAnOldFormIsAConflict(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let (_, commune) = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            let path = "/agencies/\(commune.number)"
            let form = try await visitor.get("\(path)/change/rename")
            let version = try #require(form.hidden("version"))
            let values = ["name": "Xã Ia Grai Mới", "day": "2026-06-01", "source": "NQ 9", "version": version]
            let wrong = try await visitor.post("\(path)/change/rename", values.merging(["day": "31/02/2026"]) { $1 })
            #expect(wrong.status == 422)
            let done = try await visitor.post("\(path)/change/rename", values)
            #expect(done.location == path)
            let now = try await visitor.get(path).text
            #expect(now.contains("<h1>Xã Ia Grai Mới</h1>"))
            let before = try await visitor.get("\(path)?date=2026-05-31").text
            #expect(before.contains("<h1>Xã Ia Grai</h1>"))
            let late = try await visitor.post(
                "\(path)/change/rename", values.merging(["name": "Xã Khác", "day": "2026-07-01"]) { $1 })
            #expect(late.status == 409)
            #expect(late.text.contains("Người khác vừa sửa mục này"))
            let found = try await visitor.get("/search?q=ia+to").text
            #expect(found.contains("trước đây: Xã Ia Tô") || found.contains("Xã Ia Tô"))
            let old = try await visitor.get("/agencies?date=2025-08-01").text
            #expect(old.contains("Xã Ia Tô"))
        }
    }

    /// Who merged a foreign office into his own would have its units, and their accounts.
    @Test(arguments: TestDatabase.backends)
    func whoKeepsOneOfficeTakesNoOther(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let province = try await site.agency("UBND tỉnh", .province)
            let own = try await site.agency("Xã Nhà", .commune, under: province)
            let foreign = try await site.agency("Xã Bên", .commune, under: province)
            try await site.account("motxa", .administrator, unit: own.number)
            let visitor = try await site.signedIn("motxa")
            let tries: [(String, [String: String])] = [
                ("merge", ["others": "Xã Bên", "heir": "Xã Nhà"]), ("merge", ["others": "", "heir": "Xã Bên"]),
                ("merge", ["others": "Xã Bên", "name": "Xã Mới", "kind": "commune"]),
                ("split", ["heirs": "Xã Bên"]), ("split", ["name": "Xã Mới", "kind": "commune"]),
            ]
            for (what, typed) in tries {
                let path = "/agencies/\(own.number)/change/\(what)"
                let version = try #require(try await visitor.get(path).hidden("version"))
                let values = ["day": "2026-06-01", "source": "NQ 9", "version": version].merging(typed) { $1 }
                let answer = try await visitor.post(path, values)
                #expect(answer.status == 422, "\(what) \(typed)")
                answer.expect(text: "Thuộc đơn vị khác", "\(what) \(typed)")
            }
            let register = try await site.agencies.directory.current()
            let day = try #require(Day(iso: "2026-10-01"))
            #expect(register[foreign]?.isPresent(on: day) == true)
            #expect(register[own]?.isPresent(on: day) == true)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aTableIsLookedAtFirstAndThatVeryFileIsTakenIn(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            _ = try await visitor.get("/agencies/import")
            let table =
                "id,kind,name,parent,valid_from,valid_until\nxa-moi,commune,Xã Mới,ubnd-tinh-gia-lai,2025-07-01,\n"
            let wrong = try await visitor.upload(
                "/agencies/import", ["table": "organisations"], file: "sai.csv",
                Array((table + "xa-hong,nothing,Xã Hỏng,,2025-07-01,\n").utf8))
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("Loại này không có."))
            #expect(wrong.hidden("digest") == nil)
            let outlook = try await visitor.upload(
                "/agencies/import", ["table": "organisations"], file: "moi.csv", Array(table.utf8))
            #expect(outlook.status == 200)
            let before = try await site.agencies.directory.current().agency(key: "xa-moi")
            #expect(before == nil, "nothing changed yet")
            let digest = try #require(outlook.hidden("digest"))
            let forged = try await visitor.post("/agencies/import/apply", ["digest": String(repeating: "0", count: 64)])
            #expect(forged.status == 403)
            let done = try await visitor.post("/agencies/import/apply", ["digest": digest])
            #expect(done.location == "/agencies")
            let after = try await site.agencies.directory.current().agency(key: "xa-moi")
            #expect(after != nil)
            let twice = try await visitor.post("/agencies/import/apply", ["digest": digest])
            #expect(twice.status == 403, "a file is taken in once")
            for junk in [[], Array("PK\u{3}\u{4}".utf8), Array(repeating: UInt8(0xFF), count: 3_000)] {
                let answer = try await visitor.upload("/agencies/import", ["table": "organisations"], file: "x", junk)
                #expect(answer.status == 422)
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func filesHoldWhatTheListShows(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            let (province, _) = try await site.furnish()
            for number in 1...60 { try await site.agency("Xã Số \(number)", .commune, under: province) }
            let visitor = try await site.signedIn("quantri")
            let csv = try TableReader.read(try await visitor.get("/agencies/export.csv").body)
            #expect(csv.rows.count == 62, "all pages")
            #expect(csv.columns == ["Tên", "Loại", "Mã đơn vị", "Trực thuộc"])
            let xlsx = try TableReader.read(try await visitor.get("/agencies/export.xlsx?kind=province").body)
            #expect(xlsx.rows.map { $0[0].text } == ["UBND tỉnh Gia Lai"], "the same filter")
            let answer = try await visitor.get("/accounts/export.json?state=active&q=truc")
            #expect(answer.field("content-disposition") == "attachment; filename=\"accounts-2026-11-18.json\"")
            let json = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]]
            #expect(json?.count == 1)
            #expect(json?.first?["login"] as? String == "truc")
            let audit = try TableReader.read(try await visitor.get("/audit/export.csv?action=agencies.create").body)
            #expect(audit.rows.count == 63)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func jobsAreCancelledAndTriedAgainAndSchedulesSwitchedOff(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            let failed = try await visitor.get("/jobs?state=failed").text
            #expect(failed.contains("test.fail"))
            #expect(!failed.contains("/jobs/1\""))
            _ = try await visitor.get("/jobs/2/retry")
            let retried = try await visitor.post("/jobs/2/retry", [:])
            #expect(retried.location == "/jobs/2")
            let cancelled = try await visitor.post("/jobs/1/cancel", [:])
            #expect(cancelled.location == "/jobs/1")
            _ = try await visitor.get("/jobs/1")
            _ = try await visitor.post("/jobs/1/cancel", [:])
            let again = try await visitor.get("/jobs/1").text
            #expect(again.contains("Công việc đã ở trạng thái khác"))
            let states = try await site.store.read { db in
                try db.rows("SELECT state FROM jobs ORDER BY id").map { try $0.text("state") }
            }
            #expect(states == ["cancelled", "waiting"])
            _ = try await visitor.post("/jobs/schedules/1/disable", [:])
            let isEnabled = try await site.store.read { try JobSchedules.schedule(1, in: $0)?.isEnabled }
            #expect(isEnabled == false)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func theRecordIsCheckedAndTellsSealedFromUnsealedAndBroken(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            let sealer = AuditSealerForTests(site.store, time: site.time)
            try await sealer.seal()
            let never = try await visitor.get("/audit/check").text
            #expect(never.contains("chưa kiểm tra lần nào"))
            try await visitor.post("/audit/check", [:]).expect(location: "/audit/check")
            let waiting = try await visitor.get("/audit/check").text
            #expect(waiting.contains("Đang chờ máy thực hiện"))
            #expect(!waiting.contains("Kiểm tra ngay"), "one at a time")
            try await visitor.post("/audit/check", [:]).expect(location: "/audit/check")
            let count = try await site.store.read {
                try $0.count("SELECT count(*) FROM jobs WHERE kind = 'audit.check'")
            }
            #expect(count == 1)
            try await site.work { try await visitor.get("/audit/check").text.contains("nhật ký nguyên vẹn") }
            try await site.store.write {
                try $0.execute("UPDATE audit_rows SET actor = 'account:9' WHERE sequence = 2")
            }
            _ = try await visitor.get("/audit/check")
            try await visitor.post("/audit/check", [:]).expect(location: "/audit/check")
            try await site.work { try await visitor.get("/audit/check").text.contains("nhật ký đã bị thay đổi") }
            let broken = try await visitor.get("/audit/check")
            #expect(broken.text.contains("bị sửa"))
            let day = try await visitor.get("/audit/day?day=2026-11-18")
            let lines = day.text.split(separator: "\n")
            #expect(lines.count > 5)
            for line in lines {
                let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                #expect(row?["sequence"] != nil)
            }
            let empty = try await visitor.get("/audit/day?day=2020-01-01")
            #expect(empty.body.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func theFirstPageSaysHowTheWatchStandsWorstFirst(_ backend: Backend) async throws {
        try await Site.with(backend) { site in
            _ = try await site.furnish()
            let visitor = try await site.signedIn("quantri")
            let first = try await visitor.get("/").text
            #expect(first.contains("1 việc thất bại chờ xử lý"))
            #expect(!first.contains("mất tín hiệu"))
            site.time.pass(.seconds(150))
            let later = try await visitor.get("/").text
            let dead = try #require(later.firstRange(of: "1 máy mất tín hiệu"))
            let failed = try #require(later.firstRange(of: "<a href=\"/jobs?state=failed\">1 việc thất bại"))
            #expect(dead.lowerBound < failed.lowerBound)
            #expect(later.contains("Nhật ký chưa niêm phong từ 150 giây"))
        }
    }
}
