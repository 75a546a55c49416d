import Hummingbird
import NIOCore
import Patterns

/// What the framework knows of a request besides its head: where it comes from.
struct ConsoleContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: IPAddress?
    let channel: any Channel
    let body = BodyMark()

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
        channel = source.channel
    }
}
