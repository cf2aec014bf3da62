import { DefaultReporter, type TestModule } from 'vitest/node'

/** The default reporter, then what passed only when tried again, and last for programs: `N passed, N failed`. */
export default class Reporter extends DefaultReporter {
  override onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], ...rest: never[]) {
    // @ts-expect-error the signature of the parent differs between minor versions
    super.onTestRunEnd(modules, errors, ...rest)
    let passed = 0
    let failed = errors.length
    let skipped = 0
    const unsteady: string[] = []
    for (const module of modules) {
      failed += module.errors().length
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
        else skipped++
        if (test.diagnostic()?.flaky) unsteady.push(`${module.relativeModuleId}: ${test.fullName}`)
      }
    }
    for (const name of unsteady) console.log(`passed only when tried again: ${name}`)
    console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  }
}
