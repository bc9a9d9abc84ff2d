// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// A node while its directives are being read.
struct NodeDraft {
    let name: String
    let location: SourceLocation
    var description: String?
    var sql: Directive?
    var type: Directive?
    /// The directives beside description, SQL and type; where one is repeated, the last.
    private(set) var attributes: [Directive] = []
    /// Whether it names the service of a sink, as only Classic's files do.
    private(set) var isOfClassic = false
    /// The `ENGINE` directives, which only Classic has here.
    private var engineSettings: [String: String] = [:]
    /// The `TAGS` directive that brought `key=value` entries.
    var operationalTags: Directive?

    init(name: String, location: SourceLocation) {
        self.name = name
        self.location = location
    }

    /// The kind its `TYPE` names; nil if there is none of that name.
    var kind: NodeKind? {
        guard let type = self.type?.value.lowercased(), !type.isEmpty else { return .standard }
        return NodeKind(rawValue: type)
    }

    mutating func set(_ attribute: Directive) {
        if attribute.name.hasPrefix("ENGINE") {
            self.engineSettings[attribute.name] = attribute.value
        } else if attribute.name == "EXPORT_SERVICE" {
            self.isOfClassic = true
        } else {
            self.attributes.removeAll { $0.name == attribute.name }
            self.attributes.append(attribute)
        }
    }

    func last(_ name: String) -> Directive? { self.attributes.last(name) }

    /// The finished node; what was wrong with it has been reported.
    func definition(kind: NodeKind) -> NodeDefinition {
        let schedule = self.last("COPY_SCHEDULE")?.value
        let exports = self.attributes.filter { $0.name.hasPrefix("EXPORT_") }
        let directives = self.attributes + [self.sql, self.type].compactMap { $0 }
        return NodeDefinition(
            name: self.name, description: self.description,
            query: self.sql?.query ?? SourceText(lines: [], origin: self.location), kind: kind,
            targetDataSource: kind.targetDirective.flatMap { self.last($0)?.value },
            isAlteredInPlace: self.last("DEPLOYMENT_METHOD") != nil,
            copyMode: self.last("COPY_MODE").flatMap { CopyMode(rawValue: $0.value) } ?? .append,
            copySchedule: schedule == "@on-demand" || schedule == "" ? nil : schedule,
            computesOnDemand: self.last("ON_DEMAND_COMPUTE").flatMap { DatafileFlag.value(of: $0.value) } ?? false,
            cacheSeconds: self.last("CACHE").flatMap { Int($0.value) },
            exportSettings: Dictionary(exports.map { ($0.name, $0.value) }) { $1 }, engineSettings: self.engineSettings,
            declaration: self.location,
            locations: Dictionary(directives.map { ($0.name, $0.location) }) { $1 })
    }
}
