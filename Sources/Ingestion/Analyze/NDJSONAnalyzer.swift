// Part of Martlet. Apache License 2.0; see LICENSE.

internal import CSimdJSON
internal import ClickHouse
internal import Datafiles

/// Finds the columns of NDJSON rows: a column for every key, also of objects inside objects and arrays.
struct NDJSONAnalyzer {
    /// An object with more keys than this has data for keys: it becomes the text of one column.
    private static let memberLimit = 100
    /// Places in the rows that are looked at; keys beyond are left out.
    private static let placeLimit = 10_000

    private let parser = JSONParser()
    private var rows = ValueShape()
    private var columns: [AnalyzedColumn] = []
    private var names = ColumnNames()

    /// Lines that are no rows are left out, as an import leaves them to quarantine.
    static func analyze(_ sample: PaddedBytes, byteCount: Int) throws(AnalysisError) -> Analysis {
        var analyzer = NDJSONAnalyzer()
        var budget = Self.placeLimit
        analyzer.forEachRow(of: sample) { analyzer, document in analyzer.rows.add(0, of: document, budget: &budget) }
        guard analyzer.rows.objectCount > 0 else { throw AnalysisError(message: "no line of the sample is a JSON object") }
        for member in analyzer.rows.members where Self.isSpellable(member.key) {
            analyzer.add(member.shape, keys: [member.key], steps: [.key(member.key)])
        }
        guard !analyzer.columns.isEmpty else {
            throw AnalysisError(message: "no row of the sample has a key that a column can be made for")
        }
        guard analyzer.columns.count <= Analysis.columnLimit else {
            throw AnalysisError(message: "the rows of the sample have more than \(Analysis.columnLimit) different keys")
        }
        return Analysis(
            columns: analyzer.columns, preview: analyzer.preview(of: sample), rowCount: analyzer.rows.objectCount, byteCount: byteCount,
            dialect: nil)
    }

    private mutating func forEachRow(of sample: PaddedBytes, _ use: (inout NDJSONAnalyzer, JSONDocument) -> Void) {
        sample.withView { text in
            var lines = LineSplitter()
            _ = lines.split(text, isLast: true, limit: text.count) { line, _ in
                guard let document = try? self.parser.parse(line.trimmed), document[0].kind == .object else { return }
                use(&self, document)
            }
        }
    }

    /// Whether a path can lead through the key: in a schema no blanks and no back-quotes stand inside one.
    private static func isSpellable(_ key: String) -> Bool {
        key.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 && $0 != "`" }
    }

    // MARK: Columns

    /// Adds the columns of a value that stands in no array.
    private mutating func add(_ shape: ValueShape, keys: [String], steps: [JSONPath.Step]) {
        if Self.isFlat(shape) {
            for member in shape.members { self.add(member.shape, keys: keys + [member.key], steps: steps + [.key(member.key)]) }
        } else if shape.isArray, let items = shape.items.first, Self.isFlat(items) {
            self.addMembers(of: items, array: shape, keys: keys, steps: steps + [.items])
        } else {
            self.addColumn(shape.type, present: shape.count, keys: keys, steps: shape.isArray ? steps + [.items] : steps)
        }
    }

    /// Adds a column for every member of the objects in an array.
    private mutating func addMembers(of shape: ValueShape, array: ValueShape, keys: [String], steps: [JSONPath.Step]) {
        for member in shape.members {
            let (keys, steps) = (keys + [member.key], steps + [.key(member.key)])
            if Self.isFlat(member.shape) {
                self.addMembers(of: member.shape, array: array, keys: keys, steps: steps)
            } else {
                let type = member.shape.itemType(among: array.itemCount)
                let isArray = if case .array = type { true } else { false }
                self.addColumn(.array(type), present: array.count, keys: keys, steps: isArray ? steps + [.items] : steps)
            }
        }
    }

    /// Whether the values are objects that become a column for each key.
    private static func isFlat(_ shape: ValueShape) -> Bool {
        shape.isObject && 1...self.memberLimit ~= shape.members.count && shape.members.allSatisfy { self.isSpellable($0.key) }
    }

    private mutating func addColumn(_ type: DataType, present: Int, keys: [String], steps: [JSONPath.Step]) {
        let name = self.names.add(ColumnNames.fromKeys(keys), at: self.columns.count)
        let share = Double(present) / Double(self.rows.objectCount)
        self.columns.append(AnalyzedColumn(name: name, path: JSONPath(steps: steps), type: type, presentShare: share))
    }

    private mutating func preview(of sample: PaddedBytes) -> [[PreviewValue]] {
        var preview: [[PreviewValue]] = []
        self.forEachRow(of: sample) { analyzer, document in
            guard preview.count < Analysis.previewRowLimit else { return }
            preview.append(analyzer.columns.map { PreviewValue(at: ($0.path?.steps ?? [])[...], in: 0, of: document, type: $0.type) })
        }
        return preview
    }
}
