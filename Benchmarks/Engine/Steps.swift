import ValenceNetworks

/// The rate of `cblas_sgemm` on large squares, on one core and on `--threads` side by side.
func measurePeak(_ arguments: Arguments) throws -> [String: Any] {
    let threads = try arguments.number("threads", 2)
    let one = PeakUnderTest(size: 1024, threads: 1)
    let all = PeakUnderTest(size: 1024, threads: threads)
    let spent = bestInTurn(try arguments.number("rounds", 10), [one.run, all.run])
    return [
        "kernels": Kernels.best.name, "threads": threads, "one_core_gflops": one.operations / spent[0] / 1e9,
        "all_cores_gflops": all.operations / spent[1] / 1e9,
    ]
}

/// Each cell's step, forward without and with what training keeps, and backward, beside sgemm in the same run.
func measureSteps(_ arguments: Arguments) throws -> [String: Any] {
    try verifyCells()
    let rounds = try arguments.number("rounds", 10)
    let rows = try arguments.text("rows").map { text in
        try text.split(separator: ",").map { part in
            guard let rows = Int(part), rows > 0 else { throw BenchError("--rows \(text) are no numbers of rows") }
            return rows
        }
    }
    var lines: [[String: Any]] = []
    for rows in rows ?? [64] {
        for hiddenSize in [128, 256] {
            for cell in CellKind.allCases {
                lines.append(rates(CellUnderTest(cell, rows: rows, hiddenSize: hiddenSize), rounds: rounds))
            }
        }
    }
    return ["kernels": Kernels.best.name, "steps": lines]
}

private func rates(_ test: CellUnderTest, rounds: Int) -> [String: Any] {
    let peak = PeakUnderTest(size: 1024, threads: 1)
    let (inference, training) = (test.step(keepsGates: false), test.step(keepsGates: true))
    test.forward(training)
    let back = test.backwardStep(behind: training)
    let repeats = max(1, Int(1e9 / test.operations))
    let spent = bestInTurn(
        rounds,
        [
            peak.run,
            { for _ in 0..<repeats { test.forward(inference) } },
            { for _ in 0..<repeats { test.forward(training) } },
            {
                for _ in 0..<repeats {
                    // Else it would grow from step to step.
                    back.dCarry.clear()
                    back.dMemory.clear()
                    test.backward(back)
                }
            },
        ])
    let work = test.operations * Double(repeats) / 1e9
    return [
        "cell": test.cell.rawValue, "hidden": test.hiddenSize, "rows": test.rows,
        "sgemm_gflops": peak.operations / spent[0] / 1e9, "inference_gflops": work / spent[1],
        "training_gflops": work / spent[2], "backward_gflops": work / spent[3],
    ]
}

/// Holds each cell's kernels to the plain equations, at the sizes that are timed and at awkward ones.
private func verifyCells() throws {
    for cell in CellKind.allCases {
        for (rows, hiddenSize) in [(1, 1), (3, 7), (5, 8), (33, 20), (65, 96), (64, 128), (64, 256)] {
            let test = CellUnderTest(cell, rows: rows, hiddenSize: hiddenSize)
            var wanted = test.step(keepsGates: true)
            test.plainForward(&wanted)
            for keepsGates in [false, true] {
                let found = test.step(keepsGates: keepsGates)
                test.forward(found)
                try check("\(cell) forward step", test, difference(found.state, wanted.state))
            }
            let (foundBack, wantedBack) = (test.backwardStep(behind: wanted), test.backwardStep(behind: wanted))
            test.backward(foundBack)
            test.plainBackward(wantedBack)
            let error = [
                difference(foundBack.dCarry, wantedBack.dCarry), difference(foundBack.dMemory, wantedBack.dMemory),
                difference(foundBack.dInput, wantedBack.dInput), difference(foundBack.dHidden, wantedBack.dHidden),
            ].max()
            try check("\(cell) backward step", test, error ?? 0)
        }
    }
}

private func check(_ what: String, _ test: CellUnderTest, _ error: Float) throws {
    guard error < 1e-4 else {
        throw BenchError(
            "the \(what) of the \(Kernels.best.name) kernels is off by \(error) at \(test.rows) rows, H \(test.hiddenSize)"
        )
    }
}
