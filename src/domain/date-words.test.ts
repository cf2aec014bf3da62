import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formProblem, readDate, readPastDate } from './date-words.ts'
import { addDays, isDay, weekday } from './dates.ts'

const monday = '2026-06-01'
const anyDay = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1950-01-01', n))
const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

const understood: [string, string, string | null][] = [
  [monday, 'none', null],
  [monday, 'today', '2026-06-01'],
  [monday, '  TODAY ', '2026-06-01'],
  [monday, 'tomorrow', '2026-06-02'],
  [monday, 'tmr', '2026-06-02'],
  [monday, 'yesterday', '2026-05-31'],
  [monday, 'the day after tomorrow', '2026-06-03'],
  [monday, 'the  day   after\ttomorrow', '2026-06-03'],
  [monday, 'day after tomorrow', '2026-06-03'],
  [monday, 'mon', '2026-06-08'],
  [monday, 'Monday', '2026-06-08'],
  [monday, 'tue', '2026-06-02'],
  [monday, 'tues', '2026-06-02'],
  [monday, 'wed', '2026-06-03'],
  [monday, 'thurs', '2026-06-04'],
  [monday, 'fri', '2026-06-05'],
  [monday, 'saturday', '2026-06-06'],
  [monday, 'sun', '2026-06-07'],
  [monday, 'next fri', '2026-06-12'],
  [monday, 'next friday', '2026-06-12'],
  [monday, 'next mon', '2026-06-08'],
  [monday, 'next sunday', '2026-06-14'],
  ['2026-06-07', 'next mon', '2026-06-08'],
  ['2026-06-07', 'next sun', '2026-06-14'],
  ['2026-06-05', 'next fri', '2026-06-12'],
  [monday, 'next week', '2026-06-08'],
  ['2026-06-07', 'next week', '2026-06-08'],
  [monday, 'next month', '2026-07-01'],
  ['2026-01-31', 'next month', '2026-02-01'],
  ['2026-12-15', 'next month', '2027-01-01'],
  [monday, 'tod', '2026-06-01'],
  [monday, 'tonight', '2026-06-01'],
  [monday, 'eod', '2026-06-01'],
  [monday, 'tom', '2026-06-02'],
  [monday, 'next year', '2027-01-01'],
  [monday, 'eoy', '2026-12-31'],
  [monday, 'end of the year', '2026-12-31'],
  [monday, 'this weekend', '2026-06-06'],
  ['2026-06-06', 'this weekend', '2026-06-06'],
  ['2026-06-07', 'this weekend', '2026-06-07'],
  [monday, 'the weekend', '2026-06-06'],
  [monday, 'next weekend', '2026-06-13'],
  ['2026-06-07', 'next weekend', '2026-06-13'],
  [monday, '15th', '2026-06-15'],
  [monday, 'the 15th', '2026-06-15'],
  [monday, '1st', '2026-06-01'],
  ['2026-06-16', 'the 15th', '2026-07-15'],
  ['2026-06-01', '31st', '2026-07-31'],
  ['2026-01-31', '30th', '2026-03-30'],
  ['2026-12-16', '15th', '2027-01-15'],
  [monday, 'a week', '2026-06-08'],
  [monday, 'a month', '2026-07-01'],
  [monday, 'fri 18 dec', '2026-12-18'],
  [monday, 'Friday, Dec 18', '2026-12-18'],
  [monday, 'fri dec 18th 2026', '2026-12-18'],
  [monday, 'friday the 18th of december', '2026-12-18'],
  [monday, 'this fri', '2026-06-05'],
  [monday, 'on friday', '2026-06-05'],
  [monday, 'by friday', '2026-06-05'],
  [monday, 'due friday', '2026-06-05'],
  [monday, 'due by jun 12', '2026-06-12'],
  [monday, 'due on the 15th', '2026-06-15'],
  [monday, 'in 3 days', '2026-06-04'],
  [monday, 'in 3days', '2026-06-04'],
  [monday, 'in three weeks', '2026-06-22'],
  [monday, 'in 1 day', '2026-06-02'],
  [monday, 'in a week', '2026-06-08'],
  [monday, 'in a month', '2026-07-01'],
  [monday, 'in 2 years', '2028-06-01'],
  ['2026-01-31', 'in 1 month', '2026-02-28'],
  [monday, '+3d', '2026-06-04'],
  [monday, '+ 3 days', '2026-06-04'],
  [monday, '2w', '2026-06-15'],
  [monday, '2 weeks', '2026-06-15'],
  [monday, '3m', '2026-09-01'],
  [monday, '1y', '2027-06-01'],
  [monday, '3 days ago', '2026-05-29'],
  [monday, 'eow', '2026-06-07'],
  ['2026-06-07', 'eow', '2026-06-07'],
  [monday, 'eom', '2026-06-30'],
  ['2024-02-29', 'eom', '2024-02-29'],
  [monday, 'end of the month', '2026-06-30'],
  [monday, 'jun 1', '2026-06-01'],
  ['2026-06-02', 'jun 1', '2027-06-01'],
  [monday, '1 june', '2026-06-01'],
  [monday, 'may 31', '2027-05-31'],
  [monday, 'jun 2nd', '2026-06-02'],
  [monday, 'June 3rd', '2026-06-03'],
  [monday, '11th of june', '2026-06-11'],
  [monday, 'the 21st of June', '2026-06-21'],
  [monday, 'sept 5', '2026-09-05'],
  [monday, 'sep. 5', '2026-09-05'],
  [monday, '1 june 2027', '2027-06-01'],
  [monday, 'june 1 2027', '2027-06-01'],
  [monday, 'june 1st, 2027', '2027-06-01'],
  [monday, 'jun 1 1999', '1999-06-01'],
  [monday, 'feb 29', '2028-02-29'],
  ['2028-02-29', 'feb 29', '2028-02-29'],
  ['2096-03-01', 'feb 29', '2104-02-29'],
  [monday, '29 feb 2028', '2028-02-29'],
  [monday, '2026-06-01', '2026-06-01'],
  [monday, '2024-02-29', '2024-02-29'],
]

