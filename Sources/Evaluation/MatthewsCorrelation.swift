/// The correlation of true and predicted classes, -1 to 1, for any number of classes (R_K).
///
///     R_K = (c n - Σ t_k p_k) / √((n² - Σ p_k²)(n² - Σ t_k²))
///
/// n reviews, c of them right, t_k of true class k, p_k predicted as k. Undefined where all reviews are of one class
/// or were all predicted as one. Gorodkin 2004, doi:10.1016/j.compbiolchem.2004.09.006.
func matthewsCorrelation(_ confusion: ConfusionMatrix) -> Double? {
    let n = Double(confusion.total)
    var both = 0.0
    var predictedSquares = 0.0
    var trueSquares = 0.0
    for label in 0..<confusion.classCount {
        let t = Double(confusion.support(label))
        let p = Double(confusion.predicted(label))
        both += t * p
        predictedSquares += p * p
        trueSquares += t * t
    }
    let spread = (n * n - predictedSquares).squareRoot() * (n * n - trueSquares).squareRoot()
    return spread > 0 ? (Double(confusion.correct) * n - both) / spread : nil
}
