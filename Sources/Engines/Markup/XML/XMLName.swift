/// Names without their prefix: writers choose prefixes as they like.
package enum XMLName {
    package static func local(_ name: String) -> Substring {
        name.lastIndex(of: ":").map { name[name.index(after: $0)...] } ?? name[...]
    }
}

extension [XMLAttribute] {
    /// The value of the attribute with this name, whatever its prefix; the first of several.
    package func value(of local: String) -> String? {
        first { XMLName.local($0.name) == local }?.value
    }
}
