import Foundation
import Synchronization

/// Keeps the memory of large matrices for the next ones.
///
/// After the longest batch a pass finds all its memory here, touched before: the system neither maps nor clears a page.
/// What is in use and what is kept are together at most a quarter more than was ever in use at once.
package final class Workspace: Sendable {
    package struct Block: @unchecked Sendable {
        let bytes: UnsafeMutableRawPointer
        package let byteCount: Int
    }

    private struct Blocks: Sendable {
        /// The longest unused first.
        var free: [Block] = []
        var freeByteCount = 0
        var usedByteCount = 0
        var mostUsed = 0

        mutating func use(_ byteCount: Int) {
            usedByteCount += byteCount
            mostUsed = max(mostUsed, usedByteCount)
        }

        mutating func removeFree(at index: Int) -> Block {
            freeByteCount -= free[index].byteCount
            return free.remove(at: index)
        }
    }

    static let shared = Workspace()

    /// Smaller blocks are the allocator's own business.
    private static let smallest = 32 << 10
    private static let largePage = 2 << 20

    private let blocks = Mutex(Blocks())

    /// Memory that is kept for the next one to ask.
    package var freeByteCount: Int { blocks.withLock { $0.freeByteCount } }

    package init() {}

    /// Memory aligned to a cache line, its contents undefined; it may be up to 16 times as large as asked, so that
    /// short batches live in what the longest left.
    package func take(byteCount: Int) -> Block {
        guard byteCount >= Self.smallest else { return Self.allocated(byteCount: byteCount) }
        let kept = blocks.withLock { blocks -> Block? in
            let fitting = blocks.free.indices.filter {
                (byteCount...16 * byteCount).contains(blocks.free[$0].byteCount)
            }
            guard let best = fitting.min(by: { blocks.free[$0].byteCount < blocks.free[$1].byteCount }) else {
                blocks.use(byteCount)
                return nil
            }
            let block = blocks.removeFree(at: best)
            blocks.use(block.byteCount)
            return block
        }
        return kept ?? Self.allocated(byteCount: byteCount)
    }

    /// Large blocks ask for large pages: rows far apart then need few entries of the processor's page table cache.
    private static func allocated(byteCount: Int) -> Block {
        let isLarge = byteCount >= largePage
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: isLarge ? largePage : 64)
        #if os(Linux)
            if isLarge { madvise(bytes, byteCount, Int32(MADV_HUGEPAGE)) }
        #endif
        return Block(bytes: bytes, byteCount: byteCount)
    }

    package func give(_ block: Block) {
        guard block.byteCount >= Self.smallest else { return block.bytes.deallocate() }
        let surplus = blocks.withLock { blocks in
            blocks.free.append(block)
            blocks.freeByteCount += block.byteCount
            blocks.usedByteCount -= block.byteCount
            var surplus: [Block] = []
            while blocks.usedByteCount + blocks.freeByteCount > blocks.mostUsed * 5 / 4, !blocks.free.isEmpty {
                surplus.append(blocks.removeFree(at: 0))
            }
            return surplus
        }
        for block in surplus { block.bytes.deallocate() }
    }
}
