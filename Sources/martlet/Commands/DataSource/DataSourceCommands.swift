// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ArgumentParser

/// `martlet datasource …`
struct DataSourceCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datasource", abstract: "List, fill, empty and query data sources.",
        subcommands: [
            DataSourceList.self, DataSourceAppend.self, DataSourceReplace.self, DataSourceTruncate.self, DataSourceDelete.self,
            DataSourceData.self, DataSourceQuery.self, DataSourceExport.self, DataSourceAnalyze.self, DataSourceSync.self,
        ])
}
