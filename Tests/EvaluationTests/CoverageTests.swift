import Testing
import ValenceEvaluation

@Suite struct CoverageTests {
    @Test("every point is the accuracy of the reviews at least that sure", arguments: try Reference.load().metrics)
    func points(_ sample: Reference.MetricCase) {
        let predictions = sample.predictions
        let points = Coverage(predictions).points
        for point in points {
            let sure = predictions.truth.indices.filter { predictions.confidence($0) >= point.confidence }
            let right = sure.count { predictions.truth[$0] == predictions.predicted[$0] }
            #expect(agree(point.accuracy, Double(right) / Double(sure.count)))
            #expect(agree(point.coverage, Double(sure.count) / Double(predictions.truth.count)))
        }
        #expect(points.last?.coverage == 1)
        #expect(points.count == Set(predictions.truth.indices.map { predictions.confidence($0) }).count)
    }

    @Test("many reviews give 200 points at most, and the last covers all")
    func many() {
        var draws = SeededDraws(seed: 6)
        let points = Coverage(scores(count: 5000, apart: 2, share: 0.5, &draws)).points
        #expect(points.count > 190 && points.count <= 200 && points.last?.coverage == 1)
        #expect(points[0].coverage < 0.01)
        #expect(points[0].accuracy > (points.last?.accuracy ?? 1))
    }
}
