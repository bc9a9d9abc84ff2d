// Part of Martlet. Apache License 2.0; see LICENSE.

package import MartletCore

/// What `.tinyb` keeps of a login: the server, the workspace, and the tokens for them.
///
/// Both published programs write it (`login` and `auth`), with members of no use here, which are passed over.
package struct SavedLogin: Hashable, Sendable {
    /// The address of the server.
    package let host: String?
    /// For the workspace.
    package let token: String?
    /// For what a user may do outside of a workspace, like making one.
    package let userToken: String?
    /// Tokens of other servers, by the servers' addresses.
    package let tokensByHost: [String: String]
    package let workspaceID: String?
    package let workspaceName: String?
    package let userEmail: String?
    package let userID: String?
    /// The folder with the datafiles.
    package let projectFolder: String?
    /// What is not as its author may think.
    package let warnings: [Diagnostic]

    /// The file's name, in whatever folder.
    package static let fileName = ".tinyb"

    /// Reads the file; `TB_TOKEN`, `TB_USER_TOKEN`, `TB_HOST` and `TB_CWD` of the environment override it unless empty.
    package init(_ file: ProjectFile, environment: [String: String] = [:]) throws(InvalidFile) {
        var reader = try ConfigurationReader(file)
        let overrides = environment.filter { !$0.value.isEmpty }
        let host = reader.string("host")
        let token = reader.string("token")
        let userToken = reader.string("user_token")
        let folder = reader.string("cwd")
        self.host = overrides["TB_HOST"] ?? host
        self.token = overrides["TB_TOKEN"] ?? token
        self.userToken = overrides["TB_USER_TOKEN"] ?? userToken
        self.tokensByHost = reader.stringsByName("tokens")
        self.workspaceID = reader.string("id")
        self.workspaceName = reader.string("name")
        self.userEmail = reader.string("user_email")
        self.userID = reader.string("user_id")
        self.projectFolder = (overrides["TB_CWD"] ?? folder).map { FilePaths.resolve($0, from: FilePaths.folder(of: file.path)) }
        self.warnings = try reader.finish()
    }

    /// Where the file is looked for: in the folder, then in those above it up to the user's own. Outside of that, only there.
    package static func candidates(from folder: String, home: String) -> [String] {
        let folders = FilePaths.ancestors(of: folder)
        let inside = folders.firstIndex(of: FilePaths.resolve(home, from: "/")).map { folders[...$0] } ?? folders.prefix(1)
        return inside.map { FilePaths.resolve(self.fileName, from: $0) }
    }
}

extension SavedLogin: CustomStringConvertible {
    /// Without the tokens.
    package var description: String { "login to \(self.host ?? "the default server")" }
}
