// Part of Martlet. Apache License 2.0; see LICENSE.

internal import AsyncHTTPClient
internal import MartletCore
internal import NIOCore
internal import NIOHTTP1

/// A file at a URL. Each host on the way to it is resolved once and checked, and the connection goes to the address that was checked.
package struct RemoteFile: FileSource {
    private let url: RemoteURL
    private let fetcher: FileFetcher

    init(_ url: RemoteURL, fetcher: FileFetcher) {
        self.url = url
        self.fetcher = fetcher
    }

    /// What an attempt at one host came to.
    private enum Outcome {
        case complete
        case redirected(location: String)
        /// Nothing was taken yet.
        case failed(FetchError)
    }

    private var limits: FetchLimits { self.fetcher.limits }

    package func forEachPiece(_ take: (FilePiece) async throws -> Void) async throws {
        let deadline = ContinuousClock.now + self.limits.total
        var url = self.url
        for _ in 0...self.limits.redirects {
            let addresses = try await self.fetcher.addresses(of: url)
            guard let location = try await self.visit(url, at: addresses, until: deadline, take) else { return }
            url = try url.redirected(to: location)
        }
        throw FetchError.tooManyRedirects(host: self.url.host, limit: self.limits.redirects)
    }

    /// Tries until there is an answer; gives back where it leads if it is no file.
    private func visit(
        _ url: RemoteURL, at addresses: [IPAddress], until deadline: ContinuousClock.Instant, _ take: (FilePiece) async throws -> Void
    ) async throws -> String? {
        var pause = self.limits.pause
        var failure = FetchError.unreachable(host: url.host)
        for attempt in 0..<self.limits.attempts {
            if attempt > 0 {
                try await Task.sleep(for: pause)
                pause *= 2
            }
            let client = HTTPClient(configuration: self.configuration(for: url, at: addresses[attempt % addresses.count]))
            let outcome: Outcome
            do {
                outcome = try await self.read(url, by: client, until: deadline, take)
            } catch {
                try? await client.shutdown()
                throw error
            }
            try? await client.shutdown()
            switch outcome {
            case .complete: return nil
            case .redirected(let location): return location
            case .failed(let error): failure = error
            }
        }
        throw failure
    }

    private func read(
        _ url: RemoteURL, by client: HTTPClient, until deadline: ContinuousClock.Instant, _ take: (FilePiece) async throws -> Void
    ) async throws -> Outcome {
        var request = HTTPClientRequest(url: url.text)
        // What is compressed for the way has no length to measure progress by.
        request.headers.add(contentsOf: [
            ("User-Agent", "martlet/\(MartletVersion.text)"), ("Accept", "*/*"), ("Accept-Encoding", "identity"),
        ])
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, timeout: TimeAmount(self.limits.connect + self.limits.silence))
        } catch {
            try Task.checkCancellation()
            return .failed(.unreachable(host: url.host))
        }
        switch response.status.code {
        case 200:
            try await self.take(response, from: url, until: deadline, take)
            return .complete
        case 301, 302, 303, 307, 308:
            guard let location = response.headers.first(name: "Location") else { fallthrough }
            return .redirected(location: location)
        case 429, 500...599: return .failed(.refused(host: url.host, status: Int(response.status.code)))
        default: throw FetchError.refused(host: url.host, status: Int(response.status.code))
        }
    }

    private func take(
        _ response: HTTPClientResponse, from url: RemoteURL, until deadline: ContinuousClock.Instant,
        _ take: (FilePiece) async throws -> Void
    ) async throws {
        let expectedByteCount = response.headers.first(name: "Content-Length").flatMap { Int($0) }
        let tooLarge = FetchError.tooLarge(host: url.host, limit: self.limits.fileSize)
        guard expectedByteCount ?? 0 <= self.limits.fileSize else { throw tooLarge }
        var decoder = try FileDecoder(encoding: response.headers.first(name: "Content-Encoding"), limit: self.limits.fileSize)
        var readByteCount = 0
        do {
            for try await piece in response.body {
                guard ContinuousClock.now < deadline else { throw FetchError.tooSlow(host: url.host) }
                readByteCount += piece.readableBytes
                guard readByteCount <= self.limits.fileSize else { throw tooLarge }
                let bytes = try decoder.decode(Array(piece.readableBytesView))
                try await take(FilePiece(bytes: bytes, readByteCount: readByteCount, expectedByteCount: expectedByteCount))
            }
        } catch {
            try Task.checkCancellation()
            // All errors of ours have a code; the others come from the connection.
            if error is any ServiceError || error is CancellationError { throw error }
            throw error as? HTTPClientError == .readTimeout ? FetchError.stalled(host: url.host) : .brokenOff(host: url.host)
        }
        guard expectedByteCount ?? readByteCount == readByteCount else { throw FetchError.brokenOff(host: url.host) }
        let rest = try decoder.finish()
        try await take(FilePiece(bytes: rest, readByteCount: readByteCount, expectedByteCount: expectedByteCount))
    }

    /// A client for one host alone, whose name means the given address to it: a name that is resolved twice may mean two addresses.
    private func configuration(for url: RemoteURL, at address: IPAddress) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = TimeAmount(self.limits.connect)
        configuration.timeout.read = TimeAmount(self.limits.silence)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        if IPAddress(url.host) == nil { configuration.dnsOverride = [url.host: String(describing: address)] }
        return configuration
    }
}
