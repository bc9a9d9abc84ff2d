// Part of Martlet. Apache License 2.0; see LICENSE.

/// Every function of the language by its name.
enum FunctionTable {
    private static let contractFunctions =
        TypeFunctions.functions + [ArrayFunction.function, JSONFunction.function] + IdentifierFunctions.functions
        + CollectionFunctions.functions + DateFunctions.functions + SettingFunctions.functions + SecretFunctions.functions
        + ErrorFunctions.functions

    private static let builtInFunctions =
        NumberFunctions.functions + SequenceFunctions.functions + TextFunctions.functions + ConversionFunctions.functions

    private static let functions = Dictionary(uniqueKeysWithValues: (contractFunctions + builtInFunctions).map { ($0.signature.name, $0) })

    static func function(named name: String) -> TemplateFunction? { self.functions[name] }

    /// What `{{ }}` may call (templates specification, 4).
    static let outputNames = Set(Self.contractFunctions.map(\.signature.name))
        .union(["len", "list", "min", "max", "int", "float"])

    /// Functions that take the name of a secret.
    static let secretNames = Set(SecretFunctions.functions.map(\.signature.name))

    /// Names that mean a function or a kind of failure, and therefore no parameter when they stand alone.
    static let reservedNames = Set(Self.functions.keys).union(FailureKind.names)
}
