// Part of Martlet. Apache License 2.0; see LICENSE.

/// What a visitor looks at pages with.
package struct Device: Sendable, Hashable {
    package let browser: String
    package let operatingSystem: String
    /// `desktop`, `mobile` or `tablet`.
    package let kind: String
    package let userAgent: String

    /// People's devices, the most used first.
    package static let all: [Device] = [
        Device("Chrome", "Windows", "desktop", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36"),
        Device("Safari", "iOS", "mobile", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"),
        Device("Chrome", "Android", "mobile", "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/131.0.0.0 Mobile Safari/537.36"),
        Device("Safari", "macOS", "desktop", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15"),
        Device("Chrome", "macOS", "desktop", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/131.0.0.0 Safari/537.36"),
        Device("Edge", "Windows", "desktop", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"),
        Device("Firefox", "Windows", "desktop", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"),
        Device("Safari", "iPadOS", "tablet", "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"),
        Device("Firefox", "Linux", "desktop", "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"),
        Device(
            "Samsung Internet", "Android", "mobile", "Mozilla/5.0 (Linux; Android 14; SM-S921B) SamsungBrowser/27.0 Mobile Safari/537.36"),
    ]

    /// Programs that fetch pages.
    package static let bots: [Device] = [
        Device("Googlebot", "", "desktop", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
        Device("bingbot", "", "desktop", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"),
        Device("HeadlessChrome", "Linux", "desktop", "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0 Safari/537.36"),
    ]

    private init(_ browser: String, _ operatingSystem: String, _ kind: String, _ userAgent: String) {
        self.browser = browser
        self.operatingSystem = operatingSystem
        self.kind = kind
        self.userAgent = userAgent
    }
}
