import { toast } from '#web/ui/toast.tsx'
import { complain, type Live } from '../app/live.tsx'

/** Makes a change to a project or a feature, and offers to undo it as changes to items do. */
export function tell(live: Live, op: 'projects.update' | 'projects.remove' | 'features.update' | 'features.remove', input: Record<string, unknown>, says: string): void {
  const change = live.replica.do(op, input, says)
  toast({ text: says, action: { label: 'Undo', run: () => void live.actions.undo(change).catch(complain) } })
}
