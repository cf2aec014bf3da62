/** What only `track report` loads. */
export { readJournal } from '#contract/journal.ts'
export { reportOf, startOf } from '#contract/report.ts'
export { printReport } from './print-report.ts'
