/** What only `track report` loads. */
export { readJournal } from './journal.ts'
export { printReport } from './print-report.ts'
export { reportOf, startOf } from './report.ts'
