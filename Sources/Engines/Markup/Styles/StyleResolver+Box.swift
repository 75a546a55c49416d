// From specified properties to the reasons why nobody sees the content.
extension StyleResolver {
    /// Smallest side, in pixels, of a box that cuts its content and still shows some.
    static let leastSide: Float = 2
    /// How far content must be moved out when nothing says how wide it is.
    static let farLeft: Float = -300
    static let farRight: Float = 2 * MediaQuery.width
    static let farDown: Float = 5_000
    /// Text whose colour differs less from what lies behind it is not seen.
    static let leastContrast = 10

    /// Ends the work on one element: what its content inherits stands in `box`.
    mutating func finish() {
        box.width = parent.width
        if own.display == Keyword.none { box.sticky.insert(own.isHiddenByAttribute ? .attribute : .displayNone) }
        box.opacity = parent.opacity * own.opacity
        if parent.isFlex || own.isFloat || own.position >= Keyword.absolute, own.display == Keyword.inline {
            own.display = Keyword.block
        }
        let isBox = own.display != Keyword.inline && own.display != Keyword.contents
        box.isFlex = own.display == Keyword.flex
        finishClips(isBox: isBox)
        finishPosition(isBox: isBox)
        if isBox {
            if own.scale < 0.02 { box.sticky.insert(.zeroSize) }
            finishIndent()
        }
        finishBackground()
    }

    // MARK: what cuts the content

    private mutating func finishClips(isBox: Bool) {
        if own.position == Keyword.absolute { box.clipped = parent.clippedPositioned }
        if own.position == Keyword.fixed { box.clipped = [] }
        if own.isClippedByPath || (own.isClipped && own.position >= Keyword.absolute) { box.sticky.insert(.clipped) }
        if own.position >= Keyword.absolute { box.clipsText = false }
        if isBox {
            let width = least(own.width, own.maxWidth, own.minWidth)
            let height = least(own.height, own.maxHeight, own.minHeight)
            if own.overflowX || own.overflowY {
                // One axis that is not visible makes the other one scroll: both cut.
                box.clipsText = true
                if width + own.paddingX <= StyleResolver.leastSide || height + own.paddingY <= StyleResolver.leastSide {
                    box.clipped.insert(.zeroSize)
                }
            }
            if !own.width.isNaN {
                box.width = own.maxWidth.isNaN ? own.width : min(own.width, own.maxWidth)
            } else if own.position >= Keyword.absolute || own.isFloat {
                box.width = .nan
            }
        }
        let holdsPositioned = own.position != Keyword.fixedInFlow || own.translateX != 0 || own.translateY != 0
        if holdsPositioned { box.clippedPositioned = box.clipped }
    }

    /// The side that size, maximum and minimum leave; NaN (which is not small) when the content decides.
    private func least(_ size: Float, _ maximum: Float, _ minimum: Float) -> Float {
        var side = size
        if !maximum.isNaN, side.isNaN || maximum < side { side = maximum <= StyleResolver.leastSide ? maximum : side }
        if !minimum.isNaN, !side.isNaN, minimum > side { side = minimum }
        return side
    }

    // MARK: where it is

    private mutating func finishPosition(isBox: Bool) {
        switch own.position {
        case Keyword.absolute, Keyword.fixed: placeOutOfFlow()
        default:
            box.x = parent.x + own.marginLeft
            box.y = parent.y + (isBox ? own.marginTop : 0)
            if own.position == Keyword.relative { shiftRelative() }
        }
        if isBox { translate() }
        if own.position != Keyword.fixedInFlow || (isBox && (own.translateX != 0 || own.translateY != 0)) {
            box.positionedX = box.x
            box.positionedY = box.y
        }
        let isMoved =
            box.x != parent.x || box.y != parent.y || own.position >= Keyword.absolute
        if isMoved {
            if isOutside() { box.sticky.insert(.offScreen) } else if escapes() { box.sticky.remove(.offScreen) }
        }
    }

