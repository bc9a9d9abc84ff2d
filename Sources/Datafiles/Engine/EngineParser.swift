// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Reads the `ENGINE` directives of a data source and checks them against its columns.
struct EngineParser {
    private let directives: [Directive]
    private let columns: [ColumnDefinition]
    private let fileStart: SourceLocation
    private(set) var diagnostics: [Diagnostic] = []

    /// `columns` is empty where the schema could not be read; then nothing is said about columns.
    init(_ directives: [Directive], columns: [ColumnDefinition], fileStart: SourceLocation) {
        self.directives = directives
        self.columns = columns
        self.fileStart = fileStart
    }

    mutating func parse() -> EngineDefinition? {
        let directive = self.directives.last("ENGINE")
        let location = directive?.location ?? self.fileStart
        let name = directive?.value ?? ""
        guard let kind = name.isEmpty ? .mergeTree : EngineKind(name: name) else {
            let engines = EngineKind.allCases.map(\.rawValue).joined(separator: ", ")
            let message = "Engine \(name) is not supported, supported engines include: \(engines)"
            self.diagnostics.append(Diagnostic(.error, message, at: location))
            return nil
        }
        let options = self.options(of: kind)
        self.checkParameters(of: kind, options, at: location)
        self.checkRequiredKey(of: kind, at: location)
        let engine = EngineDefinition(
            kind: kind, partitionKey: options["PARTITION_KEY"], sortingKey: options["SORTING_KEY"], primaryKey: options["PRIMARY_KEY"],
            samplingKey: options["SAMPLING_KEY"], ttl: options["TTL"], settings: options["SETTINGS"],
            versionColumn: options["VER"], isDeletedColumn: options["IS_DELETED"], signColumn: options["SIGN"],
            stateVersionColumn: options["VERSION"], summedColumns: options["COLUMNS"].map(Self.names) ?? [],
            location: location, optionLocations: self.optionLocations)
        if !self.columns.isEmpty {
            self.diagnostics += SortingKeyCheck(engine: engine, columns: self.columns).diagnostics
        }
        return engine
    }

    /// The options the engine knows and that are not empty.
    private mutating func options(of kind: EngineKind) -> [String: String] {
        var options: [String: String] = [:]
        for option in DatafileKind.engineOptions {
            guard let directive = self.directives.last("ENGINE_\(option)"), !directive.value.isEmpty else { continue }
            if kind.knows(option) {
                options[option] = directive.value
            } else {
                let message = "ENGINE_\(option) has no effect with the engine \(kind.rawValue)"
                self.diagnostics.append(Diagnostic(.warning, message, at: directive.location))
            }
        }
        return options
    }

    private var optionLocations: [String: SourceLocation] {
        DatafileKind.engineOptions.reduce(into: [:]) { places, option in
            places[option] = self.directives.last("ENGINE_\(option)")?.location
        }
    }

    private mutating func checkParameters(of kind: EngineKind, _ options: [String: String], at location: SourceLocation) {
        for parameter in kind.parameters {
            let name = parameter.lowercased()
            guard let value = options[parameter] else {
                if kind.requires(parameter) {
                    self.diagnostics.append(
                        Diagnostic(
                            .error, "Missing required parameter '\(name)'", at: location,
                            hint: "Write ENGINE_\(parameter) with a column's name"))
                }
                continue
            }
            for column in Self.names(value) where !self.columns.isEmpty && !self.columns.contains(where: { $0.name == column }) {
                let message = "Invalid value '\(value)' for parameter 'engine_\(name)', reason: '\(column)' column is not present in schema"
                self.diagnostics.append(Diagnostic(.error, message, at: self.optionLocations[parameter] ?? location))
            }
        }
        if options["IS_DELETED"] != nil, options["VER"] == nil {
            let place = self.optionLocations["IS_DELETED"] ?? location
            self.diagnostics.append(Diagnostic(.error, "ENGINE_IS_DELETED needs ENGINE_VER", at: place))
        }
    }

    private mutating func checkRequiredKey(of kind: EngineKind, at location: SourceLocation) {
        guard kind.requiresSortingKey else { return }
        guard let directive = self.directives.last("ENGINE_SORTING_KEY") else {
            return self.diagnostics.append(
                Diagnostic(
                    .error, "Missing required option 'sorting_key'", at: location,
                    hint: "Write ENGINE_SORTING_KEY with the columns that tell which rows replace each other"))
        }
        let key = directive.value
        guard key.isEmpty || key == "tuple()" else { return }
        let reason = key.isEmpty ? "Sorting key can not be empty" : "'tuple()' is not a valid sorting key"
        self.diagnostics.append(
            Diagnostic(.error, "Invalid value '\(key)' for option 'engine_sorting_key', reason: \(reason)", at: directive.location))
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingBlanks() }
    }
}
