import * as fc from 'fast-check'
import { addDays, type Day } from './dates.ts'
import { canonicalInterval, type IntervalRule, longestMonth, type NamedDays, orderedDays } from './interval-rules.ts'

const weekday = fc.integer({ min: 1, max: 7 })
const weekdays = fc.uniqueArray(weekday, { minLength: 1, maxLength: 7 })
const date = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constantFrom(28, 29, 30, 31, -1))
const nthWeekday = fc.record({ nth: fc.constantFrom(1, 2, 3, 4, 5, -1), weekday })
const month = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(2))

const namedOfMonth: fc.Arbitrary<NamedDays> = fc.oneof(
  fc.array(date, { minLength: 1, maxLength: 3 }).map((dates) => ({ type: 'dates' as const, dates })),
  fc.array(nthWeekday, { minLength: 1, maxLength: 3 }).map((nths) => ({ type: 'nths' as const, nths })),
)
/** Those that no month lacks, so that every series comes again, however many months it leaps. */
const everyMonths = fc.record({ nth: fc.constantFrom(1, 2, 3, 4, -1), weekday })
const namedOfYear: fc.Arbitrary<NamedDays> = fc.oneof(
  fc
    .tuple(month, fc.integer({ min: 1, max: 31 }))
    .map(([one, day]) => ({ type: 'dates' as const, dates: [Math.min(day, longestMonth(one))], month: one })),
  fc.tuple(month, everyMonths).map(([one, nth]) => ({ type: 'nths' as const, nths: [nth], month: one })),
)

const count = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.constantFrom(12, 18, 24, 30, 52, 100))
const rule: fc.Arbitrary<IntervalRule> = fc.oneof(
  fc.record({ unit: fc.constant('day' as const), count }),
  fc.record({ unit: fc.constant('week' as const), count }),
  fc.record({ unit: fc.constant('month' as const), count }),
  fc.record({ unit: fc.constant('year' as const), count: fc.integer({ min: 1, max: 7 }) }),
  fc.record({
    unit: fc.constant('week' as const),
    count: fc.integer({ min: 1, max: 6 }),
    on: weekdays.map((some) => ({ type: 'weekdays' as const, weekdays: some })),
  }),
  fc.record({ unit: fc.constant('month' as const), count: fc.constantFrom(1, 2, 3, 4, 5), on: namedOfMonth }),
  fc.record({ unit: fc.constant('year' as const), count: fc.integer({ min: 1, max: 4 }), on: namedOfYear }),
)

/** A canonical interval without an end, for tests. */
export const anyInterval: fc.Arbitrary<string> = rule.map((one) =>
  canonicalInterval(one.on ? { ...one, on: orderedDays(one.on) } : one),
)

/** A day for tests, often the end of a month. */
export const anyDay: fc.Arbitrary<Day> = fc.oneof(
  fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n)),
  fc.constantFrom('2024-02-29', '2026-01-31', '2026-01-30', '2025-01-29', '2026-02-28', '2024-12-31', '2026-08-31'),
  fc.constantFrom('2000-02-29', '2096-02-29', '2023-11-30', '2027-03-28', '2026-10-25'),
)
