// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// What one datafile says, in the form tools read: a flat object that encodes to JSON.
///
/// Absent things are left out. A datafile with a mistake is described by its mistakes alone.
package enum DatafileDescription: Encodable, Hashable, Sendable {
    case dataSource(DataSourceDescription)
    case pipe(PipeDescription)
    case connection(ConnectionDescription)
    case refused(RefusedDatafile)

    /// Reads a datafile on its own; whether what it names exists is not looked at.
    ///
    /// Files it may include stand in `includes`; without `secrets` (nil) expressions stay as they are. Nil if the file is no datafile.
    package init?(_ file: ProjectFile, includes: [ProjectFile] = [], secrets: [String: String]? = nil) {
        guard file.kind != nil else { return nil }
        let (project, diagnostics) = Project.parse(only: file, includes: includes, secrets: secrets)
        self.init(file, project: project, diagnostics: diagnostics)
    }

    /// Describes a datafile that has been read: `project` holds what it declares, unless it has a mistake.
    package init(_ file: ProjectFile, project: Project, diagnostics: [Diagnostic]) {
        guard !diagnostics.hasErrors else {
            self = .refused(RefusedDatafile(file.path, diagnostics))
            return
        }
        let warnings = diagnostics.map { DiagnosticDescription($0, of: file.path) }
        if let dataSource = project.dataSources.first {
            self = .dataSource(DataSourceDescription(dataSource, warnings: warnings))
        } else if let pipe = project.pipes.first {
            self = .pipe(PipeDescription(pipe, warnings: warnings))
        } else if let connection = project.connections.first {
            self = .connection(ConnectionDescription(connection, warnings: warnings))
        } else {
            self = .refused(RefusedDatafile(file.path, diagnostics))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .dataSource(let description): try description.encode(to: encoder)
        case .pipe(let description): try description.encode(to: encoder)
        case .connection(let description): try description.encode(to: encoder)
        case .refused(let description): try description.encode(to: encoder)
        }
    }
}

/// A datafile that means nothing as it stands.
package struct RefusedDatafile: Encodable, Hashable, Sendable {
    package let file: String
    package let errors: [DiagnosticDescription]

    init(_ file: String, _ diagnostics: [Diagnostic]) {
        self.file = file
        self.errors = diagnostics.filter { $0.severity == .error }.map { DiagnosticDescription($0, of: file) }
    }
}
