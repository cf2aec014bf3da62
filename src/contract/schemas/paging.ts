import * as z from 'zod'
import { wholeNumber } from './query-values.ts'

export const limit = wholeNumber(1, 1000).optional()
export const cursor = z.string().max(1000).describe('the next_cursor of the answer before').optional()