const refused = [
  '',
  '   ',
  'soon',
  'paprika',
  'march',
  'may',
  'june 2027',
  'jun',
  'next',
  'friday 3pm',
  'tomorrow 3pm',
  '3pm',
  '15:00',
  'today tomorrow',
  'day after',
  'after tomorrow',
  'tomorow',
  'in days',
  'in 3',
  'in -3 days',
  'in 1.5 days',
  '-3d',
  '3',
  '2026',
  '2026-02-30',
  '2025-02-29',
  '2026-13-01',
  '2026-00-01',
  '2026-06-00',
  '1899-12-31',
  '0000-01-01',
  '10000-01-01',
  '2026-06-01T10:00',
  '20260601',
  'feb 30',
  'feb 29 2027',
  'jun 31',
  'jun 0',
  'june 1th',
  'june 2st',
  'jun 1 1899',
  'jun 1 26',
  'jun 1 12027',
  '32 jan',
  '1 june june',
  'fri mon',
  'friyay',
  'moonday',
  'none none',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'in am',
  'in 99999999 days',
  'in 9999999 days',
  'in 9999999 years',
  '+9999999m',
  '6/1',
  '6.1.',
  '6/1/2026',
  '1-6',
  '25/12',
  '40/50',
  '2026/06/01',
  '2026-6-1',
  '6/1/26',
  '6/',
  '/',
  '1/2/3/4',
  'a'.repeat(101),
  '🎂',
  '２日',
  'jun 1000',
]

