/// One token of a page: sixteen bytes in a flat array. Offsets are bytes of the buffer that the tokenizer reads.
package struct Token {
    package var start: UInt32
    package var end: UInt32
    /// Start tags: index of the first attribute. Text: count of bytes above 0x20.
    package var detail: UInt32
    /// Start tags: number of attributes that were kept.
    package var attributeCount: UInt16
    package var kind: Kind
    package var tag: Tag

    package enum Kind: UInt8 {
        case text
        /// Text that holds an ampersand, a bare address (`://`, `www`), or both.
        case textWithReference, textWithAddress, textWithBoth
        /// Content of `script`, `style`, `xmp`, …: no tags, no references. `tag` names the element.
        case rawText
        /// Content of `title` and `textarea`: references count. `tag` names the element.
        case escapableText
        case startTag
        /// `<x/>`: matters in foreign content only.
        case selfClosingTag
        case endTag
        /// `start..<end` is the content, without the delimiters.
        case comment
        /// `<?…>`, `</…>` with no letter, `<!…>`.
        case bogusComment
        case doctype
    }
}

/// One attribute of a start tag: twenty bytes in a flat array. The value range has no quotes; it is empty where there is no value.
package struct Attribute {
    package var nameStart: UInt32
    package var valueStart: UInt32
    package var valueEnd: UInt32
    package var nameLength: UInt16
    package var name: AttributeName
    /// The value holds an ampersand.
    package var hasReference: Bool
}
