import { DefaultReporter, type TestModule } from 'vitest/node'

/** The default reporter plus a machine-readable last line: `N passed, N failed`. */
export default class Reporter extends DefaultReporter {
  override onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], ...rest: never[]) {
    // @ts-expect-error the signature of the parent differs between minor versions
    super.onTestRunEnd(modules, errors, ...rest)
    let passed = 0
    let failed = errors.length
    let skipped = 0
    for (const module of modules) {
      failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
        else skipped++
      }
    }
    console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  }
}
