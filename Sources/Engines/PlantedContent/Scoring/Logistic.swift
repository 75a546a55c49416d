/// The logistic function, from the same arithmetic on every machine.
package enum Logistic {
    package static func probability(_ logOdds: Double) -> Double {
        if logOdds >= 0 { return 1 / (1 + exponential(-logOdds)) }
        let value = exponential(logOdds)
        return value / (1 + value)
    }

    /// e^x for x ≤ 0, exact to about 1e-15.
    static func exponential(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        // x = k·ln2 + r, |r| ≤ ln2/2
        let k = (x * 1.4426950408889634).rounded()
        let r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
        var term = 1.0
        var sum = 1.0
        for n in 1...16 {
            term *= r / Double(n)
            sum += term
        }
        return Double(sign: .plus, exponent: Int(k), significand: sum)
    }
}
