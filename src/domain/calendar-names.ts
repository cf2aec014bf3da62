const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const COUNT_WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

const SHORT_WEEKDAYS = WEEKDAYS.map((name) => name.slice(0, 3))
const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3).toLowerCase())

/** Sources of regular expressions for lower-case text, without capturing groups. */
export const WEEKDAY_PATTERN =
  '(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)'
export const MONTH_PATTERN =
  '(?:(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?|september|' +
  'oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?)'
export const UNIT_PATTERN = '(?:d|days?|w|wks?|weeks?|m|mos?|months?|y|yrs?|years?)'
export const COUNT_WORD_PATTERN = `(?:${COUNT_WORDS.join('|')})`
/** A number before a unit: `3`, `3 ` or `three `. */
export const COUNT_PATTERN = `(?:\\d{1,7} ?|${COUNT_WORD_PATTERN} )`

export const UNITS = ['day', 'week', 'month', 'year'] as const
export type Unit = (typeof UNITS)[number]

/** 1 to 7 for a text that WEEKDAY_PATTERN matched. */
export const weekdayNumber = (name: string): number => SHORT_WEEKDAYS.indexOf(name.slice(0, 3)) + 1

/** 1 to 12 for a text that MONTH_PATTERN matched. */
export const monthNumber = (name: string): number => SHORT_MONTHS.indexOf(name.slice(0, 3)) + 1

/** The unit of a text that UNIT_PATTERN matched. */
export const unitNamed = (name: string): Unit => UNITS.find((unit) => unit.startsWith(name.charAt(0))) ?? 'day'

/** The number that a text means which COUNT_PATTERN matched, or `a `. */
export const countOf = (text: string): number =>
  text === 'a ' ? 1 : /^\d/.test(text) ? Number(text) : COUNT_WORDS.indexOf(text.trim()) + 1

/** `mon` for 1 to `sun` for 7. */
export const shortWeekday = (weekday: number): string => SHORT_WEEKDAYS[weekday - 1] ?? ''

/** `Monday` for 1 to `Sunday` for 7. */
export function weekdayName(weekday: number): string {
  const name = WEEKDAYS[weekday - 1] ?? ''
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** `jan` for 1 to `dec` for 12. */
export const shortMonth = (month: number): string => SHORT_MONTHS[month - 1] ?? ''

/** `January` for 1 to `December` for 12. */
export const monthName = (month: number): string => MONTHS[month - 1] ?? ''
