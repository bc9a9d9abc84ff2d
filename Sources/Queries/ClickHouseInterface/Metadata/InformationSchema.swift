// Part of Martlet. Apache License 2.0; see LICENSE.

internal import ClickHouse

/// The tables of the SQL standard about tables, as ClickHouse has them, made from those of `system`.
enum InformationSchema {
    /// A table: where its rows come from, and the expressions of its columns by their names in lower case.
    struct Table {
        let source: MetadataTable
        var condition = "1"
        let columns: [(name: String, expression: String)]

        /// The query over the source's rows.
        func sqlText(over rows: String, isUpperCase: Bool) -> String {
            let list = self.columns.map { column in
                "\(column.expression) AS \(SQLText.identifier(isUpperCase ? column.name.uppercased() : column.name))"
            }
            return "SELECT \(list.joined(separator: ", ")) FROM (\(rows)) AS source WHERE \(self.condition)"
        }
    }

    static let tables: [String: Table] = [
        "schemata": Table(
            source: .databases,
            columns: [
                ("catalog_name", "source.name"), ("schema_name", "source.name"), ("schema_owner", "'default'"),
                ("default_character_set_catalog", Self.none), ("default_character_set_schema", Self.none),
                ("default_character_set_name", Self.none), ("sql_path", Self.none),
            ]),
        "tables": Table(
            source: .tables,
            columns: [
                ("table_catalog", "source.database"), ("table_schema", "source.database"), ("table_name", "source.name"),
                ("table_type", "if(source.engine = 'View', 'VIEW', 'BASE TABLE')"), ("table_rows", "source.total_rows"),
                ("data_length", "source.total_bytes"), ("table_collation", Self.none), ("table_comment", "source.comment"),
            ]),
        "views": Table(
            source: .tables, condition: "source.engine = 'View'",
            columns: [
                ("table_catalog", "source.database"), ("table_schema", "source.database"), ("table_name", "source.name"),
                ("view_definition", "source.as_select"), ("check_option", "'NONE'"), ("is_updatable", "'NO'"),
                ("is_insertable_into", "'NO'"),
            ]),
        "columns": Table(
            source: .columns,
            columns: [
                ("table_catalog", "source.database"), ("table_schema", "source.database"), ("table_name", "source.table"),
                ("column_name", "source.name"), ("ordinal_position", "source.position"), ("column_default", "source.default_expression"),
                ("is_nullable", "if(startsWith(source.type, 'Nullable'), 'YES', 'NO')"), ("data_type", "source.type"),
                ("character_maximum_length", "source.character_octet_length"), ("character_octet_length", "source.character_octet_length"),
                ("numeric_precision", "source.numeric_precision"), ("numeric_precision_radix", "source.numeric_precision_radix"),
                ("numeric_scale", "source.numeric_scale"), ("datetime_precision", "source.datetime_precision"),
                ("column_comment", "source.comment"), ("column_type", "source.type"),
            ]),
        "key_column_usage": Table(
            source: .tables, condition: "0",
            columns: [
                ("constraint_catalog", "'def'"), ("constraint_schema", "source.database"), ("constraint_name", Self.none),
                ("table_catalog", "'def'"), ("table_schema", "source.database"), ("table_name", "source.name"), ("column_name", Self.none),
                ("ordinal_position", "toUInt32(0)"), ("position_in_unique_constraint", "CAST(NULL, 'Nullable(UInt32)')"),
                ("referenced_table_schema", Self.none), ("referenced_table_name", Self.none), ("referenced_column_name", Self.none),
            ]),
        "referential_constraints": Table(
            source: .tables, condition: "0",
            columns: [
                ("constraint_catalog", "'def'"), ("constraint_schema", "source.database"), ("constraint_name", Self.none),
                ("unique_constraint_schema", "''"), ("unique_constraint_name", Self.none), ("table_name", "source.name"),
                ("referenced_table_name", "''"),
            ]),
    ]

    private static let none = "CAST(NULL, 'Nullable(String)')"
}
