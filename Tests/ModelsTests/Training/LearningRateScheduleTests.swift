import Testing
import ValenceModels

@Suite("The learning rate's schedule")
struct LearningRateScheduleTests {
    @Test("rises in equal steps to the peak and then falls to nothing")
    func shape() {
        let schedule = LearningRateSchedule(peak: 2, stepCount: 100, warmUp: 0.1)
        #expect(schedule.warmUpSteps == 10)
        #expect(schedule.rate(at: 0) == 0.2)
        #expect(schedule.rate(at: 9) == 2)
        let rates = (9...100).map(schedule.rate)
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(abs(schedule.rate(at: 55) - 1) < 1e-12)
        #expect(schedule.rate(at: 100) == 0)
    }

    @Test("works for a single step")
    func single() {
        #expect(LearningRateSchedule(peak: 3, stepCount: 1).rate(at: 0) == 3)
    }
}
