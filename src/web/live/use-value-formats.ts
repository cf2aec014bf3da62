import { formatDay } from '#web/format/days.ts'
import type { ValueFormats } from '#web/format/writes.ts'
import { useAccountContext } from './account-context.tsx'

/** How the journal's values are written in this account: days as dates, projects and features by their titles. */
export function useValueFormats(): ValueFormats {
  const { replica, titleOfProject, titleOfFeature } = useAccountContext()
  const today = replica.today.value
  return {
    day: (day) => formatDay(day, today),
    project: (slug) => titleOfProject(slug) ?? slug,
    feature: (id) => titleOfFeature(id) ?? id,
  }
}
