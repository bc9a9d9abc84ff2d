// Part of Martlet. Apache License 2.0; see LICENSE.

/// A city that visitors live in.
package struct Place: Sendable, Hashable {
    /// ISO 3166-1, two letters.
    package let country: String
    /// The region, as ISO 3166-2 without the country.
    package let region: String
    package let city: String
    /// Degrees north.
    package let latitude: Double
    /// Degrees east.
    package let longitude: Double
    /// The name of its time zone in the tz database.
    package let timeZone: String
    /// Hours ahead of UTC, without summer time: by which its people sleep.
    package let hoursAhead: Int
    /// What browsers send for its people's language.
    package let language: String

    /// The most visited first.
    package static let all: [Place] = [
        Place("US", "NY", "New York", 40.71, -74.01, "America/New_York", -5, "en-US"),
        Place("GB", "ENG", "London", 51.51, -0.13, "Europe/London", 0, "en-GB"),
        Place("DE", "BE", "Berlin", 52.52, 13.41, "Europe/Berlin", 1, "de-DE"),
        Place("US", "CA", "San Francisco", 37.77, -122.42, "America/Los_Angeles", -8, "en-US"),
        Place("FR", "IDF", "Paris", 48.86, 2.35, "Europe/Paris", 1, "fr-FR"),
        Place("IN", "KA", "Bengaluru", 12.97, 77.59, "Asia/Kolkata", 5, "en-IN"),
        Place("BR", "SP", "São Paulo", -23.55, -46.63, "America/Sao_Paulo", -3, "pt-BR"),
        Place("CA", "ON", "Toronto", 43.65, -79.38, "America/Toronto", -5, "en-CA"),
        Place("ES", "MD", "Madrid", 40.42, -3.70, "Europe/Madrid", 1, "es-ES"),
        Place("JP", "13", "Tokyo", 35.68, 139.69, "Asia/Tokyo", 9, "ja-JP"),
        Place("US", "TX", "Austin", 30.27, -97.74, "America/Chicago", -6, "en-US"),
        Place("NL", "NH", "Amsterdam", 52.37, 4.90, "Europe/Amsterdam", 1, "nl-NL"),
        Place("AU", "NSW", "Sydney", -33.87, 151.21, "Australia/Sydney", 10, "en-AU"),
        Place("PL", "MZ", "Warszawa", 52.23, 21.01, "Europe/Warsaw", 1, "pl-PL"),
        Place("MX", "CMX", "Ciudad de México", 19.43, -99.13, "America/Mexico_City", -6, "es-MX"),
        Place("SE", "AB", "Stockholm", 59.33, 18.07, "Europe/Stockholm", 1, "sv-SE"),
        Place("DE", "BY", "München", 48.14, 11.58, "Europe/Berlin", 1, "de-DE"),
        Place("AR", "C", "Buenos Aires", -34.60, -58.38, "America/Argentina/Buenos_Aires", -3, "es-AR"),
        Place("ZA", "GP", "Johannesburg", -26.20, 28.05, "Africa/Johannesburg", 2, "en-ZA"),
        Place("KR", "11", "서울", 37.57, 126.98, "Asia/Seoul", 9, "ko-KR"),
        Place("TR", "34", "İstanbul", 41.01, 28.98, "Europe/Istanbul", 3, "tr-TR"),
        Place("NZ", "AUK", "Auckland", -36.85, 174.76, "Pacific/Auckland", 12, "en-NZ"),
    ]

    private init(
        _ country: String, _ region: String, _ city: String, _ latitude: Double, _ longitude: Double, _ timeZone: String,
        _ hoursAhead: Int, _ language: String
    ) {
        self.country = country
        self.region = region
        self.city = city
        self.latitude = latitude
        self.longitude = longitude
        self.timeZone = timeZone
        self.hoursAhead = hoursAhead
        self.language = language
    }
}
