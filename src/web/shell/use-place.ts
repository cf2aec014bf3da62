import { useLocation } from 'wouter-preact'
import { type Place, placeAt } from '#web/live/place.ts'
import { type AccountContext, useAccountContext } from '#web/live/account-context.tsx'

/** The view that is shown. */
export function usePlace(): Place {
  const [address] = useLocation()
  return placeAt(address)
}

/** The context of the space that a view is in; undefined where the user is in none of that name. */
export function useContextAt({ space }: Place): AccountContext | undefined {
  return useAccountContext().spaces.value.find((one) => one.space === space)
}
