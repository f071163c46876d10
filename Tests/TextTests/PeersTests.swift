import Foundation
import Testing
import ValenceText

/// The folder of public data sets beside the repository; nothing where it is absent.
let sharedFolder: URL? = {
    if let path = ProcessInfo.processInfo.environment["VALENCE_SHARED"] { return URL(fileURLWithPath: path) }
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("shared")
        if FileManager.default.fileExists(atPath: candidate.appendingPathComponent("datasets").path) {
            return candidate
        }
    }
    return nil
}()

/// Our words beside those of the pattern that usual pipelines have: `[a-z0-9]+(?:'[a-z]+)?` on lower-cased text.
struct PeersTests {
    /// The words of that pattern, by hand.
    func peerWords(_ text: String) -> [String] {
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
        func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }
        let bytes = Array(text.lowercased().utf8)
        var words: [String] = []
        var start = 0
        while start < bytes.count {
            guard isWord(bytes[start]) else {
                start += 1
                continue
            }
            var end = bytes[start...].firstIndex { !isWord($0) } ?? bytes.count
            if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "'"), isLetter(bytes[end + 1]) {
                end = bytes[(end + 1)...].firstIndex { !isLetter($0) } ?? bytes.count
            }
            words.append(String(decoding: bytes[start..<end], as: UTF8.self))
            start = end
        }
        return words
    }

    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte >= 0x80 }

    func hasDigit(_ word: String) -> Bool { word.utf8.contains { (0x30...0x39).contains($0) } }

    @Test(
        "on real reviews our words are the usual ones, but for accents and addresses",
        .enabled(if: sharedFolder != nil, "the folder shared/datasets is not there"),
        arguments: [
            "restaurant-reviews/Restaurant_Reviews.tsv", "amazon-multidomain/electronics/negative.review",
            "sst2/dev.tsv",
        ])
    func agreement(_ path: String) throws {
        let folder = try #require(sharedFolder)
        let data = try Data(contentsOf: folder.appendingPathComponent("datasets").appendingPathComponent(path))
        var (shared, all) = (0, 0)
        for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        where !line.contains("&") && !line.hasPrefix("<") {
            var peers: [String: Int] = [:]
            // Treebanks part these from their word, and we put them back.
            let whole = ["n't", "'s", "'re", "'ll", "'ve", "'d", "'m"].reduce(String(line)) { text, clitic in
                text.replacing(" \(clitic) ", with: "\(clitic) ")
            }
            for word in peerWords(whole) where !hasDigit(word) { peers[word, default: 0] += 1 }
            let ours = tokens(String(line)).filter { $0.utf8.contains(where: isLetter) && !hasDigit($0) }
            all += max(ours.count, peers.values.reduce(0, +))
            for word in ours where peers[word, default: 0] > 0 {
                peers[word, default: 0] -= 1
                shared += 1
            }
        }
        #expect(all > 5000)
        let share = Double(shared) / Double(all)
        #expect(share > 0.995, "\(share) of \(all) words")
    }
}
