/// Fits a linear logistic model with a Gaussian prior around given weights and bounds on the sign of each weight.
///
/// Accelerated proximal gradient with backtracking and restart: full batches in a fixed order and plain double arithmetic,
/// so the same input gives the same bits. Cost: `iterations` passes over the features.
package struct LogisticFit {
    package struct Row {
        package var features: [FeatureValue]
        package var isAdvert: Bool
        package var weight: Double
        package init(features: [FeatureValue], isAdvert: Bool, weight: Double) {
            self.features = features
            self.isAdvert = isAdvert
            self.weight = weight
        }
    }

    /// Prior mean and its strength (1/variance), and the range that the weight may take.
    package struct Prior {
        package var mean: Double
        package var strength: Double
        package var lower: Double
        package var upper: Double
        package init(mean: Double, strength: Double, lower: Double = -.infinity, upper: Double = .infinity) {
            self.mean = mean
            self.strength = strength
            self.lower = lower
            self.upper = upper
        }
    }

    package let priors: [Prior]
    package init(priors: [Prior]) { self.priors = priors }

    package func fit(_ rows: [Row], from start: [Double]? = nil, iterations: Int = 300) -> [Double] {
        var weights = start ?? priors.map(\.mean)
        var ahead = weights
        var momentum = 1.0
        var step = 0.1
        var loss = objective(rows, weights)
        for _ in 0..<iterations {
            let (aheadLoss, gradient) = lossAndGradient(rows, ahead)
            var next = weights
            var nextLoss = Double.infinity
            for _ in 0..<40 {
                var bound = aheadLoss
                for index in next.indices {
                    let moved = ahead[index] - step * gradient[index]
                    next[index] = min(max(moved, priors[index].lower), priors[index].upper)
                    let difference = next[index] - ahead[index]
                    bound += gradient[index] * difference + difference * difference / (2 * step)
                }
                nextLoss = objective(rows, next)
                if nextLoss <= bound + 1e-12 { break }
                step *= 0.5
            }
            if nextLoss > loss {
                // Overshot: start the momentum again from the last good point.
                momentum = 1
                ahead = weights
                if step < 1e-9 { break }
                step *= 0.7
                continue
            }
            let nextMomentum = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
            let carry = (momentum - 1) / nextMomentum
            for index in ahead.indices { ahead[index] = next[index] + carry * (next[index] - weights[index]) }
            let gain = loss - nextLoss
            weights = next
            loss = nextLoss
            momentum = nextMomentum
            step *= 1.05
            if gain < 1e-9 * max(1, loss) { break }
        }
        return weights
    }

    private func lossAndGradient(_ rows: [Row], _ weights: [Double]) -> (Double, [Double]) {
        var gradient = [Double](repeating: 0, count: weights.count)
        var loss = priorLoss(weights)
        for index in weights.indices {
            gradient[index] = priors[index].strength * (weights[index] - priors[index].mean)
        }
        for row in rows {
            let logOdds = Self.dot(row.features, weights)
            let probability = Logistic.probability(logOdds)
            loss += row.weight * Self.logLoss(logOdds, row.isAdvert)
            let error = row.weight * (probability - (row.isAdvert ? 1 : 0))
            for feature in row.features { gradient[Int(feature.index)] += error * Double(feature.value) }
        }
        return (loss, gradient)
    }

    private func objective(_ rows: [Row], _ weights: [Double]) -> Double {
        var loss = priorLoss(weights)
        for row in rows { loss += row.weight * Self.logLoss(Self.dot(row.features, weights), row.isAdvert) }
        return loss
    }

    private func priorLoss(_ weights: [Double]) -> Double {
        var sum = 0.0
        for (weight, prior) in zip(weights, priors) {
            let difference = weight - prior.mean
            sum += prior.strength * difference * difference / 2
        }
        return sum
    }

    package static func dot(_ features: [FeatureValue], _ weights: [Double]) -> Double {
        var sum = 0.0
        for feature in features { sum += Double(feature.value) * weights[Int(feature.index)] }
        return sum
    }

    private static func logLoss(_ logOdds: Double, _ isAdvert: Bool) -> Double {
        let margin = isAdvert ? logOdds : -logOdds
        // log(1 + e^-m) without overflow
        let small = Logistic.exponential(-abs(margin))
        let log1p = Double(Logarithm.natural(1 + small))
        return margin >= 0 ? log1p : log1p - margin
    }
}
