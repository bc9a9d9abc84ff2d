// Part of Martlet. Apache License 2.0; see LICENSE.

internal import MartletCore

/// Reads the files of a project one by one, then checks what only shows when all are known.
struct ProjectParser {
    /// The texts an INCLUDE can name, by their paths.
    private let includes: [String: String]
    private let secrets: [String: String]?
    private let secretNames: Set<String>?
    private var dataSources: [DataSourceDefinition] = []
    private var pipes: [PipeDefinition] = []
    private var connections: [ConnectionDefinition] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// The findings so far: what is wrong with an included file is said once, however many files include it.
    private var reported: Set<Diagnostic> = []
    /// What files were read as before: a file that is the same means the same.
    private let known: [ProjectFile: ReadFile]
    /// What the files of this project are read as, without those that depend on others.
    private(set) var read: [ProjectFile: ReadFile] = [:]
    /// The declared resources by kind and name, also those that could not be read.
    private var files: [ResourceKey: String] = [:]

    /// Data sources and pipes share one name space, connections have their own.
    private struct ResourceKey: Hashable {
        let isConnection: Bool
        let name: String
    }

    init(
        includes: [ProjectFile], secrets: [String: String]?, secretNames: Set<String>? = nil, knowing known: [ProjectFile: ReadFile] = [:]
    ) {
        self.known = known
        self.includes = Dictionary(includes.map { ($0.path, $0.text) }) { first, _ in first }
        self.secrets = secrets
        self.secretNames = secretNames
    }

    mutating func add(_ file: ProjectFile) {
        guard let kind = file.kind else { return }
        let start = SourceLocation(file: file.path, line: 1, column: 1)
        guard self.files.count < DatafileLimits.fileCount else {
            if self.files.count == DatafileLimits.fileCount {
                self.diagnostics.append(Diagnostic(.error, "A project has at most \(DatafileLimits.fileCount) datafiles", at: start))
            }
            return
        }
        self.register(file, kind, at: start)
        guard file.text.utf8.count <= DatafileLimits.fileByteCount else {
            return self.diagnostics.append(Diagnostic(.error, "A datafile has at most \(DatafileLimits.fileByteCount) bytes", at: start))
        }
        let read =
            self.known[file]
            ?? ReadFile(file, kind: kind, includes: self.includes, secrets: self.secrets, secretNames: self.secretNames)
        if read.isSelfContained { self.read[file] = read }
        switch read.resource {
        case .dataSource(let definition): self.dataSources.append(definition)
        case .pipe(let definition): self.pipes.append(definition)
        case .connection(let definition): self.connections.append(definition)
        case nil: break
        }
        self.diagnostics += read.diagnostics.filter { self.reported.insert($0).inserted }
    }

    /// The resources of all files that could be read.
    var project: Project {
        Project(dataSources: self.dataSources, pipes: self.pipes, connections: self.connections)
    }

    /// Looks for what the files name in each other, once all are added.
    mutating func checkReferences() {
        let project = self.project
        for pipe in project.pipes { self.checkTargets(of: pipe) }
        for dataSource in project.dataSources { self.checkConnections(of: dataSource) }
    }

    /// Notes the file's resource; two of one name are refused.
    private mutating func register(_ file: ProjectFile, _ kind: DatafileKind, at start: SourceLocation) {
        let name = file.resourceName
        if !ResourceName.isValid(name) {
            self.diagnostics.append(Diagnostic(.error, "Invalid \(kind.rawValue) name '\(name)'", at: start, hint: ResourceName.hint))
        }
        let key = ResourceKey(isConnection: kind == .connection, name: name)
        if let other = self.files.updateValue(file.path, forKey: key) {
            let hint = kind == .connection ? "Rename one of the files" : "Data sources and pipes share their names; rename one of the files"
            self.diagnostics.append(Diagnostic(.error, "The name '\(name)' is already taken by \(other)", at: start, hint: hint))
        }
    }

    private func file(of name: String, isConnection: Bool) -> String? {
        let names = self.files.keys.lazy.filter { $0.isConnection == isConnection }.map(\.name)
        guard let match = ResourceName.match(name, among: names) else { return nil }
        return self.files[ResourceKey(isConnection: isConnection, name: match)]
    }

    /// Materialized and copy nodes fill a data source of the project, not another workspace's.
    private mutating func checkTargets(of pipe: PipeDefinition) {
        for node in pipe.nodes {
            guard let target = node.targetDataSource, let directive = node.kind.targetDirective else { continue }
            let location = node.location(of: directive)
            let file = self.file(of: target, isConnection: false)
            // Classic's node may describe its target itself.
            if file == nil, !node.engineSettings.isEmpty { continue }
            if file == nil || file?.hasSuffix(".datasource") == false {
                self.diagnostics.append(
                    Diagnostic(
                        .error, "Data source '\(target)' is not in the project", at: location,
                        hint: "Declare it in datasources/\(target).datasource"))
            } else if file?.hasPrefix("vendor/") == true {
                self.diagnostics.append(
                    Diagnostic(.error, "Data source '\(target)' belongs to another workspace and can only be read", at: location))
            }
        }
    }

    /// A connection made elsewhere may serve, so that a missing one is no error yet.
    private mutating func checkConnections(of dataSource: DataSourceDefinition) {
        for name in ["KAFKA_CONNECTION_NAME", "IMPORT_CONNECTION_NAME", "PG_CONNECTION_NAME"] {
            guard let connection = dataSource.settings[name] else { continue }
            self.checkConnection(connection, at: dataSource.location(of: name))
        }
    }

    private mutating func checkConnection(_ name: String, at location: SourceLocation) {
        guard self.file(of: name, isConnection: true) == nil else { return }
        self.diagnostics.append(
            Diagnostic(
                .warning, "Connection '\(name)' is not in the project", at: location,
                hint: "Declare it in connections/\(name).connection"))
    }
}
