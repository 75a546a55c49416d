import Access
import Console

/// What the room of accounts refuses, in the words of the reader.
enum AccessWords {
    static func sentence(_ error: AccessError, _ request: ConsoleRequest) -> String {
        switch error {
        case .wait(let until): request.say("access.error.wait", ["time": request.clock(until)])
        case .badPassword(let fault): request.say("password.\(fault.rawValue)")
        default: request.say("access.error.\(word(error))")
        }
    }

    /// The field of a form that it belongs to; empty for the whole.
    static func field(_ error: AccessError) -> String {
        switch error {
        case .badLogin, .loginTaken: "login"
        case .badName: "name"
        case .badMail: "mail"
        case .badPassword: "password"
        case .wrongCode: "code"
        case .wrongPassword: "old"
        case .badReason: "reason"
        case .badToken: "name"
        default: ""
        }
    }

    private static func word(_ error: AccessError) -> String {
        switch error {
        case .badLogin: "badLogin"
        case .loginTaken: "loginTaken"
        case .badName: "badName"
        case .badMail: "badMail"
        case .wrongCode: "wrongCode"
        case .wrongPassword: "wrongPassword"
        case .busy: "busy"
        case .badReason: "badReason"
        case .badGrant: "badGrant"
        case .badToken: "badToken"
        case .disabled: "disabled"
        case .lastAdministrator: "lastAdministrator"
        case .tooMany: "tooMany"
        case .noSuchAccount: "noSuchAccount"
        case .noSuchGrant, .noSuchSession, .noSuchToken, .wait, .badPassword, .changedMeanwhile: "other"
        }
    }
}
