/// What an open element hands down to its content: inherited properties, and what has already hidden it.
struct BoxStyle {
    // inherited properties
    var fontSize: Float = 16
    var textIndent: Float = 0
    var colour = Colour.black
    var isInvisible = false
    var isNowrap = false
    /// The size was given in pixels here or further out.
    var hasAbsoluteFont = false

    // accumulated from the root
    var opacity: Float = 1
    /// What lies behind the text; not known when an image does.
    var background = Colour.white
    var hasImage = false
    /// Reasons that no property of a descendant takes back.
    var sticky: PageView.Hidden = []
    /// Reasons that a positioned descendant escapes from, and those that even it does not.
    var clipped: PageView.Hidden = []
    var clippedPositioned: PageView.Hidden = []
    /// How far the content was moved from its place in the flow, in pixels; and the same of the nearest positioned ancestor.
    var x: Float = 0
    var y: Float = 0
    var positionedX: Float = 0
    var positionedY: Float = 0
    /// Content width, when a property fixed it.
    var width: Float = .nan
    /// A box around the text cuts what leaves it.
    var clipsText = false
    var isFlex = false
    var isFixed = false
    /// Interface practice explains hiding here.
    var isCustomaryContext = false
    var isCustomary = false
    /// Equal numbers stand for equal boxes.
    var id: UInt32 = 0

    /// Something is inherited that acts differently on each kind of element.
    var needsCare: Bool { fontSize < 4 || textIndent <= -300 || textIndent >= 300 }
}

/// The properties of one element that are not inherited, as the cascade left them.
struct Specified {
    var display = Keyword.inline
    /// `display: none` comes from an attribute (`hidden`, a closed `dialog`), not from a sheet.
    var isHiddenByAttribute = false
    var position = Keyword.fixedInFlow
    var left = Float.nan
    var top = Float.nan
    var right = Float.nan
    var bottom = Float.nan
    var width = Float.nan
    var height = Float.nan
    var minWidth = Float.nan
    var minHeight = Float.nan
    var maxWidth = Float.nan
    var maxHeight = Float.nan
    var marginLeft: Float = 0
    var marginTop: Float = 0
    var paddingX: Float = 0
    var paddingY: Float = 0
    var overflowX = false
    var overflowY = false
    var isFloat = false
    var translateX: Float = 0
    var translateXIsPercent = false
    var translateY: Float = 0
    var translateYIsPercent = false
    var scale: Float = 1
    var isClipped = false
    var isClippedByPath = false
    var opacity: Float = 1
    var background = Colour.clear
    var hasImage = false
}

/// Applies declarations to one element, in the order of the cascade.
struct StyleResolver {
    var box: BoxStyle
    var own = Specified()
    let parent: BoxStyle
    let rootFontSize: Float

    init(parent: BoxStyle, rootFontSize: Float) {
        self.parent = parent
        self.rootFontSize = rootFontSize
        box = parent
    }

    mutating func applyFontSize(_ declaration: Declaration) {
        switch declaration.unit {
        case .inherit, .initial: box.fontSize = declaration.unit == .initial ? 16 : parent.fontSize
        case .em: setRelativeFontSize(parent.fontSize * declaration.number)
        case .percent: setRelativeFontSize(parent.fontSize * declaration.number / 100)
        case .rem: setRelativeFontSize(rootFontSize * declaration.number)
        case .auto, .none: break
        default:
            box.fontSize = pixels(declaration, percentOf: 0)
            box.hasAbsoluteFont = true
        }
    }

    /// Chromium never shows a relative size under six pixels, unless it is nothing or goes back to an absolute one.
    private mutating func setRelativeFontSize(_ size: Float) {
        box.fontSize = size > 0 && size < 6 && !parent.hasAbsoluteFont ? 6 : size
    }

    /// A length in pixels; NaN for `auto` and for percentages that have nothing to refer to.
    func pixels(_ declaration: Declaration, percentOf whole: Float) -> Float {
        switch declaration.unit {
        case .px, .none: declaration.number
        case .em: declaration.number * box.fontSize
        case .rem: declaration.number * rootFontSize
        case .vw: declaration.number * MediaQuery.width / 100
        case .vh: declaration.number * MediaQuery.height / 100
        case .percent: declaration.number == 0 ? 0 : declaration.number * whole / 100
        case .auto, .inherit, .initial: .nan
        }
    }

    private var containerWidth: Float { parent.width.isNaN ? MediaQuery.width : parent.width }

    mutating func apply(_ declaration: Declaration) {
        let wide = containerWidth
        let isDefault = declaration.unit == .initial || declaration.unit == .inherit
        let across = pixels(declaration, percentOf: wide)
        let down = pixels(declaration, percentOf: .nan)
        switch declaration.property {
        case .display:
            own.display = isDefault ? Keyword.inline : declaration.number
            own.isHiddenByAttribute = false
        case .visibility:
            box.isInvisible =
                declaration.unit == .inherit
                ? parent.isInvisible : declaration.unit == .initial ? false : declaration.number == Keyword.hidden
        case .opacity: own.opacity = isDefault ? 1 : max(0, min(1, declaration.number))
        case .colour: applyColour(declaration)
        case .backgroundColour:
            own.background =
                isDefault ? .clear : declaration.number == 1 ? box.colour : Colour(packed: declaration.bits)
        case .backgroundImage: own.hasImage = declaration.number == 1
        case .position: own.position = isDefault ? Keyword.fixedInFlow : declaration.number
        case .left: own.left = across
        case .right: own.right = across
        case .top: own.top = pixels(declaration, percentOf: MediaQuery.height)
        case .bottom: own.bottom = pixels(declaration, percentOf: MediaQuery.height)
        case .width: own.width = across
        case .minWidth: own.minWidth = across
        case .maxWidth: own.maxWidth = across
        case .height: own.height = declaration.unit == .percent ? .nan : down
        case .minHeight: own.minHeight = declaration.unit == .percent ? .nan : down
        case .maxHeight: own.maxHeight = declaration.unit == .percent ? .nan : down
        case .overflowX: own.overflowX = declaration.number == 1
        case .overflowY: own.overflowY = declaration.number == 1
        case .marginLeft: own.marginLeft = across.isNaN ? 0 : across
        case .marginTop: own.marginTop = across.isNaN ? 0 : across
        case .paddingX: own.paddingX = max(own.paddingX, across.isNaN ? 0 : across)
        case .paddingY: own.paddingY = max(own.paddingY, across.isNaN ? 0 : across)
        case .textIndent: box.textIndent = isDefault ? parent.textIndent : across.isNaN ? 0 : across
        case .whiteSpace: box.isNowrap = isDefault ? parent.isNowrap : declaration.number == 1
        case .clip: own.isClipped = declaration.number == 1
        case .clipPath: own.isClippedByPath = declaration.number == 1
        case .float: own.isFloat = declaration.number != 0
        case .translateX:
            own.translateXIsPercent = declaration.unit == .percent
            own.translateX = own.translateXIsPercent ? declaration.number : across.isNaN ? 0 : across
        case .translateY:
            own.translateYIsPercent = declaration.unit == .percent
            own.translateY = own.translateYIsPercent ? declaration.number : across.isNaN ? 0 : across
        case .scale: own.scale = isDefault ? 1 : declaration.number
        default: break
        }
    }

    private mutating func applyColour(_ declaration: Declaration) {
        switch declaration.unit {
        case .inherit: box.colour = parent.colour
        case .initial: box.colour = .black
        default: box.colour = declaration.number == 1 ? parent.colour : Colour(packed: declaration.bits)
        }
    }
}
