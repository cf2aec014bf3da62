const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const monthNames = [
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
const countWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

const shortWeekdays = weekdayNames.map((name) => name.slice(0, 3))
const shortMonths = monthNames.map((name) => name.slice(0, 3).toLowerCase())

/** Pieces of regular expressions over lower-case text; none of them holds a capturing group. */
export const weekdayPattern =
  '(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)'
export const monthPattern =
  '(?:(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?|september|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?)'
export const unitPattern = '(?:d|days?|w|wks?|weeks?|m|mos?|months?|y|yrs?|years?)'
/** A number before a unit, with the space that a number word needs and digits may have. */
export const countPattern = `(?:\\d{1,7} ?|(?:${countWords.join('|')}) )`

export type Unit = 'day' | 'week' | 'month' | 'year'
const units: Record<string, Unit> = { d: 'day', w: 'week', m: 'month', y: 'year' }

/** 1 to 7 for a text that weekdayPattern matched. */
export const weekdayNumber = (name: string): number => shortWeekdays.indexOf(name.slice(0, 3)) + 1

/** 1 to 12 for a text that monthPattern matched. */
export const monthNumber = (name: string): number => shortMonths.indexOf(name.slice(0, 3)) + 1

/** The unit of a text that unitPattern matched. */
export const unitNamed = (name: string): Unit => units[name.charAt(0)] ?? 'day'

/** The number that a text means which countPattern matched, or `a `. */
export const countOf = (text: string): number =>
  text === 'a ' ? 1 : /^\d/.test(text) ? Number(text) : countWords.indexOf(text.trim()) + 1

/** `mon` for 1 to `sun` for 7. */
export const shortWeekday = (weekday: number): string => shortWeekdays[weekday - 1] ?? ''

/** `jan` for 1 to `dec` for 12. */
export const shortMonth = (month: number): string => shortMonths[month - 1] ?? ''

/** `January` for 1 to `December` for 12. */
export const monthName = (month: number): string => monthNames[month - 1] ?? ''
