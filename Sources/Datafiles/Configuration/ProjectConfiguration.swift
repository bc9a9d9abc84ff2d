// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// What `tinybird.config.json` or `tinybird.json` says of a project.
package struct ProjectConfiguration: Hashable, Sendable {
    /// Where commands that build go when nothing else is said.
    package enum DevelopmentMode: String, Hashable, Sendable, CaseIterable {
        /// To where the command's options say.
        case manual
        /// To the local server.
        case local
        /// To a branch of the workspace, named after that of the repository.
        case branch
    }

    /// What a new branch holds.
    package enum BranchData: String, Hashable, Sendable, CaseIterable {
        case lastPartition = "last_partition"
    }

    /// The path of the file.
    package let file: String
    package let developmentMode: DevelopmentMode?
    package let branchData: BranchData?
    /// The folder of the project as it is written.
    package let folder: String?
    /// The files and folders of a project as they are written; they may have wildcards.
    package let include: [String]
    /// For the workspace; the published command line leaves it to the SDKs.
    package let token: String?
    /// The address of the server; left to the SDKs likewise.
    package let baseURL: String?
    /// What is not as its author may think.
    package let warnings: [Diagnostic]

    /// The names such a file may have, the first one found counts.
    package static let fileNames = ["tinybird.config.json", "tinybird.json"]

    /// Reads the file. In `token` and the base URL, `${NAME}` stands for a variable of the environment.
    package init(_ file: ProjectFile, environment: [String: String] = [:]) throws(InvalidFile) {
        var reader = try ConfigurationReader(file)
        self.file = file.path
        self.developmentMode = reader.choice("devMode", "dev_mode")
        self.branchData = reader.choice("branch_data_mode")
        self.folder = reader.string("folder")
        self.include = reader.strings("include")
        self.token = reader.expandedString("token", environment: environment)
        self.baseURL = reader.expandedString("baseUrl", "base_url", environment: environment)
        if let renamed = reader.member(["branch_data_on_create"]) {
            reader.report("branch_data_on_create has been renamed", at: renamed.value, hint: "Write branch_data_mode")
        }
        self.warnings = try reader.finish()
    }

    /// The folder with the datafiles; nil if the file leaves that to others.
    ///
    /// Relative paths begin at the file. A file that lists what it includes, and names no folder, lies in the project's.
    package var projectFolder: String? {
        let parent = FilePaths.folder(of: self.file)
        return self.folder.map { FilePaths.resolve($0, from: parent) } ?? (self.include.isEmpty ? nil : parent)
    }

    /// The files and folders that are included; wildcards are still in them.
    package var includedPaths: [String] {
        self.include.map { FilePaths.resolve($0, from: FilePaths.folder(of: self.file)) }
    }

    /// Where the file of a project is looked for: in the folder, then in those above it.
    package static func candidates(from folder: String) -> [String] {
        FilePaths.ancestors(of: folder).flatMap { folder in self.fileNames.map { FilePaths.resolve($0, from: folder) } }
    }
}

extension ProjectConfiguration: CustomStringConvertible {
    /// Without the token.
    package var description: String { "configuration of a project in \(self.file)" }
}
