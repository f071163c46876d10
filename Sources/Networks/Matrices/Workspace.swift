import Foundation
import Synchronization

/// Keeps the memory of large matrices for the next ones.
///
/// After the longest batch a pass finds all its memory here, touched before: the system neither maps nor clears a page.
package final class Workspace: Sendable {
    package struct Block: @unchecked Sendable {
        let bytes: UnsafeMutableRawPointer
        package let byteCount: Int
    }

    private struct Free: Sendable {
        /// The longest unused first.
        var blocks: [Block] = []
        var byteCount = 0
    }

    static let shared = Workspace(byteLimit: 512 << 20)

    /// Smaller blocks are the allocator's own business.
    private static let smallest = 32 << 10
    private static let largePage = 2 << 20

    private let byteLimit: Int
    private let free = Mutex(Free())

    /// Memory that is kept for the next one to ask.
    package var freeByteCount: Int { free.withLock { $0.byteCount } }

    /// - Parameter byteLimit: of the memory that is kept while nobody uses it.
    package init(byteLimit: Int) { self.byteLimit = byteLimit }

    /// Memory aligned to a cache line, its contents undefined; it may be up to 16 times as large as asked, so that
    /// short batches live in what the longest left.
    package func take(byteCount: Int) -> Block {
        let kept =
            byteCount < Self.smallest
            ? nil
            : free.withLock { free -> Block? in
                let fitting = free.blocks.indices.filter {
                    (byteCount...16 * byteCount).contains(free.blocks[$0].byteCount)
                }
                guard let best = fitting.min(by: { free.blocks[$0].byteCount < free.blocks[$1].byteCount }) else {
                    return nil
                }
                free.byteCount -= free.blocks[best].byteCount
                return free.blocks.remove(at: best)
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
        let surplus = free.withLock { free in
            free.blocks.append(block)
            free.byteCount += block.byteCount
            var surplus: [Block] = []
            while free.byteCount > byteLimit, !free.blocks.isEmpty {
                let oldest = free.blocks.removeFirst()
                free.byteCount -= oldest.byteCount
                surplus.append(oldest)
            }
            return surplus
        }
        for block in surplus { block.bytes.deallocate() }
    }
}