    private mutating func shiftRelative() {
        if !own.left.isNaN { box.x += own.left } else if !own.right.isNaN { box.x -= own.right }
        if !own.top.isNaN { box.y += own.top } else if !own.bottom.isNaN { box.y -= own.bottom }
    }

    private mutating func placeOutOfFlow() {
        let isFixed = own.position == Keyword.fixed
        box.isFixed = isFixed || parent.isFixed
        let originX: Float = isFixed ? 0 : parent.positionedX
        let originY: Float = isFixed ? 0 : parent.positionedY
        let width = own.width.isNaN ? 0 : own.width
        if !own.left.isNaN {
            box.x = originX + own.left + own.marginLeft
        } else if !own.right.isNaN {
            box.x = originX + MediaQuery.width - own.right - width
        } else {
            box.x = parent.x + own.marginLeft
        }
        let height = own.height.isNaN ? 0 : own.height
        if !own.top.isNaN {
            box.y = originY + own.top + own.marginTop
        } else if !own.bottom.isNaN {
            box.y = originY + MediaQuery.height - own.bottom - height
        } else {
            box.y = parent.y + own.marginTop
        }
    }

    private mutating func translate() {
        let width = own.width.isNaN ? (own.position >= Keyword.absolute ? 200 : MediaQuery.width) : own.width
        box.x += own.translateXIsPercent ? own.translateX * width / 100 : own.translateX
        let height = own.height.isNaN ? 100 : own.height
        box.y += own.translateYIsPercent ? own.translateY * height / 100 : own.translateY
    }

    private func isOutside() -> Bool {
        let left = own.width.isNaN ? box.x <= StyleResolver.farLeft : box.x + own.width + own.paddingX * 2 <= 0
        if left { return true }
        let isPlaced = own.position >= Keyword.absolute
        let up: Float = isPlaced ? -300 : -2_000
        if isPlaced, !own.height.isNaN ? box.y + own.height + own.paddingY * 2 <= 0 : box.y <= up { return true }
        if !isPlaced, box.y <= up { return true }
        if box.isFixed { return box.x >= MediaQuery.width || box.y >= MediaQuery.height }
        return box.x >= StyleResolver.farRight || box.y >= StyleResolver.farDown
    }

    /// A box that was moved back, or is fixed to the window, is seen although its parent is not.
    private func escapes() -> Bool { parent.sticky.contains(.offScreen) }

    private mutating func finishIndent() {
        guard box.textIndent != 0 else {
            box.sticky.remove(.textIndent)
            return
        }
        let far = abs(box.textIndent)
        let isOut =
            box.textIndent <= -999 || (box.textIndent <= -300 && (box.clipsText || box.isNowrap))
            || (box.clipsText && box.isNowrap && far >= (box.width.isNaN ? MediaQuery.width : box.width))
        if isOut { box.sticky.insert(.textIndent) } else { box.sticky.remove(.textIndent) }
    }

    // MARK: colours

    private mutating func finishBackground() {
        if own.hasImage {
            box.hasImage = true
        } else if own.background.alpha == 255 {
            box.hasImage = false
        }
        if own.background.alpha > 0 { box.background = own.background.over(parent.background) }
    }
}

extension BoxStyle {
    /// All the reasons that hold for text standing here.
    var hidden: PageView.Hidden {
        var hidden = sticky.union(clipped)
        if isInvisible { hidden.insert(.visibility) }
        if opacity < 0.05 { hidden.insert(.opacity) }
        if fontSize <= 1 { hidden.insert(.fontSize) }
        if isSameColour { hidden.insert(.sameColour) }
        if isCustomary, !hidden.isEmpty { hidden.insert(.customary) }
        return hidden
    }

    private var isSameColour: Bool {
        if colour.alpha < 13 { return true }
        if hasImage { return false }
        return colour.over(background).distance(to: background) < StyleResolver.leastContrast
    }
}
