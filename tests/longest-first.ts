import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, some of it in few lines; after it Vitest's own order, which begins with the largest files. */
const LONGEST = [
  'tests/web/axe.test.ts',
  'tests/web/items.test.ts',
  'tests/web/dragging.test.ts',
  'tests/web/offline-store.test.ts',
  'tests/web/offline.test.ts',
  'tests/web/shared-spaces.test.ts',
  'tests/web/spaces.test.ts',
  'tests/http/bounds.test.ts',
  'tests/program/import-in-parts.test.ts',
  'tests/program/upgrade.test.ts',
  'tests/program/doctor.test.ts',
  'tests/program/faults.test.ts',
  'tests/program/installed.test.ts',
  'tests/torture/kill.test.ts',
  'tests/torture/failover.test.ts',
  'tests/contract/key-handover.test.ts',
  'tests/linear-time.test.ts',
  'tests/program/backup.test.ts',
  'tests/program/nodes.test.ts',
  'tests/model/prediction.test.ts',
  'tests/upgrade/same-answers.test.ts',
  'tests/contract/large.test.ts',
]

/** Begins with what takes longest, so that no worker is still at it when all others are done. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`))
      return place < 0 ? LONGEST.length : place
    }
    const project = (name: string) => (name === 'the page' ? 0 : 1)
    return (await super.sort(files)).toSorted(
      (a, b) =>
        a.project.config.sequence.groupOrder - b.project.config.sequence.groupOrder ||
        project(a.project.name) - project(b.project.name) ||
        rank(a) - rank(b),
    )
  }
}
