// Part of Martlet. Apache License 2.0; see LICENSE.

package import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// Where alerts are sent: an address that the operator has chosen, so it may be anywhere.
package struct AlertReceiver: Sendable {
    private let url: String
    private let httpClient: HTTPClient

    package init(url: String, httpClient: HTTPClient) {
        self.url = url
        self.httpClient = httpClient
    }

    /// Why an alert did not arrive, without the address, which may hold a secret.
    enum Failure: Error, CustomStringConvertible {
        case refused(status: UInt)
        case unreachable(String)

        /// Whether it may arrive later.
        var mayPass: Bool {
            switch self {
            case .refused(let status): status == 429 || status >= 500
            case .unreachable: true
            }
        }

        var description: String {
            switch self {
            case .refused(let status): "the receiver answered with status \(status)"
            case .unreachable(let reason): "the receiver does not answer (\(reason))"
            }
        }
    }

    /// Sends an alert, again and again where that may help.
    func send(_ alert: QuarantineAlert, limits: AlertLimits) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let body = ByteBuffer(bytes: try encoder.encode(alert))
        var delay = RetryDelay(from: limits.pauses.first, to: limits.pauses.longest)
        while true {
            do throws(Failure) {
                return try await self.post(body, timeout: limits.timeout)
            } catch {
                try Task.checkCancellation()
                let pause = delay.advance()
                guard error.mayPass, delay.attempts < limits.attempts else { throw error }
                try await Task.sleep(for: pause)
            }
        }
    }

    private func post(_ body: ByteBuffer, timeout: Duration) async throws(Failure) {
        var request = HTTPClientRequest(url: self.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(body)
        let status: UInt
        do {
            status = try await self.httpClient.execute(request, timeout: TimeAmount(timeout)).status.code
        } catch {
            throw .unreachable("\(error)")
        }
        guard (200..<300).contains(status) else { throw .refused(status: status) }
    }
}