describe('dates in words', () => {
  it.each(understood)('on %s, %j is %s', (today, text, day) => {
    expect(readDate(text, today)).toEqual({ value: day })
  })

  it.each(refused)('refuses %j', (text) => {
    const { problem, value } = readDate(text, monday)
    expect(value).toBeUndefined()
    expect(problem).toMatch(
      /accepted: today, .*2026-06-01, none|write [a-z]{3} \d+( or [a-z]{3} \d+| \d{4} or \d{4}-\d\d-\d\d)?$/,
    )
    expect(problem!.length).toBeLessThan(300)
  })

  it.each([
    ['6/1', '6/1 could be 1 June or 6 January; write jun 1 or jan 6'],
    ['6.1.', '6.1. could be 1 June or 6 January; write jun 1 or jan 6'],
    ['6. 1.', '6.1. could be 1 June or 6 January; write jun 1 or jan 6'],
    ['1-6', '1-6 could be 6 January or 1 June; write jan 6 or jun 1'],
    ['6/1/2026', '6/1/2026 could be 1 June 2026 or 6 January 2026; write jun 1 2026 or 2026-06-01'],
    ['06.01.26', '06.01.26 could be 1 June 2026 or 6 January 2026; write jun 1 2026 or 2026-06-01'],
    ['2026/6/1', '2026/6/1 could be 1 June 2026 or 6 January 2026; write jun 1 2026 or 2026-06-01'],
    ['25/12', '25/12 is refused, since such dates can be read in two ways; write dec 25'],
    ['6/6', '6/6 is refused, since such dates can be read in two ways; write jun 6'],
  ])('tells both readings of %s', (text, problem) => {
    expect(readDate(text, monday).problem).toBe(problem)
  })

  it.each([
    ['2026-02-30', 'not a date: 2026-02-30: February 2026 has 28 days ('],
    ['2026-13-01', 'not a date: 2026-13-01: there is no month 13 ('],
    ['feb 30', 'not a date: feb 30: February has 29 days at most ('],
    ['jun 1 1700', 'not a date: jun 1 1700: years go from 1900 to 9999 ('],
    ['june 1th', 'not a date: june 1th: the ending is 1st ('],
    ['tomorrow 3pm', 'not a date: tomorrow 3pm: only a due date has a time of day ('],
    ['soon', 'not a date: soon (accepted: today, '],
    ['', 'a date is missing (accepted: '],
    ['\u001b[31mred\u0007', 'not a date: [31mred (accepted: '],
  ])('says what is wrong with %j', (text, beginning) => {
    expect(readDate(text, monday).problem?.startsWith(beginning)).toBe(true)
  })

  it('refuses a day with another weekday than its own, and knows that it is one in other years', () => {
    expect(readDate('thu 18 dec', monday).problem).toContain('18 December 2026 is a Friday (')
    expect(readDate('sat 18 dec', '2027-06-01')).toEqual({ value: '2027-12-18' })
    for (const day of ['sat 18 dec', 'thu 18 dec', 'mon feb 29']) expect(formProblem(day)).toBeNull()
    for (const day of ['sat 18 december 2026', 'sat 31 feb', 'soon']) expect(formProblem(day)).toContain('not a date')
  })

  it('reads back every day in every form', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (today, day) => {
        const [year, month, date] = day.split('-').map(Number) as [number, number, number]
        const name = monthNames[month - 1]!
        for (const text of [
          day,
          `${name} ${date} ${year}`,
          `${date} ${name.slice(0, 3)} ${year}`,
          ` ${date} OF ${name.toUpperCase()},  ${year}`,
        ]) {
          expect(readDate(text, today)).toEqual({ value: day })
        }
      }),
    )
  })

  it('takes weekday names for the next such day, never today', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 7 }), (today, wanted) => {
        const name = weekdayNames[wanted - 1]!
        const day = readDate(name, today).value!
        expect(weekday(day)).toBe(wanted)
        expect(day > today && day <= addDays(today, 7)).toBe(true)
        expect(readDate(name.slice(0, 3), today).value).toBe(day)
        const next = readDate(`next ${name}`, today).value!
        expect(next).toBe(addDays(readDate('next week', today).value!, wanted - 1))
        expect(addDays(readDate('eow', today).value!, wanted)).toBe(next)
      }),
    )
  })

  it('takes a month and a day for the first such day from today on', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }), (today, month, date) => {
        const { value } = readDate(`${monthNames[month - 1]} ${date}`, today)
        const ending = `-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
        expect(value !== undefined).toBe(isDay(`2000${ending}`))
        if (value == null) return
        expect(value >= today && value.endsWith(ending)).toBe(true)
        for (let year = Number(today.slice(0, 4)); `${year}${ending}` < value; year++) {
          expect(isDay(`${year}${ending}`) && `${year}${ending}` >= today).toBe(false)
        }
      }),
    )
  })

  it('understands a text on every day or on none', () => {
    const piece = fc.constantFrom(
      'next',
      'in',
      'a',
      'the',
      'day',
      'days',
      'after',
      'tomorrow',
      'fri',
      'sunday',
      'week',
      'month',
      'feb',
      'june',
      '29',
      '30',
      '31',
      '1st',
      '2nd',
      '3',
      '2027',
      '2028-02-29',
      '2026-02-29',
      'of',
      '+3d',
      '2w',
      'eow',
      'eom',
      'none',
      '6/1',
      '31.4.',
      'ago',
      'end',
      'years',
    )
    const text = fc.oneof(
      fc.array(piece, { minLength: 1, maxLength: 5 }).map((some) => some.join(' ')),
      fc.constantFrom(
        ...refused,
        ...understood.map((row) => row[1]).filter((one) => !/^fri\w*,? (?:the )?(?:dec|18)/i.test(one)),
      ),
    )
    fc.assert(
      fc.property(text, anyDay, anyDay, (typed, one, other) => {
        fc.pre(!typed.includes('2027 month')) // ago, it leaves the calendar from some days and not from others
        fc.pre(!/(?:mon|tue|wed|thu|fri|sat|sun).*\d/.test(typed)) // a weekday and a date have to agree
        expect(readDate(typed, one).problem === undefined).toBe(readDate(typed, other).problem === undefined)
      }),
      { numRuns: 2000 },
    )
  })

  it('never throws, and gives real days only', () => {
    const today = fc.constantFrom('1900-01-01', '2026-06-01', '9999-12-31')
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...refused,
        ...understood.map((row) => row[1]).filter((one) => !/^fri\w*,? (?:the )?(?:dec|18)/i.test(one)),
      ),
    )
    fc.assert(
      fc.property(text, today, (typed, on) => {
        const reading = readDate(typed, on)
        if (reading.problem === undefined) expect(reading.value === null || isDay(reading.value)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('is quick on long texts', () => {
    for (const piece of [' ', '1', 'in ', 'the ', '1/', 'next fri ', '\n', '- ', '. . ']) {
      const long = piece.repeat(65_536 / piece.length)
      const begun = performance.now()
      readDate(long, monday)
      readDate(`today${long}`, monday)
      readDate(`${long}today`, monday)
      expect(performance.now() - begun).toBeLessThan(100)
    }
  })
})

describe('a day that has been', () => {
  const tuesday = '2026-03-10'
  it.each([
    ['nov 10', '2025-11-10'],
    ['10th of November', '2025-11-10'],
    ['mar 10', '2026-03-10'],
    ['mar 9', '2026-03-09'],
    ['mon', '2026-03-09'],
    ['Tuesday', '2026-03-10'],
    ['wed', '2026-03-04'],
    ['yesterday', '2026-03-09'],
    ['2026-03-01', '2026-03-01'],
    ['none', null],
  ])('%s was %s', (text, day) => expect(readPastDate(text, tuesday)).toEqual({ value: day }))

  it.each([
    ['tomorrow', '2026-03-11'],
    ['next fri', '2026-03-20'],
    ['nov 10 2026', '2026-11-10'],
    ['2027-01-01', '2027-01-01'],
  ])('%s stays in the future, to be refused', (text, day) =>
    expect(readPastDate(text, tuesday)).toEqual({ value: day }),
  )

  it('goes back to the year that had it', () =>
    expect(readPastDate('feb 29', tuesday)).toEqual({ value: '2024-02-29' }))
})
